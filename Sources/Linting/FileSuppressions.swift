import Policies
import YAML

/// The suppressions of one file, for telling which of them covers a finding.
public struct FileSuppressions {
  private var all: [Suppression] = []
  private let today: CalendarDate

  public init(today: CalendarDate) { self.today = today }

  /// Adds those of a document. A document's comments may cover the whole file.
  public mutating func collect(from document: borrowing Document) { FileChecker.collect(from: document, &all) }

  /// What keeps a finding of the rule at a place from counting: the line where that is written, and the reason given.
  public func suppression(of rule: RuleDescription, at start: Position) -> (line: Int, reason: String?)? {
    let names = [rule.name] + rule.aliases
    return all.first { suppression in
      names.contains { suppression.covers($0, at: start) } && !suppression.isExpired(on: today)
    }.map { ($0.start.line, $0.reason) }
  }
}
