import YAML

/// The repository of a run, as all readers see it.
struct Repository {
  let view: RepositoryView
  let folders: FolderIndex
  let remotes: Remotes

  init(_ view: RepositoryView) {
    self.view = view
    folders = FolderIndex(view)
    remotes = Remotes(view.remotes)
  }

  /// The roots of a file's documents.
  func documents(_ file: String) -> [Place]? {
    view.documents(file)?.compactMap { tree in tree.root.map { Place(file: file, tree: tree, node: $0) } }
  }
}
