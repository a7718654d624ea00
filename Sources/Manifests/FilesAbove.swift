/// Files of one name, looked for in a folder and in those above it, up to the home of the folder.
///
/// The home is the repository's root: the nearest folder with a `.git`. Outside of repositories it is the working
/// directory for what lies below it, else the path that the user gave. Each folder is looked at once.
public struct FilesAbove {
  private let name: [UInt8]
  /// Where looking ends outside of repositories.
  private let tops: Set<[UInt8]>
  private var found: [FileName: [[UInt8]]] = [:]
  private var repositories: [FileName: [UInt8]?] = [:]

  /// - Parameter folders: the folders that the user gave, absolute.
  public init(name: String, folders: [[UInt8]], workingDirectory: [UInt8]) {
    self.name = Array(name.utf8)
    let tops = Set(folders.map { PathName.isInside($0, workingDirectory) ? workingDirectory : $0 })
    self.tops = tops.filter { top in !tops.contains { $0 != top && PathName.isInside(top, $0) } }
  }

  /// The absolute paths of the files that hold for a folder, the outermost first.
  public mutating func paths(for folder: [UInt8]) -> [[UInt8]] {
    if let known = found[FileName(bytes: folder)] { return known }
    var result = isHome(folder) ? [] : paths(for: PathName.folder(of: folder))
    let file = PathName.join(folder, name)
    if System.kind(file) != nil { result.append(file) }
    found[FileName(bytes: folder)] = result
    return result
  }

  public mutating func home(of folder: [UInt8]) -> [UInt8] {
    var home = folder
    while !isHome(home) { home = PathName.folder(of: home) }
    return home
  }

  private mutating func isHome(_ folder: [UInt8]) -> Bool {
    if let repository = repository(of: folder) { return repository == folder }
    return folder.count == 1 || tops.contains(folder)
  }

  private mutating func repository(of folder: [UInt8]) -> [UInt8]? {
    if let known = repositories[FileName(bytes: folder)] { return known }
    var result: [UInt8]?
    if System.kind(PathName.join(folder, Array(".git".utf8))) != nil {
      result = folder
    } else if folder.count > 1 {
      result = repository(of: PathName.folder(of: folder))
    }
    repositories[FileName(bytes: folder)] = .some(result)
    return result
  }
}
