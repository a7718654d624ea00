import Manifests
import Synchronization

/// What a run says and writes, kept so that it can be said again.
final class Transcript: Sendable {
  /// Where what is said is written down; nil: nowhere.
  @TaskLocal static var current: Transcript?

  /// What was said when the run was over.
  struct Said {
    var output: [UInt8] = []
    var errors: [UInt8] = []
    /// By the paths as the call names them.
    var files: [(path: [UInt8], content: [UInt8])] = []
  }

  private struct State {
    var said = Said()
    var files: [String] = []
    /// Whether it can be said again from what is written down.
    var isWhole = true
  }

  /// More is not kept, in bytes.
  private static let largest = 32 << 20

  private let state = Mutex(State())

  func add(_ bytes: [UInt8], to descriptor: Int32) {
    state.withLock { state in
      guard state.said.output.count + bytes.count <= Transcript.largest else {
        state.isWhole = false
        return
      }
      if descriptor == 2 { state.said.errors += bytes } else { state.said.output += bytes }
    }
  }

  /// - Parameter isPlain: whether it is a file that can be read.
  func add(file: String, isPlain: Bool) {
    state.withLock { state in
      state.files.append(file)
      if !isPlain { state.isWhole = false }
    }
  }

  /// nil where it cannot be said again.
  func said() -> Said? {
    let state = state.withLock { $0 }
    guard state.isWhole else { return nil }
    var said = state.said
    for file in state.files {
      let path = Array(file.utf8)
      let source = SourceFile(name: FileName(file), path: path, format: .yaml)
      guard let content = source.bytes(upTo: Transcript.largest) else { return nil }
      said.files.append((path, content))
    }
    return said
  }
}
