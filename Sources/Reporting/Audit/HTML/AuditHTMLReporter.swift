import Fargate
import Linting
import Manifests
import Policies

/// An audit as one page that needs nothing else: its style, its script and all rows are in it.
///
/// All but the long table of workloads can be read without scripts, and that table's first rows.
struct AuditHTMLReporter {
  /// Rows of a table that stand in the page as they are.
  static let listed = 100
  /// Rows of a table that is open from the start.
  static let unfolded = 25
  /// Bars of a chart.
  static let charted = 12

  func write(_ audit: Audit, to out: inout some TextOutputStream) {
    let page = AuditPage(audit)
    let frame = HTMLPage(title: "Fargate audit", sections: page.sections.map { ($0.id, $0.title) })
    frame.writeHead(to: &out)
    out.write(page.tiles.text)
    for section in page.sections {
      out.write(
        ("""
        <section id="\(section.id)" aria-labelledby="\(section.id)-title">
        <h2 id="\(section.id)-title">\(section.title)</h2>
        \(section.body)</section>

        """ as HTML).text)
    }
    out.write("</main>\n<footer>\(HTML("\(page.colophon)").text)</footer>\n")
    AuditRows(audit).write(to: &out)
    frame.writeEnd(script: "audit.js", to: &out)
  }
}
