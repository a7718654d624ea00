import Foundation
import TestData
import Testing

@Suite("Pages of an audit")
struct AuditPageTests {
  private static let hostile = "</script><img src=x onerror=alert(1)>|`*_"

  private static let files = [
    ".github/CODEOWNERS": "* @all & @more\n/apps/deep/ @deep\n",
    "apps/a.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: "\(hostile)"
      namespace: "a&b\u{202e}bold"
    spec:
      replicas: 3
      selector: {matchLabels: {app: "<i>"}}
      template:
        metadata: {labels: {app: "<i>"}}
        spec: {hostPID: true, containers: [{name: a, image: a}]}

    """,
    "apps/deep/b.yaml": """
    apiVersion: v1
    kind: Pod
    metadata: {name: quiet, namespace: free, labels: {app: quiet}}
    spec: {hostIPC: true, containers: [{name: a, image: a}]}

    """,
    "cluster.yaml": """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: "<u>prod", region: us-east-1}

    """,
  ]

  private static func page(_ arguments: [String]) throws -> String {
    try TestData.withFolder { folder in
      for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      try TestData.write("", to: ".git/HEAD", in: folder)
      let run = try Tool.run(["audit", "."] + arguments, in: folder)
      #expect(run.status == 0, "\(run.errors)")
      guard let name = arguments.last, name.hasSuffix(".html") else { return run.output }
      return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }
  }

  /// What stands between the tags of an element's id.
  private static func data(of page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "<script type=\"application/json\" id=\"data\">"))
    let end = try #require(page[start.upperBound...].range(of: "</script>"))
    let text = page[start.upperBound..<end.lowerBound]
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("hold names as text, whatever they say", arguments: [["--format", "html"], ["--output", "page.html"]])
  func escaping(arguments: [String]) throws {
    let page = try Self.page(arguments)
    for tag in ["<img", "<b>", "<i>", "<u>", "\u{202e}"] { #expect(!page.contains(tag), "\(tag)") }
    #expect(page.contains("&lt;u&gt;prod"))
    #expect(page.contains("a&amp;b\\u{202e}bold"))
    #expect(page.components(separatedBy: "<script").count == page.components(separatedBy: "</script>").count)
  }

  @Test("hold every row as data, with owner and plan")
  func rows() throws {
    let data = try Self.data(of: Self.page(["--format", "html"]))
    let texts = try #require(data["texts"] as? [String])
    let rows = try #require(data["rows"] as? [[Any]])
    #expect(rows.count == 2)
    #expect(rows.compactMap { ($0[2] as? Int).map { texts[$0] } } == [Self.hostile, "quiet"])
    #expect(rows.compactMap { ($0[9] as? Int).map { texts[$0] } } == ["@all & @more", "@deep"])
    #expect(rows.compactMap { ($0[10] as? Int).map { texts[$0] } } == ["stays", "stays"])
    let why = rows.compactMap { ($0.last as? Int).map { texts[$0] } }
    #expect(why.first?.hasPrefix("no-host-pid: ") == true)
    #expect(why.last?.hasSuffix("(apps/deep/b.yaml:4)") == true)
  }

  @Test("ask for nothing but themselves")
  func alone() throws {
    let page = try Self.page(["--format", "html"])
    #expect(page.contains("default-src 'none'"))
    for word in ["http:", "https:", "<script src", "@import", "url("] { #expect(!page.contains(word), "\(word)") }
  }

  @Test("can be read without scripts: sums, charts, blockers by owner and the first rows")
  func plain() throws {
    let page = try Self.page(["--format", "html"])
    let head = try #require(page.range(of: "<script")).lowerBound
    let text = page[..<head]
    for part in ["<svg", "no-host-pid", "@deep", "Pod/quiet", "something stands in the way"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("in Markdown keep their tables, whatever names say")
  func markdown() throws {
    let page = try Self.page(["--format", "markdown"])
    var heads: Int?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        heads = nil
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(cells == heads ?? cells, "\(line)")
      heads = cells
    }
    #expect(page.contains("\\@all"))
    #expect(!page.replacing("\\<", with: "").contains("<img"))
  }
}
