import CEL
import YAML

/// An offer of a policy to put right what a validation finds.
struct Fix: Sendable {
  let title: String
  let safety: Safety
  let edits: [Edit]

  /// Whether the program behaves as before.
  enum Safety: Sendable {
    case stated(Bool)
    case asked(Program)
  }

  enum Edit: Sendable {
    /// What it gives: an entry or item, or a list of these.
    case remove(Program)
    case set(Program, to: Program)
    case rename(Program, to: Program)
    case insert(Program, path: EditPath, value: Program)
  }

  var programs: [Program] {
    var result = edits.flatMap { edit in
      switch edit {
      case .remove(let target): [target]
      case .set(let target, let other), .rename(let target, let other), .insert(let target, _, let other):
        [target, other]
      }
    }
    if case .asked(let program) = safety { result.append(program) }
    return result
  }
}

/// A fix of one finding: changes of the tree that the finding's expressions have named.
public struct ProposedFix: Sendable {
  public let title: String
  /// Whether the program behaves as before.
  public let isSafe: Bool
  /// The tree of the evaluation that all edits are of.
  public let tree: UInt32
  /// One at least.
  public let edits: [SourceEdit]
}

/// Where an insertion goes: `a.b`, with keys that hold dots in brackets, `a.[b.c/d]`; `-` for behind the items of a list.
struct EditPath: Sendable, Equatable {
  let keys: [String]

  var isAppending: Bool { keys == ["-"] }

  /// nil for what is no path.
  init?(_ text: String) {
    var keys: [String] = []
    var rest = Substring(text)
    while true {
      if rest.first == "[" {
        guard let close = rest.firstIndex(of: "]") else { return nil }
        keys.append(String(rest[rest.index(after: rest.startIndex)..<close]))
        rest = rest[rest.index(after: close)...]
      } else {
        keys.append(String(rest.prefix { $0 != "." }))
        rest = rest.drop { $0 != "." }
      }
      if keys.last?.isEmpty == true { return nil }
      guard let dot = rest.first else { break }
      guard dot == "." else { return nil }
      rest = rest.dropFirst()
    }
    self.keys = keys
  }
}
