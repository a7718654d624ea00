import Manifests
import Policies

/// The configurations of a run: the root one, and those below that refine it.
///
/// Of the files named `.fargate-lint.yaml` that hold for the paths of a run, the outermost is the root configuration.
/// Where the paths do not agree on one there is none. Every other holds for what lies below its folder.
public struct ConfigurationFiles {
  public private(set) var configurations: [Configuration] = []
  /// What is wrong with them, in the order in which they were read.
  public private(set) var errors: [LoadError] = []
  private let workingDirectory: [UInt8]
  private var files: FilesAbove
  private var numbers: [FileName: Int] = [:]
  private var chains: [FileName: [Int]] = [:]
  /// Files in whose place the user named another.
  private var replaced: Set<[UInt8]> = []
  private var hasRoot = false
  private var isNamed = false

  /// No configuration at all.
  public static var none: ConfigurationFiles {
    ConfigurationFiles(paths: [], root: nil)
  }

  /// - Parameters:
  ///   - paths: the files and folders of the run, as the user gave them.
  ///   - root: the file to take as the root configuration in place of the one that is found.
  public init(paths: [[UInt8]], root: [UInt8]?) {
    let here = System.workingDirectory()
    let folders = paths.map { ConfigurationFiles.folder($0, from: here) }
    workingDirectory = here
    files = FilesAbove(name: Configuration.fileName, folders: folders, workingDirectory: here)
    let outermost = Set(folders.map { files.paths(for: $0).first })
    if let root {
      replaced = Set(outermost.compactMap { $0 })
      (hasRoot, isNamed) = (true, true)
      read(PathName.absolute(root, from: here), home: nil)
    } else if outermost.count == 1, let path = outermost.first ?? nil {
      hasRoot = true
      read(path, home: files.home(of: PathName.folder(of: path)))
    }
  }

  /// Holds for all paths of the run.
  public var root: Configuration? { hasRoot ? configurations.first : nil }

  /// The configurations that hold for a file or folder, the root one first, the nearest last, by their places in
  /// `configurations`. Reads those that were not met before.
  public mutating func chain(for path: [UInt8]) -> [Int] {
    chain(forFolder: ConfigurationFiles.folder(path, from: workingDirectory))
  }

  /// Reads the configurations of all files.
  /// - Returns: for each file its configurations, as `chain` gives them.
  public mutating func chains(of files: [SourceFile]) -> [[Int]] {
    files.map { file in
      let path = file.path ?? PathName.absolute(file.name.bytes, from: workingDirectory)
      return chain(forFolder: PathName.folder(of: path))
    }
  }

  private static func folder(_ path: [UInt8], from here: [UInt8]) -> [UInt8] {
    let path = PathName.absolute(path, from: here)
    return System.kind(path) == .folder ? path : PathName.folder(of: path)
  }

  private mutating func chain(forFolder folder: [UInt8]) -> [Int] {
    if let known = chains[FileName(bytes: folder)] { return known }
    var chain = isNamed ? [0] : []
    for path in files.paths(for: folder) where !replaced.contains(path) {
      let number = numbers[FileName(bytes: path)] ?? read(path, home: files.home(of: folder))
      if !chain.contains(number) { chain.append(number) }
    }
    chains[FileName(bytes: folder)] = chain
    return chain
  }

  @discardableResult
  private mutating func read(_ path: [UInt8], home: [UInt8]?) -> Int {
    let name = FileName(bytes: PathName.relative(path, to: workingDirectory))
    let (configuration, found) = ConfigurationReader.read(path, home: home, name: name)
    let number = configurations.count
    numbers[FileName(bytes: path)] = number
    configurations.append(configuration)
    errors += found
    if !(hasRoot && number == 0) { refuseRunWideKeys(of: configuration) }
    return number
  }

  private mutating func refuseRunWideKeys(of configuration: Configuration) {
    guard var source = configuration.source, let top = source.tree.root else { return }
    for (key, _) in source.tree.entries(of: top) where Configuration.runWideKeys.contains(source.tree.string(key)) {
      let name = source.tree.string(key)
      let place =
        root.map { "write it in the root configuration, \($0.file.text)" }
        ?? "write it in a \(Configuration.fileName) above all paths of the run, or give one with `--config`"
      source.report("`\(name)` holds for the whole run: \(place)", at: key)
    }
    errors += source.errors
  }
}
