import CEL
import Linting
import Manifests
import Policies
import Reporting
import YAML

/// What a rule says of a subject, as lines of text.
struct VerdictText {
  let rule: Rule
  /// The one that judged.
  let evaluation: Evaluation
  let file: FileName
  let suppressions: FileSuppressions
  let style: Style

  /// - Parameter place: where a verdict stands that names no place of its own.
  /// - Returns: the lines, and whether they are a finding that counts.
  func lines(_ verdict: Verdict, elseAt place: NodeID, _ document: borrowing Document) -> (
    lines: [String], counts: Bool
  ) {
    switch verdict {
    case .violation(let found):
      return violation(
        "\(found.severity.rawValue)[\(rule.description.name)]", found.message,
        start(of: found.place, else: place, document))
    case .notice(let own, let message): return notice(message, start(of: own, else: place, document))
    case .failure(let own, let error): return notice(error.message, start(of: own, else: place, document))
    case .unknown(let own):
      let isLater = evaluation.tree(own).isPlaceholder(own.node)
      let reason =
        isLater ? "it rests on a value that is substituted later" : "it rests on what only the cluster knows"
      return notice(reason, start(of: own, else: place, document))
    }
  }

  private func start(of own: NodeRef?, else place: NodeID, _ document: borrowing Document) -> Position {
    let written = own.flatMap { evaluation.written($0) }
    return document.place(of: written?.node.node ?? place, part: written?.part).start
  }

  private func violation(_ label: String, _ message: String, _ start: Position) -> ([String], Bool) {
    let said = "\(file.text):\(start.line):\(start.column): \(message)".shownOnTerminal
    guard let suppression = suppressions.suppression(of: rule.description, at: start) else {
      return (["\(style.paint(label, .error)) \(said)"], true)
    }
    let reason = suppression.reason.map { ": \($0)" } ?? ", which gives no reason"
    return (["suppressed \(label) \(said)", "  by line \(suppression.line)\(reason.shownOnTerminal)"], false)
  }

  private func notice(_ message: String, _ start: Position) -> ([String], Bool) {
    (["no finding, but a notice: \("\(file.text):\(start.line): \(message)".shownOnTerminal)"], false)
  }
}
