/// Arithmetic on paths within a repository: names between slashes, empty for the root.
enum RepositoryPath {
  /// The path without `.`, `..` and empty names; nil where it leads out of the root.
  static func normalized(_ path: String) -> String? { joined("", path) }

  /// A path relative to a folder; nil where it leads out of the root.
  static func joined(_ folder: String, _ path: String) -> String? {
    var parts = folder.split(separator: "/")
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }

  /// The folder that a file or folder stands in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  /// The last name.
  static func name(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return path }
    return String(path[path.index(after: slash)...])
  }

  /// The rest of a path below a folder; nil where it is not below it.
  static func relative(_ path: String, to folder: String) -> String? {
    if folder.isEmpty { return path }
    if path == folder { return "" }
    return path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : nil
  }

  static func isInside(_ path: String, _ folder: String) -> Bool { relative(path, to: folder) != nil }
}
