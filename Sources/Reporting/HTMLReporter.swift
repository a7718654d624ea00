import Linting
import Manifests
import Policies

/// A report as one page that needs nothing else, for people who have no terminal at hand.
///
/// All of it can be read without scripts; these only search and filter. It lists so many findings, the most serious,
/// that a browser stays quick, and says how many more there are.
public struct HTMLReporter: Reporter {
  /// The bytes of a file for the lines that findings speak of; nil where they cannot be had again.
  private let source: @Sendable (FileName) -> [UInt8]?

  public init(source: @escaping @Sendable (FileName) -> [UInt8]?) { self.source = source }

  /// Findings that a page lists.
  static let listed = 10_000
  /// Places of one kind of notice.
  private static let places = 100

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let chosen = MostSerious(of: report.findings, atMost: HTMLReporter.listed)
    let rules = FoundRules(chosen.findings, report)
    let groups = NoticeGroup.groups(report.notices)
    let page = HTMLPage(
      title: "Fargate lint",
      sections: [("rules", "Rules"), ("findings", "Findings"), ("notices", "Not checked")])
    page.writeHead(to: &out)
    out.write(tiles(report.summary).text)
    out.write(rules.section.text)
    out.write("<section id=\"findings\" aria-labelledby=\"findings-title\">\n<h2 id=\"findings-title\">Findings</h2>\n")
    if chosen.findings.isEmpty { out.write("<p>None.</p>\n") } else { out.write(controls.text) }
    for omission in omissions(in: report) { out.write(HTML("<p>\(omission).</p>\n").text) }
    for (file, findings) in FindingsByFile(chosen.findings) {
      let lines = source(file).map { SourceLines($0) }
      out.write(HTML("<article class=\"file\">\n<h3>\(file.text)</h3>\n<ol>\n").text)
      for finding in findings { out.write(item(finding, lines, rules).text) }
      out.write("</ol>\n</article>\n")
    }
    out.write("</section>\n")
    out.write(notices(groups).text)
    out.write(HTML("</main>\n<footer>fargate-lint \(report.version), preset \(report.preset).</footer>\n").text)
    page.writeEnd(script: "report.js", to: &out)
  }

  public func omissions(in report: Report) -> [String] {
    let leftOut = MostSerious(of: report.findings, atMost: HTMLReporter.listed).leftOut
    return leftOut > 0
      ? ["\(AuditText.count(leftOut, "more finding")), the least serious, are counted but not listed"] : []
  }

  // MARK: Parts

  private func tiles(_ summary: Report.Summary) -> HTML {
    let tiles: [(String, Int, String)] = [
      ("Errors", summary.errors, "pods do not start, or not as meant"),
      ("Warnings", summary.warnings, "works today, at a risk or a price"),
      ("Notes", summary.notes, "good to know"),
      ("Suppressed", summary.suppressed, "somebody decided so"),
      ("In the baseline", summary.baselined, "known before"),
      ("Workloads", summary.workloads, "in \(summary.documents.counting("document"))"),
      ("Files", summary.files, "\(AuditText.grouped(summary.skipped)) skipped"),
    ]
    return HTMLPage.tiles(tiles.map { ($0, AuditText.grouped($1), $2) })
  }

  private var controls: HTML {
    """
    <div id="controls" hidden>
    <label>Search <input id="search" type="search" placeholder="file, object, rule, message" autocomplete="off" \
    spellcheck="false"></label>
    <label>Show <select id="severity"><option value="">all</option><option value="error">errors</option>\
    <option value="warning">warnings</option><option value="note">notes</option>\
    <option value="suppressed">suppressed</option></select></label>
    <output id="shown" aria-live="polite"></output>
    </div>

    """
  }

  private func item(_ finding: Finding, _ lines: SourceLines?, _ rules: FoundRules) -> HTML {
    let state = finding.suppression == nil ? finding.severity.rawValue : "suppressed"
    let rule: HTML =
      rules.anchor(finding.rule).map { "<a href=\"#\($0)\"><code>\(finding.rule)</code></a>" }
      ?? "<code>\(finding.rule)</code>"
    var html: HTML = """
      <li class="finding \(state)">
      <p>\(HTMLPage.badge(state)) <strong>\(finding.shownMessage)</strong></p>
      <p><small>line \(finding.start.line), column \(finding.start.column) · \(rule)\
      \(finding.resource.map { " · \($0.shown)" } ?? "")</small></p>

      """
    if let frame = lines?.frame(from: finding.start, to: finding.end) {
      html += "<pre>\(frame.line)\n\(frame.carets)</pre>\n"
    }
    for related in finding.related { html += "<p><small>\(related.place): \(related.message)</small></p>\n" }
    if let placement = finding.placement {
      html += "<p><small>Placement: \(placement.status), \(placement.reason)</small></p>\n"
    }
    if let reason = finding.suppression?.justification { html += "<p><small>Suppressed: \(reason)</small></p>\n" }
    return "\(html)</li>\n"
  }

  private func notices(_ groups: [NoticeGroup]) -> HTML {
    let parts = groups.map { group -> HTML in
      let rows = group.notices.prefix(HTMLReporter.places).map { notice -> HTML in
        let line = notice.line.map { ":\($0)" } ?? ""
        return "<tr><td>\(notice.file.text)\(line)</td><td>\(notice.rule ?? "")</td><td>\(notice.message)</td></tr>\n"
      }
      let more = group.notices.count - rows.count
      let rest: HTML = more > 0 ? "<p>\(AuditText.grouped(more)) more; the JSON report has all.</p>\n" : ""
      return """
        <details><summary>\(AuditText.grouped(group.notices.count)) × \(group.kind.rawValue)</summary>
        \(HTMLPage.table(["Place", "Rule", "Says"], rows))
        \(rest)</details>

        """
    }
    let none: HTML = groups.isEmpty ? "<p>Nothing was left out.</p>\n" : ""
    return """
      <section id="notices" aria-labelledby="notices-title">
      <h2 id="notices-title">Not checked, or not decided</h2>
      \(parts)\(none)</section>

      """
  }
}

/// The rules that a page's findings are of.
private struct FoundRules {
  private let rows: [(rule: RuleDescription, count: Int)]
  private let anchors: [String: String]

  init(_ findings: [Finding], _ report: Report) {
    var counts: [String: Int] = [:]
    for finding in findings { counts[finding.rule, default: 0] += 1 }
    rows = report.rules.compactMap { rule in counts[rule.name].map { (rule, $0) } }
      .sorted { ($1.rule.severity, $1.count, $0.rule.name) < ($0.rule.severity, $0.count, $1.rule.name) }
    anchors = Dictionary(
      rows.enumerated().map { ($1.rule.name, "rule-\($0 + 1)") }, uniquingKeysWith: { first, _ in first })
  }

  /// The id of what the page says of a rule.
  func anchor(_ rule: String) -> String? { anchors[rule] }

  var section: HTML {
    let lines = rows.map { rule, count -> HTML in
      """
      <tr id="\(anchors[rule.name] ?? "")"><td>\(HTMLPage.badge(rule.severity.rawValue))</td>\
      <td><a href="\(rule.helpURI)" rel="noreferrer"><code>\(rule.name)</code></a></td>\
      <td class="n">\(AuditText.grouped(count))</td>\
      <td class="prose"><p><strong>\(MarkdownText(rule.title).inline)</strong></p>\(MarkdownText(rule.description).html)</td>\
      <td class="prose">\(MarkdownText(rule.remediation).html)</td></tr>

      """
    }
    let table: HTML =
      rows.isEmpty
      ? "<p>No rule has found anything.</p>"
      : HTMLPage.table(["Severity", "Rule", "#Findings", "Says", "What to do"], lines)
    return """
      <section id="rules" aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      \(table)
      </section>

      """
  }
}
