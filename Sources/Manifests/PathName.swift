/// Arithmetic on names of files, which are bytes.
public enum PathName {
  static let slash = UInt8(ascii: "/")

  /// The absolute path with `.`, `..` and double slashes resolved by name, links not followed.
  public static func absolute(_ path: [UInt8], from folder: [UInt8]) -> [UInt8] {
    let whole = path.first == slash ? path : folder + [slash] + path
    var parts: [ArraySlice<UInt8>] = []
    for part in whole.split(separator: slash) where part != [46] {
      if part == [46, 46] { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.isEmpty ? [slash] : parts.flatMap { [slash] + $0 }
  }

  /// Whether `path` is `folder` or lies below it. Both absolute.
  public static func isInside(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
    if folder == [slash] || path == folder { return true }
    return path.count > folder.count && path.starts(with: folder) && path[folder.count] == slash
  }

  /// The path relative to a folder when it lies below it, else as it is.
  public static func relative(_ path: [UInt8], to folder: [UInt8]) -> [UInt8] {
    guard isInside(path, folder), path != folder else { return path == folder ? [46] : path }
    return Array(path[(folder == [slash] ? 1 : folder.count + 1)...])
  }

  /// The path from a folder to another one, by `..` where it must; both absolute.
  static func way(from folder: [UInt8], to path: [UInt8]) -> [UInt8] {
    let from = folder.split(separator: slash)
    let to = path.split(separator: slash)
    let shared = zip(from, to).prefix { $0 == $1 }.count
    let parts = Array(repeating: [46, 46], count: from.count - shared) + to[shared...].map(Array.init)
    return parts.isEmpty ? [46] : Array(parts.joined(separator: [slash]))
  }

  /// The folder that a path stands in; the root's is itself.
  public static func folder(of path: [UInt8]) -> [UInt8] {
    guard let slash = path.lastIndex(of: slash), slash > 0 else { return [PathName.slash] }
    return Array(path[..<slash])
  }

  public static func last(_ path: [UInt8]) -> ArraySlice<UInt8> { path.split(separator: slash).last ?? [] }

  public static func join(_ folder: [UInt8], _ name: [UInt8]) -> [UInt8] {
    folder == [slash] ? folder + name : folder + [slash] + name
  }

  /// Whether the name ends like a manifest's, and how it is then read.
  static func isManifest(_ name: some Collection<UInt8>) -> Bool {
    let text = String(decoding: name.suffix(5), as: UTF8.self).lowercased()
    return text.hasSuffix(".yaml") || text.hasSuffix(".yml") || text.hasSuffix(".json")
      || last(Array(name)).elementsEqual("Kustomization".utf8)
  }

  static func isJSON(_ name: some Collection<UInt8>) -> Bool {
    String(decoding: name.suffix(5), as: UTF8.self).lowercased() == ".json"
  }
}
