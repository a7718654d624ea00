import Manifests

/// The files and folders of a run, and how they stood when it was over.
struct WatchedPaths {
  private let files: [[UInt8]: FileStamp?]
  private let folders: [[UInt8]: FileStamp?]

  /// - Parameters:
  ///   - files: what the run has read.
  ///   - paths: files and folders; of folders all that may be read in them, as after a run that did not come to reading,
  ///     and all folders below, in which new files may come up.
  ///   - written: by the run itself.
  init(files: [[UInt8]], below paths: [[UInt8]], besides written: Set<[UInt8]>) {
    func stamps(_ paths: [[UInt8]]) -> [[UInt8]: FileStamp?] {
      Dictionary(paths.map { ($0, FileStamp($0)) }, uniquingKeysWith: { first, _ in first })
    }
    let trees = paths.map(System.tree(below:))
    let readable = trees.flatMap(\.files).filter { path in
      [".yaml", ".yml", ".json"].contains { path.suffix($0.utf8.count).elementsEqual($0.utf8) }
    }
    let named = paths.filter { System.kind($0) != .folder }
    let ignored = Set(written.map(WatchedPaths.plain))
    self.files = stamps((files + readable + named).filter { !ignored.contains(WatchedPaths.plain($0)) })
    folders = stamps(trees.flatMap(\.folders) + files.map { PathName.folder(of: $0) })
  }

  private static func plain(_ path: [UInt8]) -> [UInt8] { PathName.absolute(path, from: System.workingDirectory()) }

  /// Whether a file was changed after a time, in nanoseconds since 1970: while the run was reading.
  func haveChanged(since time: Int) -> Bool { files.values.contains { ($0?.modified ?? 0) > time } }

  /// Whether any of them is not as it was.
  var haveChanged: Bool {
    files.contains { FileStamp($0.key) != $0.value } || folders.contains { FileStamp($0.key) != $0.value }
  }
}
