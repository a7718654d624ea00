import YAML

/// A Helm chart of the repository that is deployed by itself, not as a part of another one.
public struct Chart: Sendable {
  /// As reports name it.
  public let folder: FileName
  /// Absolute.
  let path: [UInt8]
  /// What its release is called: as the chart, where that can be the name of a release.
  let release: String

  /// nil for what has no readable `Chart.yaml`, and for a library, which makes nothing by itself.
  private init?(_ path: [UInt8], _ workingDirectory: [UInt8]) {
    self.path = path
    folder = FileName(bytes: PathName.relative(path, to: workingDirectory))
    let file = SourceFile(name: folder, path: PathName.join(path, Chart.file), format: .yaml)
    guard let text = try? file.contents(), let tree = try? Tree.parse(text).first, let root = tree.root else {
      return nil
    }
    func field(_ name: String) -> String? { tree.value(of: name, in: root).map { tree.string($0) } }
    if field("type") == "library" { return nil }
    release = field("name").flatMap { Chart.isReleaseName($0) ? $0 : nil } ?? "release-name"
  }

  /// The charts that folders with templates belong to, each once, in byte order.
  /// - Parameters:
  ///   - folders: as reports name them.
  ///   - paths: that a user gave; nothing above them is looked at.
  public static func outermost(of folders: [FileName], below paths: [[UInt8]]) -> [Chart] {
    let here = System.workingDirectory()
    let roots = paths.map { PathName.absolute($0, from: here) }
    let charts = Set(folders.map { outermost(PathName.absolute($0.bytes, from: here), below: roots) })
    return charts.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { Chart($0, here) }
  }

  private static func outermost(_ folder: [UInt8], below roots: [[UInt8]]) -> [UInt8] {
    var folder = folder
    while true {
      let charts = PathName.folder(of: folder)
      let parent = PathName.folder(of: charts)
      guard PathName.last(charts).elementsEqual("charts".utf8),
        roots.contains(where: { PathName.isInside(parent, $0) }),
        System.kind(PathName.join(parent, file)) == .file
      else { return folder }
      folder = parent
    }
  }

  private static let file = Array("Chart.yaml".utf8)

  /// Its `Chart.yaml`.
  public var source: SourceFile {
    SourceFile(name: name(of: Chart.file), path: PathName.join(path, Chart.file), format: .yaml)
  }

  /// The template that helm calls `CHART/PATH`, where the chart's name, not its folder's, stands in front.
  public func file(ofSource source: String) -> FileName {
    name(of: Array(source.utf8.drop { $0 != PathName.slash }.dropFirst()))
  }

  private func name(of path: [UInt8]) -> FileName {
    FileName(bytes: folder.bytes == [46] ? path : PathName.join(folder.bytes, path))
  }

  /// Whether a file lies in it, both as reports name them.
  public func holds(_ file: FileName) -> Bool {
    folder.bytes == [46] ? file.bytes.first != PathName.slash : PathName.isInside(file.bytes, folder.bytes)
  }

  /// A link in it that leads out of all roots; nil where there is none.
  func linkOutside(of roots: [[UInt8]]) -> FileName? {
    var folders = [path]
    while let folder = folders.popLast() {
      for entry in (try? System.entries(folder)) ?? [] {
        let path = PathName.join(folder, entry.name)
        if entry.kind == .folder { folders.append(path) }
        if entry.kind == .link, roots.allSatisfy({ System.leads(path, outOf: $0) }) {
          return FileName(bytes: PathName.relative(path, to: self.path))
        }
      }
    }
    return nil
  }

  /// DNS labels with dots between them, at most 53 letters: what helm takes, and never an option.
  private static func isReleaseName(_ name: String) -> Bool {
    (1...53).contains(name.utf8.count)
      && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        label.first.map(isLetterOrDigit) ?? false && label.last.map(isLetterOrDigit) ?? false
          && label.allSatisfy { isLetterOrDigit($0) || $0 == "-" }
      }
  }

  private static func isLetterOrDigit(_ letter: Character) -> Bool {
    ("a"..."z").contains(letter) || ("0"..."9").contains(letter)
  }
}
