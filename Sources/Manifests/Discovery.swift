import YAML

/// Finds the files to read below the paths that a user gives.
///
/// Read are `.yaml`, `.yml` and `.json`, without case; hidden folders and what git ignores only when named. A link is
/// followed if it ends under a given path; pipes and devices are never opened. The order is that of the names' bytes.
public struct Discovery {
  public struct Options: Sendable {
    public var excludes: [Glob] = []
    /// Whether what git ignores is passed over.
    public var followsGitIgnore = true
    /// The name that standard input has in reports.
    public var standardInputName = "<stdin>"
    public init() {}
  }

  /// Something that was passed over and is worth a word.
  public struct Skipped: Hashable, Sendable {
    public enum Reason: Hashable, Sendable {
      case linkOutside, linkBroken, noRegularFile, gitSilent
      /// A template of the chart in this folder.
      case chart(FileName)
    }
    public let name: FileName
    public let reason: Reason

    /// The folder of the chart whose template it is.
    public var chart: FileName? { if case .chart(let folder) = reason { folder } else { nil } }
  }

  public struct NoSuchPath: Error, Sendable {
    public let path: String
  }

  private let options: Options
  private let workingDirectory = System.workingDirectory()
  private var roots: [[UInt8]] = []
  private var found: [FileName: SourceFile] = [:]
  private var links: [(link: [UInt8], target: [UInt8])] = []
  private var skipped: Set<Skipped> = []
  private var ignored: Set<[UInt8]> = []

  private init(_ options: Options) { self.options = options }

  /// - Throws: when a path does not exist.
  public static func find(_ paths: [[UInt8]], _ options: Options) throws(NoSuchPath) -> (
    files: [SourceFile], skipped: [Skipped]
  ) {
    var discovery = Discovery(options)
    for path in paths where path != [45] {
      let absolute = PathName.absolute(path, from: discovery.workingDirectory)
      guard System.kind(absolute) != nil else { throw NoSuchPath(path: FileName(bytes: path).text) }
      if let real = System.realPath(absolute) { discovery.roots.append(real) }
    }
    for path in paths { discovery.add(path) }
    discovery.addLinkedFiles()
    return (
      discovery.found.values.sorted { ($0.name, $0.path ?? []) < ($1.name, $1.path ?? []) },
      discovery.skipped.sorted { $0.name < $1.name }
    )
  }

  private mutating func add(_ path: [UInt8]) {
    if path == [45] {
      let name = options.standardInputName
      found[FileName(bytes: [45])] = SourceFile(
        name: FileName(name), path: nil, format: PathName.isJSON(Array(name.utf8)) ? .json : .yaml)
      return
    }
    let absolute = PathName.absolute(path, from: workingDirectory)
    switch System.kind(absolute) {
    case .folder?:
      if options.followsGitIgnore {
        if let names = GitIgnore.ignored(below: absolute) {
          ignored.formUnion(names)
        } else {
          skipped.insert(Skipped(name: name(absolute), reason: .gitSilent))
        }
      }
      walk(absolute)
    case .file?: take(absolute)
    default: skipped.insert(Skipped(name: name(absolute), reason: .noRegularFile))
    }
  }

  private func name(_ absolute: [UInt8]) -> FileName {
    FileName(bytes: PathName.relative(absolute, to: workingDirectory))
  }

  private mutating func take(_ absolute: [UInt8]) {
    found[FileName(bytes: absolute)] = SourceFile(
      name: name(absolute), path: absolute, format: PathName.isJSON(absolute) ? .json : .yaml)
  }

  // MARK: Walking

  /// Folders are walked with a list of their own, so that depth costs no recursion.
  private mutating func walk(_ root: [UInt8]) {
    var folders = [root]
    while let folder = folders.popLast() {
      let entries: [System.Entry]
      do throws(OpenError) {
        entries = try System.entries(folder)
      } catch {
        // Opening it as a file fails too and is then reported as unreadable.
        take(folder)
        continue
      }
      let isChart = Discovery.isChart(entries)
      for entry in entries {
        let path = PathName.join(folder, entry.name)
        if isChart, Discovery.belongsToChart(entry) {
          if entry.kind == .folder { noteTemplates(path, ofChart: name(folder)) }
          continue
        }
        if !ignored.isEmpty, ignored.contains(path) { continue }
        switch entry.kind {
        case .folder:
          if entry.name.first != UInt8(ascii: "."), !isExcluded(path) { folders.append(path) }
        case .file:
          if PathName.isManifest(entry.name), !isExcluded(path) { take(path) }
        case .link: follow(path)
        case .other:
          if PathName.isManifest(entry.name), !isExcluded(path) {
            skipped.insert(Skipped(name: name(path), reason: .noRegularFile))
          }
        }
      }
    }
  }

  private func isExcluded(_ path: [UInt8]) -> Bool {
    guard !options.excludes.isEmpty else { return false }
    let views = ([workingDirectory] + roots).filter { PathName.isInside(path, $0) && path != $0 }
      .map { PathName.relative(path, to: $0) }
    return options.excludes.contains { glob in views.contains { glob.matches($0) } || glob.matches(path) }
  }

  // MARK: Charts

  private static func isChart(_ entries: [System.Entry]) -> Bool {
    entries.contains { $0.name.elementsEqual("Chart.yaml".utf8) }
      && entries.contains { $0.name.elementsEqual("templates".utf8) }
  }

  /// Templates and values are no manifests; `crds/` and sub-charts are looked at as any folder.
  private static func belongsToChart(_ entry: System.Entry) -> Bool {
    let name = String(decoding: entry.name, as: UTF8.self)
    switch entry.kind {
    case .folder: return name == "templates"
    default: return name == "Chart.yaml" || (name.hasPrefix("values") && PathName.isManifest(entry.name))
    }
  }

  /// Says of each template of a chart that it is not read.
  private mutating func noteTemplates(_ root: [UInt8], ofChart chart: FileName) {
    var folders = [root]
    while let folder = folders.popLast() {
      guard let entries = try? System.entries(folder) else { continue }
      for entry in entries {
        let path = PathName.join(folder, entry.name)
        if entry.kind == .folder { folders.append(path) }
        if entry.kind == .file, PathName.isManifest(entry.name), !isExcluded(path) {
          skipped.insert(Skipped(name: name(path), reason: .chart(chart)))
        }
      }
    }
  }

  // MARK: Links

  private mutating func follow(_ path: [UInt8]) {
    guard !isExcluded(path) else { return }
    guard let target = System.realPath(path) else {
      if PathName.isManifest(path) { skipped.insert(Skipped(name: name(path), reason: .linkBroken)) }
      return
    }
    let isInside = roots.contains { PathName.isInside(target, $0) }
    switch System.kind(target) {
    case .file? where PathName.isManifest(path):
      if isInside {
        links.append((path, target))
      } else {
        skipped.insert(Skipped(name: name(path), reason: .linkOutside))
      }
    case .folder? where !isInside: skipped.insert(Skipped(name: name(path), reason: .linkOutside))
    // A folder that lies under a given path is walked where it stands.
    case .file?, .folder?, .link?, .other?, nil:
      if !isInside || System.kind(target) == .other, PathName.isManifest(path) {
        skipped.insert(Skipped(name: name(path), reason: .noRegularFile))
      }
    }
  }

  /// Adds what only links lead to; a file is read once, under the name that sorts first.
  private mutating func addLinkedFiles() {
    guard !links.isEmpty else { return }
    var known = Set(found.keys.compactMap { System.realPath($0.bytes) })
    for (link, target) in links.sorted(by: { $0.link.lexicographicallyPrecedes($1.link) })
    where known.insert(target).inserted {
      take(link)
    }
  }
}

private func < (left: (FileName, [UInt8]), right: (FileName, [UInt8])) -> Bool {
  left.0 == right.0 ? left.1.lexicographicallyPrecedes(right.1) : left.0 < right.0
}
