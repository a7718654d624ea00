import Synchronization

/// The documents of files that several builds read, kept as long as they are little.
final class SourceCache: Sendable {
  /// Bytes of text in all; a tree takes a few times as much.
  private static let budget = 16 << 20

  private struct State {
    var known: [String: [Source]] = [:]
    var bytes = 0
  }

  private let state = Mutex(State())

  func documents(_ path: String) -> [Source]? { state.withLock { $0.known[path] } }

  func keep(_ documents: [Source], of path: String, bytes: Int) {
    state.withLock { state in
      guard state.bytes + bytes <= SourceCache.budget else { return }
      state.bytes += bytes
      state.known[path] = documents
    }
  }
}
