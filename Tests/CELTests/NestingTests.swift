import CEL
import Foundation
import Synchronization
import Testing

@Suite("Nesting")
struct NestingTests {
  private static func nested(_ open: String, _ inner: String, _ close: String, _ times: Int) -> String {
    String(repeating: open, count: times) + inner + String(repeating: close, count: times)
  }

  private static let shapes: [(open: String, inner: String, close: String)] = [
    ("(", "1", ")"), ("[", "1", "]"), ("{1: ", "1", "}"), ("!", "true", ""), ("-", "x", ""), ("x", "", ".a"),
    ("x", "", "[0]"), ("true || ", "false", ""), ("false || ", "x.y", ""), ("1 + ", "1", ""), ("true ? 1 : ", "2", ""),
    ("true ? ", "1", " : 2"), ("size(", "x", ")"), ("[1].all(x, ", "x / 0 == 1", ")"), ("[1].map(x, ", "x", ")"),
    ("cel.bind(x, 1, ", "x", ")"), ("optional.of(", "1", ")"), ("optional.of(1).optMap(x, ", "x", ")"),
    ("x.filter(x, ", "x.exists(y, y)", ")"), ("[1].sortBy(x, ", "x", ")"), ("1 == ", "1", ""), ("1 in [", "1", "]"),
    ("has(x.a) && ", "true", ""), ("string(", "'a'", ")"), ("x.?a.orValue(", "1", ")"),
  ]

  @Test("an expression of any depth ends on the stack of a small thread", arguments: [90, 198, 202, 5_000])
  func depth(times: Int) throws {
    for shape in NestingTests.shapes {
      // What stands on the left of itself is nested by what follows it.
      let source =
        shape.inner.isEmpty
        ? shape.open + String(repeating: shape.close, count: times)
        : NestingTests.nested(shape.open, shape.inner, shape.close, times)
      let text = NestingTests.onSmallThread {
        var environment = Environment()
        environment.declare("x")
        let program: Program
        do throws(CompileErrors) { program = try environment.compile(source) } catch {
          return error.issues.first?.message ?? ""
        }
        _ = program.cost()
        var evaluation = Evaluation()
        evaluation.slots = [.null]
        let value = program.evaluate(in: &evaluation)
        _ = evaluation.tracing { program.evaluate(in: &$0) }
        return evaluation.text(value)
      }
      #expect(!text.isEmpty)
      if times > 200, shape.open == "[" { #expect(text == "nested more than 200 levels deep") }
    }
  }

  #if DEBUG
    /// Frames that are not optimised are several times as large.
    private static let stackSize = 4 * 1_024 * 1_024
  #else
    /// What secondary threads have on Apple's systems.
    private static let stackSize = 512 * 1_024
  #endif

  /// Runs `body` with a small stack.
  private static func onSmallThread(_ body: @escaping @Sendable () -> String) -> String {
    let done = DispatchSemaphore(value: 0)
    let box = Shared()
    let thread = Thread {
      let text = body()
      box.result.withLock { $0 = text }
      done.signal()
    }
    thread.stackSize = stackSize
    thread.start()
    done.wait()
    return box.result.withLock { $0 }
  }

  private final class Shared: Sendable {
    let result = Mutex("")
  }
}
