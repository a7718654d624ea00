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

  /// Commands that a page names and this test does not run, by how they begin, and why.
  private static let elsewhere = [
    ("scripts/lint ", "builds the package anew, for minutes"),
    ("scripts/test ", "runs this test"),
    ("swift package lint-fargate ", "`PluginTests` and the release of `WhereItRunsTests` run it, in their packages"),
    ("fargate-lint check --watch ", "does not end; `StatisticsTests` watches"),
  ]

  private static func page(_ name: String) throws -> [CodeBlock] {
    let text = try String(contentsOf: TestData.package.appendingPathComponent(name), encoding: .utf8)
    return CodeBlock.all(in: text)
  }

  @Test("every command of a page ends as the page says, or is of a kind that cannot run here", arguments: pages)
  func commands(page: String) throws {
    let blocks = try DocumentedCommandTests.page(page)
    let scripts = blocks.filter { $0.language == "sh" }
    for block in scripts where block.status == nil {
      for line in block.text.split(separator: "\n") {
        let isKnown = DocumentedCommandTests.elsewhere.contains { line.hasPrefix($0.0) }
        #expect(isKnown, "\(page):\(block.line): run it here (`sh run`), or say why it cannot run: \(line)")
      }
    }
    if scripts.allSatisfy({ $0.status == nil }) { return }
    let repository = try DocumentedRepository()
    for block in scripts {
      guard let status = block.status else { continue }
      let run = try repository.run(block.text)
      let said = "\(page):\(block.line)\n\(block.text)\n\(run.output)\(run.errors)"
      #expect(run.status == status, "\(said)")
      // Only the last one may end otherwise than with 0, and with what the page says.
      let last = block.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(run.failed.allSatisfy { $0 == last && status != 0 }, "line \(run.failed) of\n\(said)")
    }
  }

  @Test("what a page shows behind a prompt is what the command prints", arguments: pages)
  func sessions(page: String) throws {
    let sessions = try DocumentedCommandTests.page(page).filter { $0.text.hasPrefix("$ ") }
    if sessions.isEmpty { return }
    let repository = try DocumentedRepository()
    for session in sessions {
      let lines = session.text.split(separator: "\n", maxSplits: 1)
      let run = try repository.run(String(lines[0].dropFirst(2)))
      #expect(run.output == lines[1] + "\n", "\(page):\(session.line)\n\(run.errors)")
    }
  }

  @Test("commands within the text of a page are none that the tool refuses", arguments: pages)
  func mentions(page: String) throws {
    let text = try String(contentsOf: TestData.package.appendingPathComponent(page), encoding: .utf8)
    // Words in capitals stand for what a reader puts there.
    let commands = text.matches(of: /`(fargate-lint [^`\n]+)`/).map { String($0.1) }
      .filter { !$0.contains(/\b[A-Z]{4,}\b/) }
    if commands.isEmpty { return }
    let repository = try DocumentedRepository()
    for command in commands {
      let run = try repository.run(command)
      #expect(run.status == 0 || run.status == 1, "\(page): \(command)\n\(run.errors)")
    }
  }

  @Test("the finding that the README begins with is the one that the tool shows")
  func firstFinding() throws {
    let shown = try #require(try DocumentedCommandTests.page("README.md").first { $0.language.isEmpty })
    let run = try DocumentedRepository().run("fargate-lint examples")
    #expect(run.output.contains(shown.text), "\(run.output)")
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
