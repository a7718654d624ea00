import YAML

/// The files that builds may read, by their paths as reports name them.
public struct BuildFiles: Sendable {
  /// What is in a file; nil where there is none, or it lies outside of what may be read.
  public let read: @Sendable (String) -> [UInt8]?
  /// Whether there is such a file.
  public let holds: @Sendable (String) -> Bool
  /// The kustomizations that are known without looking, by their folders.
  private let kustomizations: [String: String]

  public init(
    read: @escaping @Sendable (String) -> [UInt8]?, holds: @escaping @Sendable (String) -> Bool,
    kustomizations: [String: String] = [:]
  ) {
    self.read = read
    self.kustomizations = kustomizations
    self.holds = holds
  }

  /// The names that a kustomization's file may have.
  public static let kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  func knownKustomization(in folder: String) -> String? { kustomizations[folder] }

  /// Whether a file is a kustomization by its name.
  public static func isKustomization(_ path: String) -> Bool {
    kustomizationNames.contains { name in
      path.utf8.count == name.utf8.count ? path == name : path.hasSuffix(name) && path.hasSuffix("/\(name)")
    }
  }

  /// The path of a folder's kustomization; nil where it has none.
  public func kustomization(in folder: String) -> String? {
    knownKustomization(in: folder)
      ?? BuildFiles.kustomizationNames.lazy.map { BuildPath.join(folder, $0) }.first(where: holds)
  }
}

/// Arithmetic on paths as reports name files: relative to the working directory, or absolute.
public enum BuildPath {
  /// A path from a folder, `.` and `..` resolved by name. The working directory is the empty path.
  public static func join(_ folder: String, _ path: String) -> String {
    if isPlain(path), !folder.isEmpty, isPlain(folder) { return "\(folder)/\(path)" }
    let isAbsolute = path.hasPrefix("/") || folder.hasPrefix("/")
    var parts: [Substring] = path.hasPrefix("/") ? [] : folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }

  /// Whether a path is names with single slashes between, none of them of points alone.
  private static func isPlain(_ path: String) -> Bool {
    var before = UInt8(ascii: "/")
    for byte in path.utf8 {
      if before == UInt8(ascii: "/"), byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") { return false }
      before = byte
    }
    return before != UInt8(ascii: "/")
  }

  /// The folder of a path; empty at the top.
  public static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The folders that a path stands in, the innermost first, up to the top or the root; the top itself is left out.
  public static func folders(above path: String) -> some Sequence<String> {
    sequence(state: path) { rest in
      let folder = folder(of: rest)
      if folder.isEmpty || folder == rest { return nil }
      rest = folder
      return folder
    }
  }

  public static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
