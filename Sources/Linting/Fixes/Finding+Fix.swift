import Manifests
import YAML

extension Finding {
  /// What can be done about a finding: text of one file that gives way to other text.
  ///
  /// It is shown to change nothing but what the policy names: the edited document was read again.
  public final class Fix: Sendable {
    public let title: String
    /// Whether the program behaves as before.
    public let isSafe: Bool
    /// Mostly the finding's own.
    public let file: FileName
    /// In the order of the text, none meeting another.
    public let replacements: [Replacement]

    public init(title: String, isSafe: Bool, file: FileName, replacements: [Replacement]) {
      self.title = title
      self.isSafe = isSafe
      self.file = file
      self.replacements = replacements
    }
  }

  /// A fix as a policy proposes it, before anybody knows whether it can be written.
  final class FixOffer: Sendable {
    let title: String
    let isSafe: Bool
    let place: WrittenDocument
    let edits: [SourceEdit]

    init(title: String, isSafe: Bool, place: WrittenDocument, edits: [SourceEdit]) {
      self.title = title
      self.isSafe = isSafe
      self.place = place
      self.edits = edits
    }
  }

  /// One word in a finding, as most have none.
  enum Remedy: Sendable {
    case offered(FixOffer)
    case made(Fix)
  }
}

/// A document of a file, which can be read again.
struct WrittenDocument: Sendable, Hashable {
  let file: FileName
  let chunk: ChunkAddress
}
