import Foundation
import FoundationXML
import TestData
import Testing

@Suite("Reports")
struct ReportFormatTests {
  private static let names = [
    "::error file=x::y.yaml", "new\nline.yaml", "a,b:c.yaml", "50%.yaml", "<script>.yaml", "back\\slash.yaml",
    "tab\t\u{1b}[31m.yaml", "x](1).yaml", "]]>\".yaml", "|`pipe`.yaml",
  ]
  private static let evil = "</script><img src=x>\\n::error::injected ]]> [x](1) %0A | `y` @all"

  private static func pod(_ name: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \"\(name)\"}\nspec:\n  hostPID: true\n"
      + "  containers: [{name: web, image: \"\(name)\"}]\n---\na: [\n---\na: 1\n"
  }

  /// What a format says of files whose names and objects are hostile.
  private static func hostile(_ format: String) throws -> String {
    try TestData.withFolder { folder in
      for name in names { try TestData.write(pod(evil), to: name, in: folder) }
      let run = try Tool.run([".", "--format", format], in: folder)
      #expect(run.status == 1, "\(run.errors)")
      return run.output
    }
  }

  @Test("for GitHub are commands and nothing else, whatever names and objects hold")
  func github() throws {
    for line in try Self.hostile("github").split(separator: "\n") {
      let command = try #require(line.wholeMatch(of: /::(error|warning|notice) ([^:]*)::(.*)/), "\(line)")
      let data = command.3.replacing(/%(25|0D|0A)/, with: "")
      #expect(!data.contains("%"), "\(line)")
      #expect(!line.contains("\r") && !line.contains("\u{1b}"))
      let keys = command.2.split(separator: ",").map { $0.prefix { $0 != "=" } }
      #expect(Set(keys).isSubset(of: ["file", "line", "endLine", "col", "endColumn", "title"]), "\(line)")
    }
  }

  @Test("as XML parse, with every finding once", arguments: ["junit", "checkstyle"])
  func xml(format: String) throws {
    let text = try Self.hostile(format)
    #expect(FoundationXML.XMLParser(data: Data(text.utf8)).parse())
    #expect(text.contains("no-host-pid"))
    #expect(!text.contains("<img"))
  }

  @Test("for GitLab have relative paths, places and fingerprints of their own")
  func gitlab() throws {
    let elements = try #require(
      JSONSerialization.jsonObject(with: Data(try Self.hostile("gitlab").utf8)) as? [[String: Any]])
    #expect(Set(elements.compactMap { $0["fingerprint"] as? String }).count == elements.count)
    for element in elements {
      let location = element["location"] as? [String: Any]
      let path = try #require(location?["path"] as? String)
      #expect(!path.isEmpty && !path.hasPrefix("/") && !path.hasPrefix("./") && !path.contains("\\"))
      #expect(((location?["lines"] as? [String: Any])?["begin"] as? Int ?? 0) > 0)
    }
  }

  @Test("as pages hold names as text")
  func markup() throws {
    let text = try Self.hostile("html")
    #expect(!text.contains("<img"))
    #expect(!text.contains("<script>.yaml"))
    #expect(!text.contains("\u{1b}"))
  }

  @Test("as Markdown hold names as text: in code, or behind a backslash")
  func markdown() throws {
    let text = try Self.hostile("markdown")
    let prose = text.replacing(/`[^`\n]*`/, with: "").replacing("\\<", with: "")
    #expect(text.contains("\\<img"))
    #expect(!prose.contains("<"))
    #expect(!text.contains("\u{1b}"))
  }

  @Test("as pages fetch nothing, and show findings without scripts")
  func page() throws {
    let page = try Self.hostile("html")
    #expect(page.contains("default-src 'none'"))
    #expect(page.matches(of: /(src|href)="(?!data:|#|https:)/).isEmpty)
    #expect(page.contains("class=\"finding error\""))
  }

  @Test("leave out what GitHub would refuse, and say so")
  func limits() throws {
    try TestData.withFolder { folder in
      let pods = (0..<25_010).map { number in
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p\(number)}\nspec: {hostPID: true, containers: []}\n"
      }
      try TestData.write(pods.joined(separator: "---\n"), to: "pods.yaml", in: folder)
      let run = try Tool.run(["pods.yaml", "--select", "no-host-pid", "--format", "sarif"], in: folder)
      #expect(run.errors.contains("10 more findings, the least serious, are left out"))
      let log = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let sarif = try #require((log?["runs"] as? [[String: Any]])?.first)
      #expect((sarif["results"] as? [Any])?.count == 25_000)
      let notifications =
        (sarif["invocations"] as? [[String: Any]])?.first?["toolExecutionNotifications"] as? [[String: Any]]
      let ids = (notifications ?? []).compactMap { ($0["descriptor"] as? [String: Any])?["id"] as? String }
      #expect(ids == ["results-left-out", "results-not-shown"])
    }
  }

  @Test(
    "as SARIF name the checkout, without passwords and without git",
    arguments: [
      ("https://user:x7q9@example.com/org/repo.git?token=x", "https://example.com/org/repo.git"),
      ("git@example.com:org/repo.git", "ssh://git@example.com/org/repo.git"),
      ("/srv/git/repo.git", nil),
    ])
  func provenance(remote: String, uri: String?) throws {
    try TestData.withFolder { folder in
      let commit = String(repeating: "0123456789", count: 4)
      try TestData.write("ref: refs/heads/topic\n", to: ".git/HEAD", in: folder)
      try TestData.write("# pack-refs\n\(commit) refs/heads/topic\n", to: ".git/packed-refs", in: folder)
      try TestData.write("[remote \"origin\"]\n\turl = \(remote)\n", to: ".git/config", in: folder)
      try TestData.write(Self.pod("web"), to: "apps/web.yaml", in: folder)
      let run = try Tool.run(["--format", "sarif"], in: folder.appendingPathComponent("apps"))
      let log = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
      let sarif = try #require((log?["runs"] as? [[String: Any]])?.first)
      let source = (sarif["versionControlProvenance"] as? [[String: Any]])?.first
      #expect(source?["repositoryUri"] as? String == uri)
      #expect(source?["revisionId"] as? String == (uri == nil ? nil : commit))
      #expect(source?["branch"] as? String == (uri == nil ? nil : "topic"))
      let bases = sarif["originalUriBaseIds"] as? [String: [String: Any]]
      #expect(bases?["%SRCROOT%"]?["uri"] as? String == "apps/")
      #expect(!run.output.contains("x7q9"))
      // Annotations go from the root.
      let github = try Tool.run(["--format", "github"], in: folder.appendingPathComponent("apps"))
      #expect(github.output.contains("file=apps/web.yaml,line=5,"))
    }
  }

  @Test(
    "that cannot be written end with exit code 2",
    arguments: [["--output", "/dev/full"], ["--report", "json=/dev/full"]])
  func full(arguments: [String]) throws {
    let run = try Tool.run(["examples"] + arguments)
    #expect(run.status == 2)
    #expect(run.errors.contains("/dev/full"))
  }
}
