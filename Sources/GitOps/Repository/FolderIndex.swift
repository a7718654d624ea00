/// The folders of a run, and which of them a path of the repository means.
struct FolderIndex {
  let prefix: String?
  private let files: Set<String>
  /// The files that stand in a folder itself, ascending.
  private let byFolder: [String: [String]]
  /// The folders in a folder itself, ascending.
  private let below: [String: [String]]
  /// Folders by their last name.
  private let byName: [String: [String]]
  /// All folders but the root, ascending.
  let folders: [String]

  enum Match: Equatable {
    case found(String)
    case ambiguous([String])
    case missing
  }

  init(_ view: RepositoryView) {
    prefix = view.prefix.flatMap(RepositoryPath.normalized)
    files = Set(view.files)
    var byFolder: [String: [String]] = [:]
    var below: [String: [String]] = [:]
    var known: Set<String> = [""]
    for file in files.sorted() {
      var folder = RepositoryPath.folder(of: file)
      byFolder[folder, default: []].append(file)
      while known.insert(folder).inserted {
        let parent = RepositoryPath.folder(of: folder)
        below[parent, default: []].append(folder)
        folder = parent
      }
    }
    self.byFolder = byFolder
    self.below = below.mapValues { $0.sorted() }
    folders = known.subtracting([""]).sorted()
    byName = Dictionary(grouping: folders, by: RepositoryPath.name)
  }

  func holds(file: String) -> Bool { files.contains(file) }

  func holds(folder: String) -> Bool { folder.isEmpty || byFolder[folder] != nil || below[folder] != nil }

  /// The files that stand in the folder itself.
  func files(in folder: String) -> [String] { byFolder[folder] ?? [] }

  /// The folders that stand in the folder itself.
  func folders(in folder: String) -> [String] { below[folder] ?? [] }

  /// The kustomization of a folder.
  func kustomization(in folder: String) -> String? {
    FolderIndex.kustomizationNames.lazy.map { folder.isEmpty ? $0 : "\(folder)/\($0)" }.first(where: files.contains)
  }

  func isChart(_ folder: String) -> Bool { files.contains(folder.isEmpty ? "Chart.yaml" : "\(folder)/Chart.yaml") }

  private static let kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"]

  /// The folder that a path of the repository means, when an object of `file` names it.
  ///
  /// Where it is not known where the run lies in its repository: the folder of that very path, else the one that ends
  /// with it, below a folder that holds the object too if there are several.
  func folder(at path: String, for file: String) -> Match {
    guard let path = RepositoryPath.normalized(path) else { return .missing }
    if let prefix {
      guard let folder = RepositoryPath.relative(path, to: prefix), holds(folder: folder) else { return .missing }
      return .found(folder)
    }
    if path.isEmpty { return .missing }
    if holds(folder: path) { return .found(path) }
    let ending = (byName[RepositoryPath.name(of: path)] ?? []).filter { $0.hasSuffix("/\(path)") }
    let near = ending.filter { RepositoryPath.isInside(file, String($0.dropLast(path.count + 1))) }
    let candidates = near.isEmpty ? ending : near
    guard let first = candidates.first else { return .missing }
    return candidates.count == 1 ? .found(first) : .ambiguous(candidates)
  }

  /// The folders of the run that may be the repository's root, for an object of `file`; with what stands before each
  /// path in the repository.
  func roots(for file: String) -> [(folder: String, prefix: String)] {
    if let prefix { return [("", prefix)] }
    var roots: [(folder: String, prefix: String)] = [("", "")]
    var folder = RepositoryPath.folder(of: file)
    while !folder.isEmpty {
      roots.append((folder, ""))
      folder = RepositoryPath.folder(of: folder)
    }
    return roots
  }
}
