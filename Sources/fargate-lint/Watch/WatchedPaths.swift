import Manifests

/// The files and folders of a run, and how they stood when it was over.
struct WatchedPaths {
  private let files: [[UInt8]: FileStamp?]
  private let folders: [[UInt8]: FileStamp?]

  /// - Parameters:
  ///   - files: what the run has read; what it has written left out.
  ///   - paths: files and folders; of folders all those below, too, in which new files may come up.
  init(files: [[UInt8]], below paths: [[UInt8]]) {
    func stamps(_ paths: [[UInt8]]) -> [[UInt8]: FileStamp?] {
      Dictionary(paths.map { ($0, FileStamp($0)) }, uniquingKeysWith: { first, _ in first })
    }
    let folders = paths.flatMap(System.foldersBelow) + files.map { PathName.folder(of: $0) }
    self.files = stamps(files + paths.filter { System.kind($0) != .folder })
    self.folders = stamps(folders)
  }

  /// Whether a file was changed after a time, in nanoseconds since 1970: while the run was reading.
  func haveChanged(since time: Int) -> Bool { files.values.contains { ($0?.modified ?? 0) > time } }

  /// Whether any of them is not as it was.
  var haveChanged: Bool {
    files.contains { FileStamp($0.key) != $0.value } || folders.contains { FileStamp($0.key) != $0.value }
  }
}
