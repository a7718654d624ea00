import CEL
import Dispatch
import Foundation
import YAML

/// `cel-benchmark FILE [SECONDS]`: evaluations a second of each case of a file such as `cel-speed.json`, on one thread;
/// a JSON object a line. Ends with an error where a result is not the expected one.
@main
struct CELBenchmark {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      FileHandle.standardError.write(Data("usage: cel-benchmark FILE [SECONDS]\n".utf8))
      exit(2)
    }
    let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 0.5 : 0.5
    let text = try String(contentsOfFile: arguments[1], encoding: .utf8)
    guard let tree = try Tree.parse(json: text), let root = tree.root, let cases = tree.value(of: "cases", in: root),
      let object = tree.value(of: "object", in: root)
    else { throw Failure(description: "no cases") }
    var environment = Environment()
    environment.declare("object")
    var json = ""
    tree.appendJSON(of: object, to: &json)
    for one in tree.items(of: cases) {
      let id = tree.value(of: "id", in: one).map { tree.string($0) } ?? ""
      let source = tree.value(of: "expression", in: one).map { tree.string($0) } ?? ""
      let expected = tree.value(of: "result", in: one).map { tree.string($0) } ?? ""
      let program = try environment.compile(source)
      // Compiled first: a tree knows the symbols that were known when it was read.
      guard let input = try Tree.parse(json: json), let inputRoot = input.root else { throw Failure(description: id) }
      var evaluation = Evaluation()
      evaluation.slots = [.node(NodeRef(tree: evaluation.add(input), node: inputRoot))]
      let result = evaluation.text(program.evaluate(in: &evaluation))
      guard result == expected else { throw Failure(description: "\(id): \(result), expected \(expected)") }
      let rate = measure(program, &evaluation, seconds)
      print("{\"id\": \"\(id)\", \"perSecond\": \(Int(rate))}")
    }
  }

  /// The best of five runs.
  private static func measure(_ program: Program, _ evaluation: inout Evaluation, _ seconds: Double) -> Double {
    var best = 0.0
    for _ in 0..<5 {
      var count = 0
      let start = DispatchTime.now().uptimeNanoseconds
      var now = start
      while Double(now - start) < seconds / 5 * 1e9 {
        for _ in 0..<1_000 { _ = program.evaluate(in: &evaluation) }
        count += 1_000
        now = DispatchTime.now().uptimeNanoseconds
      }
      best = max(best, Double(count) / Double(now - start) * 1e9)
    }
    return best
  }

  struct Failure: Error, CustomStringConvertible { let description: String }
}
