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
    out.write(
      ("""
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
      <meta name="color-scheme" content="light dark">
      <link rel="icon" href="data:,">
      <title>Fargate audit</title>
      <style>
      \(AuditHTMLReporter.embedded("audit.css"))</style>
      </head>
      <body>
      <header>
      <h1>Fargate audit</h1>
      <nav aria-label="Sections">
      \(page.sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>\n" })<button type="button" id="theme" hidden>Dark</button>
      </nav>
      </header>
      <main>

      """ as HTML).text)
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
    out.write("<script>\n\(AuditHTMLReporter.embedded("audit.js").text)</script>\n</body>\n</html>\n")
  }

  private static func embedded(_ name: String) -> HTML {
    .trusted(EmbeddedFiles.all.first { $0.name == name }?.text ?? "")
  }
}
