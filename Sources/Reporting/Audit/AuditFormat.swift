import Linting

/// The formats of `audit --format`.
public enum AuditFormat: String, CaseIterable, Sendable {
  case text, json, markdown, html

  /// Writes an audit; text is for `console` to shape.
  public func write(_ audit: Audit, console: TextReporter, to out: inout some TextOutputStream) {
    switch self {
    case .text: AuditTextReporter(console: console).write(audit, to: &out)
    case .json: AuditJSONReporter().write(audit, to: &out)
    case .markdown: AuditMarkdownReporter().write(audit, to: &out)
    case .html: AuditHTMLReporter().write(audit, to: &out)
    }
  }
}
