import Manifests

/// Who owns the files of a run.
public struct Ownership: Sendable {
  /// nil where the repository does not say.
  private let owners: CodeOwners?
  /// Where the working directory lies in its repository, with `/`; empty at its root.
  private let prefix: String

  public init(_ owners: CodeOwners? = nil, prefix: String = "") {
    self.owners = owners
    self.prefix = prefix
  }

  public var isKnown: Bool { owners != nil }

  /// Separated by blanks, as the repository writes them; nil where nobody owns the file.
  public func owner(of file: FileName) -> String? {
    let path = prefix.isEmpty ? file.bytes : PathName.join(Array(prefix.utf8), file.bytes)
    let found = owners?.owners(of: path) ?? []
    return found.isEmpty ? nil : found.joined(separator: " ")
  }
}
