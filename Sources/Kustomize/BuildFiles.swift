import YAML

/// The files that builds may read, by their paths as reports name them.
public struct BuildFiles: Sendable {
  /// What is in a file; nil where there is none, or it lies outside of what may be read.
  public let read: @Sendable (String) -> [UInt8]?
  /// Whether there is such a file.
  public let holds: @Sendable (String) -> Bool

  public init(
    read: @escaping @Sendable (String) -> [UInt8]?, holds: @escaping @Sendable (String) -> Bool
  ) {
    self.read = read
    self.holds = holds
  }

  /// The names that a kustomization's file may have.
  public static let kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  /// The path of a folder's kustomization; nil where it has none.
  public func kustomization(in folder: String) -> String? {
    BuildFiles.kustomizationNames.lazy.map { BuildPath.join(folder, $0) }.first(where: holds)
  }
}

/// Arithmetic on paths as reports name files: relative to the working directory, or absolute.
public enum BuildPath {
  /// A path from a folder, `.` and `..` resolved by name. The working directory is the empty path.
  public static func join(_ folder: String, _ path: String) -> String {
    let isAbsolute = path.hasPrefix("/") || folder.hasPrefix("/")
    var parts: [Substring] = path.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// The folder of a path; empty at the top.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  public static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
