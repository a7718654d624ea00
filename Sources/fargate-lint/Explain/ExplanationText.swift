import CEL
import Reporting
import YAML

/// An explanation as lines of text: each part with its value, where that was read, and what was not there.
struct ExplanationText {
  /// The one that made the values.
  let evaluation: Evaluation
  let style: Style

  /// - Parameter place: `FILE:LINE:COLUMN` of a node of a manifest; nil for other nodes.
  func lines(_ root: Explanation.Part, place: (Evaluation.Written) -> String?) -> [String] {
    var rows: [Row] = []
    add(root, first: "", rest: "", place, to: &rows)
    let width = min(rows.map(\.width).max() ?? 0, ExplanationText.width)
    return rows.map { line($0, width) }
  }

  /// Characters that the text of a part may take, with the lines of the tree before it.
  private static let width = 64
  /// Characters that the text of the whole may take.
  private static let wholeWidth = 200

  private struct Row {
    let branch: String
    let text: String
    let rest: String

    var width: Int { branch.count + text.count }
  }

  private func add(
    _ part: Explanation.Part, first: String, rest: String, _ place: (Evaluation.Written) -> String?,
    to rows: inout [Row]
  ) {
    let room = first.isEmpty ? ExplanationText.wholeWidth : max(ExplanationText.width - first.count, 20)
    let text = part.text.count > room ? part.text.prefix(room - 1) + "…" : part.text
    rows.append(Row(branch: first, text: text.shownOnTerminal, rest: said(of: part, place)))
    for (index, inner) in part.parts.enumerated() {
      let isLast = index == part.parts.count - 1
      add(inner, first: rest + (isLast ? "└─ " : "├─ "), rest: rest + (isLast ? "   " : "│  "), place, to: &rows)
    }
  }

  private func line(_ row: Row, _ width: Int) -> String {
    let padding = String(repeating: " ", count: max(0, width - row.width))
    return style.paint(row.branch, .frame) + row.text + padding + "  " + row.rest
  }

  // MARK: Values

  private func said(of part: Explanation.Part, _ place: (Evaluation.Written) -> String?) -> String {
    guard let value = part.value else { return style.paint("not evaluated", .quiet) }
    var words = [shown(value, part)]
    if let place = part.origin.flatMap(evaluation.written).flatMap(place) {
      words.append(style.paint(place.shownOnTerminal, .frame))
    }
    switch part.note {
    case .missing(let missing)?: words.append(missing.text(in: evaluation).shownOnTerminal)
    case .round(let number, let count, let isDeciding)?:
      words.append("item \(number) of \(count)\(isDeciding ? ", which decides" : "")")
    case nil: break
    }
    return words.joined(separator: "  ")
  }

  private func shown(_ value: Value, _ part: Explanation.Part) -> String {
    switch value {
    case .bool(true): style.paint("true", .good)
    case .bool(false): style.paint("false", .bad)
    case .error(let error):
      style.paint(
        part.note != nil || part.inheritsError ? "error" : "error: \(error.message.shownOnTerminal)", .error)
    case .unknown(let node):
      style.paint(part.parts.contains(where: isUnknown) ? "unknown" : "unknown: \(reason(node))", .error)
    default: evaluation.summary(value).shownOnTerminal
    }
  }

  private func isUnknown(_ part: Explanation.Part) -> Bool {
    if case .unknown? = part.value { return true }
    return part.parts.contains(where: isUnknown)
  }

  private func reason(_ node: NodeRef) -> String {
    guard evaluation.tree(node).isPlaceholder(node.node) else { return "only the cluster knows it" }
    return "\(evaluation.text(.unknown(node)).shownOnTerminal) is substituted later"
  }
}

extension Explanation.Missing {
  /// What is missing, and what is there instead.
  func text(in evaluation: Evaluation) -> String {
    if isNull { return "`\(field)` is null here, which counts as absent" }
    let fields = evaluation.elements(of: owner).map { evaluation.text($0) }
    guard !fields.isEmpty else { return "`\(field)` is not here; the map is empty" }
    let nearest = Spelling.nearest(to: field, among: fields.sorted()).map { "; did you mean `\($0)`?" }
    let more = fields.count > 8 ? ", … \(fields.count) in all" : ""
    return
      "`\(field)` is not here\(nearest ?? ";") the fields here are \(fields.prefix(8).joined(separator: ", "))\(more)"
  }
}
