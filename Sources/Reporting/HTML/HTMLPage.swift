/// The frame of a page that needs nothing else: its style and its scripts are in it, and it may fetch nothing.
struct HTMLPage {
  let title: String
  /// What the head of the page leads to: anchors and their names.
  let sections: [(id: String, title: String)]

  func writeHead(to out: inout some TextOutputStream) {
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
      <title>\(title)</title>
      <style>
      \(HTMLPage.embedded("page.css"))</style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>
      <nav aria-label="Sections">
      \(sections.map { "<a href=\"#\($0.id)\">\($0.title)</a>\n" })<button type="button" id="theme" hidden>Dark</button>
      </nav>
      </header>
      <main>

      """ as HTML).text)
  }

  /// - Parameter script: the name of the page's own.
  func writeEnd(script: String, to out: inout some TextOutputStream) {
    for name in ["page.js", script] { out.write("<script>\n\(HTMLPage.embedded(name).text)</script>\n") }
    out.write("</body>\n</html>\n")
  }

  /// - Parameter value: what is counted.
  static func tiles(_ tiles: [(label: String, value: String, note: String)]) -> HTML {
    let items = tiles.map { tile -> HTML in
      "<li><span>\(tile.label)</span><strong>\(tile.value)</strong><small>\(tile.note)</small></li>\n"
    }
    return "<ul class=\"tiles\">\n\(items)</ul>\n"
  }

  /// - Parameter heads: of columns; `#` in front: of numbers.
  static func table(_ heads: [String], _ rows: [HTML], id: String? = nil) -> HTML {
    let cells = heads.map { head -> HTML in
      head.hasPrefix("#")
        ? "<th scope=\"col\" class=\"n\">\(String(head.dropFirst()))</th>" : "<th scope=\"col\">\(head)</th>"
    }
    let name: HTML = id.map { " id=\"\($0)\"" } ?? ""
    return """
      <div class="table" tabindex="0" role="region" aria-label="table"><table\(name)>
      <thead><tr>\(cells)</tr></thead>
      <tbody>
      \(rows)</tbody></table></div>
      """
  }

  static func badge(_ word: String) -> HTML { "<span class=\"badge \(word)\">\(word)</span>" }

  private static func embedded(_ name: String) -> HTML {
    .trusted(EmbeddedFiles.all.first { $0.name == name }?.text ?? "")
  }
}
