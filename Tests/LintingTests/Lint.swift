import Fargate
import Linting
import Policies
import Testing

/// Lints texts in memory with the bundled policies.
func lint(
  _ files: [(name: String, text: String)], select: [String] = [], detail: VerdictDetail = .findings
) throws -> Report {
  let tables = try LintTables.bundled()
  let vocabulary = tables.vocabulary
  var loader = PolicyLoader(vocabulary: vocabulary)
  loader.addBundled(withTests: false)
  var selection = RuleSet.Selection()
  selection.select = select
  // Tests write Pods for short.
  if select.isEmpty { selection.ignore = ["bare-pod", "no-requests"] }
  let rules = try RuleSet(loader.rules, selection)
  var options = LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1))
  options.detail = detail
  return Linter(rules: rules, options: options, vocabulary: vocabulary, tables: tables).report(on: files)
}

extension Report {
  /// `LINE:COLUMN RULE`, with `(suppressed)` behind what is.
  var lines: [String] {
    findings.map { "\($0.start.line):\($0.start.column) \($0.rule)\($0.suppression == nil ? "" : " (suppressed)")" }
  }

  /// `FILE:LINE:COLUMN RULE`, with `(suppressed)` behind what is.
  var places: [String] { zip(findings, lines).map { "\($0.file.text):\($1)" } }

  /// `FILE:LINE:COLUMN MESSAGE` of what findings are related to.
  var related: [String] {
    findings.flatMap(\.related).map { "\($0.file.text):\($0.start.line):\($0.start.column) \($0.message)" }
  }

  /// `FILE:LINE KIND`, the line where there is one.
  var said: [String] {
    notices.map { "\($0.file.text)\($0.line.map { ":\($0)" } ?? "") \($0.kind.rawValue)" }
  }
}
