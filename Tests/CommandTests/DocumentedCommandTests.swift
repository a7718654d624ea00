import Foundation
import TestData
import Testing

@Suite("Documentation")
struct DocumentedCommandTests {
  /// The pages for users: the README and those of docs/, without those of rules.
  static let pages: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: TestData.package.path + "/docs")) ?? []
    return ["README.md"] + names.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
  }()

  /// The blocks of a page behind a line ```` ```sh run ````, or ```` ```sh run=CODE ```` where it ends with that code.
  private static func blocks(of page: String) throws -> [(line: Int, text: String, status: Int32)] {
    let text = try String(contentsOf: TestData.package.appendingPathComponent(page), encoding: .utf8)
    var found: [(Int, String, Int32)] = []
    var open: (line: Int, status: Int32)?
    var lines: [Substring] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if let (start, status) = open, line == "```" {
        found.append((start, lines.joined(separator: "\n"), status))
        (open, lines) = (nil, [])
      } else if open != nil {
        lines.append(line)
      } else if line.hasPrefix("```sh run") {
        open = (number + 1, Int32(line.split(separator: "=").dropFirst().first ?? "0") ?? -1)
      }
    }
    return found
  }

  @Test("every command of a page that can run here does what the page says", arguments: pages)
  func commands(page: String) throws {
    let blocks = try DocumentedCommandTests.blocks(of: page)
    if blocks.isEmpty { return }
    try TestData.withFolder { folder in
      let copy = folder.appendingPathComponent("copy")
      try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
      for name in ["examples", "policies", "docs", "scripts"] {
        try FileManager.default.copyItem(
          at: TestData.package.appendingPathComponent(name), to: copy.appendingPathComponent(name))
      }
      let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
      let environment = [
        "PATH": binaries + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
        "FARGATE_LINT": binaries + "/fargate-lint",
        "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@example.com", "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.com",
      ]
      let begin = "git init -q . && git add . && git commit -q -m examples"
      let shell = URL(fileURLWithPath: "/bin/sh")
      #expect(try Tool.run(shell, ["-c", begin], in: copy, environment: environment).status == 0)
      for block in blocks {
        let run = try Tool.run(shell, ["-euc", block.text], in: copy, environment: environment)
        #expect(run.status == block.status, "\(page):\(block.line)\n\(block.text)\n\(run.output)\(run.errors)")
      }
    }
  }

  @Test("links of a page lead to files that are there", arguments: pages)
  func links(page: String) throws {
    let file = TestData.package.appendingPathComponent(page)
    let text = try String(contentsOf: file, encoding: .utf8)
    for match in text.matches(of: /\]\(([^)#: ]+)(#[^)]*)?\)/) {
      let target = file.deletingLastPathComponent().appendingPathComponent(String(match.1)).standardized
      #expect(FileManager.default.fileExists(atPath: target.path), "\(page) links to \(match.1)")
    }
  }

  @Test("the page of variables and functions is what `fargate-lint rules --vocabulary` prints")
  func vocabulary() throws {
    let page = try String(
      contentsOf: TestData.package.appendingPathComponent("docs/policy-vocabulary.md"), encoding: .utf8)
    #expect(try Tool.run(["rules", "--vocabulary"]).output == page)
  }
}
