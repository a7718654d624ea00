import YAML

/// What may be seen of the repository besides the objects: a few values and two ways to read.
public struct RepositoryView: Sendable {
  /// The paths of all files of the run, relative to its root, with `/`.
  public let files: [String]
  /// Where the run's root lies in its repository: empty for the repository's own root, nil where nobody knows.
  ///
  /// Where it is not known, a path also means the folder that ends like it.
  public let prefix: String?
  /// The URLs of this repository's remotes; without any, a path that exists is one of this repository.
  public let remotes: [String]
  /// The documents of a file; nil when it cannot be read.
  public let documents: @Sendable (_ file: String) -> [Tree]?
  /// The text of a file that is no YAML, such as `.sourceignore`; nil when there is none.
  public let text: @Sendable (_ file: String) -> String?

  public init(
    files: [String], prefix: String? = nil, remotes: [String] = [],
    documents: @escaping @Sendable (_ file: String) -> [Tree]?,
    text: @escaping @Sendable (_ file: String) -> String? = { _ in nil }
  ) {
    self.files = files
    self.prefix = prefix
    self.remotes = remotes
    self.documents = documents
    self.text = text
  }
}
