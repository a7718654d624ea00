import Manifests
import YAML

/// One instruction not to report, written in a manifest.
struct Suppression {
  enum Reach {
    /// The line of the comment.
    case line(Int)
    case range(Position, Position)
    case file
    /// What is found of some objects wherever it stands.
    case objects
  }

  /// What is wrong with how it is written.
  enum Mistake {
    /// Neither `disable=` nor `disable-file=`.
    case form
    /// `until=` without a date.
    case date
  }

  /// As written until `called` gives them their names of today.
  private(set) var rules: [String]
  /// Former names among those that were written.
  private(set) var formerNames: [String] = []
  let reach: Reach
  let reason: String?
  let until: CalendarDate?
  let mistake: Mistake?
  let start: Position
  let end: Position
  /// Rules of it that have suppressed something.
  var used: Set<String> = []

  /// Reads `# fargate-lint:disable=RULE,RULE until=DATE -- reason`, and `disable-file`; nil when the comment says
  /// something else.
  init?(_ comment: Comment, in document: borrowing Document) {
    guard let word = comment.text.firstRange(of: "fargate-lint:") else { return nil }
    var rest = comment.text[word.upperBound...]
    guard rest.hasPrefix("disable") else { return nil }
    let isFile = rest.hasPrefix("disable-file=")
    var mistake: Mistake?
    if !isFile, !rest.hasPrefix("disable=") { mistake = .form }
    rest = rest.drop { $0 != "=" && $0 != " " }.dropFirst()
    var reason: String?
    if let dash = rest.firstRange(of: "--") {
      let text = rest[dash.upperBound...].drop { $0 == " " || $0 == "\t" }
      reason = text.isEmpty ? nil : Suppression.trimmed(text)
      rest = rest[..<dash.lowerBound]
    }
    var until: CalendarDate?
    var names: [String] = []
    for field in rest.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "," }) {
      if field.hasPrefix("until=") {
        until = CalendarDate(field.dropFirst(6))
        if until == nil { mistake = .date }
      } else {
        names.append(String(field))
      }
    }
    rules = mistake == .form ? [] : names
    self.mistake = mistake
    self.reason = reason
    self.until = until
    start = comment.start
    end = comment.end
    if isFile {
      reach = .file
    } else if comment.ownsLine {
      guard let range = Suppression.node(behind: comment, in: document) else { return nil }
      reach = .range(range.0, range.1)
    } else {
      reach = .line(comment.start.line)
    }
  }

  /// An annotation `fargate-lint.dev/disable.RULE` covers the object that it stands on.
  init(rule: String, _ note: SuppressionNote, reach: Reach, at place: (Position, Position)) {
    rules = [rule]
    self.reach = reach
    reason = note.reason
    until = note.until
    mistake = note.isDateWrong ? .date : nil
    (start, end) = place
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let last = text.last, last == " " || last == "\t" || last == "\r" { text = text.dropLast() }
    return String(text)
  }

  /// The range of the node that begins behind a comment on its own line.
  private static func node(behind comment: Comment, in document: borrowing Document) -> (Position, Position)? {
    guard let tree = document.tree else { return nil }
    guard let first = tree.firstNode(from: comment.character ?? 0) else { return nil }
    var node = first
    // A block mapping begins where its first key does: unless it is an item or the document, the key is meant.
    while let parent = tree.parent(node), tree.kind(parent) == .mapping, !tree.isKey(node),
      let child = tree.firstChild(of: node)
    {
      node = child
    }
    let value = tree.isKey(node) ? tree.value(ofKey: node) ?? node : node
    return (document.position(of: tree.range(node).lowerBound), document.position(of: tree.range(value).upperBound))
  }

  /// The same with the names of today.
  func called(by names: RuleNames) -> Suppression {
    guard rules.contains(where: names.isFormer) else { return self }
    var result = self
    result.rules = rules.map(names.current)
    result.formerNames = rules.filter(names.isFormer)
    return result
  }

  func covers(_ rule: String, at start: Position) -> Bool {
    guard rules.contains(rule) else { return false }
    switch reach {
    case .file: return true
    case .line(let line): return start.line == line
    case .range(let first, let last): return first <= start && start <= last
    case .objects: return false
    }
  }

  /// Lets it cover a finding, and says whether it does.
  @discardableResult
  func apply(to finding: inout Finding, today: CalendarDate) -> Bool {
    guard covers(finding.rule, at: finding.start), !isExpired(on: today) else { return false }
    finding.suppression = Finding.Suppression(kind: .inSource, justification: reason)
    return true
  }

  func isExpired(on today: CalendarDate) -> Bool { until.map { $0 < today } ?? false }
}

extension [Suppression] {
  /// Adds one, which may be there already, and used or not.
  mutating func merge(_ suppression: Suppression) {
    if let place = firstIndex(where: { $0.start == suppression.start && $0.rules == suppression.rules }) {
      self[place].used.formUnion(suppression.used)
    } else {
      append(suppression)
    }
  }
}
