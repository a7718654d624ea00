import Foundation
import TestData
import Testing

@Suite("Completions")
struct CompletionTests {
  /// A call, and what is offered or written when Tab is pressed behind it.
  static let calls: [(call: String, offered: String)] = [
    ("fargate-lint expl", "explain"), ("fargate-lint check --form", "--format"),
    ("fargate-lint check --fail-on e", "error"), ("fargate-lint --color alw", "always"),
    ("fargate-lint explain no-host-po", "no-host-port"),
    ("fargate-lint check --select no-gpu,no-host-po", "no-host-port"),
    ("fargate-lint completions z", "zsh"), ("fargate-lint check READ", "README.md"),
    ("fargate-lint merge --out", "--output"),
  ]

  /// Runs a shell; nil where it is not installed.
  private func run(_ shell: String, _ arguments: [String]) throws -> Tool? {
    let path = ["/usr/bin/\(shell)", "/bin/\(shell)", "/usr/local/bin/\(shell)"].first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
    guard let path else { return nil }
    return try Tool.run(URL(fileURLWithPath: path), arguments, in: TestData.package)
  }

  private func withScript<Result>(for shell: String, _ body: (String) throws -> Result) throws -> Result {
    try TestData.withFolder { folder in
      let made = try Tool.run(["completions", shell])
      #expect(made.status == 0, "\(made.errors)")
      try TestData.write(made.output, to: "completions", in: folder)
      return try body(folder.appendingPathComponent("completions").path)
    }
  }

  @Test("work in bash", arguments: calls)
  func bash(call: String, offered: String) throws {
    try withScript(for: "bash") { script in
      let ask =
        "source \(script); COMP_WORDS=(\(call)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fargate_lint; printf '%s\\n' \"${COMPREPLY[@]}\""
      let answer = try #require(try run("bash", ["--norc", "-c", ask]))
      #expect(answer.errors == "")
      #expect(
        answer.output.split(separator: "\n").contains { $0 == offered || $0.hasSuffix("," + offered) },
        "\(answer.output)")
    }
  }

  @Test("work in fish, where it is installed", arguments: calls)
  func fish(call: String, offered: String) throws {
    try withScript(for: "fish") { script in
      guard let answer = try run("fish", ["--no-config", "-c", "source \(script); complete -C '\(call)'"]) else {
        return
      }
      #expect(answer.errors == "")
      let words = answer.output.split(separator: "\n").map { $0.prefix { $0 != "\t" } }
      #expect(words.contains { $0 == offered || $0.hasSuffix("," + offered) }, "\(answer.output)")
    }
  }

  @Test("work in zsh, where it is installed", arguments: calls)
  func zsh(call: String, offered: String) throws {
    try withScript(for: "zsh") { script in
      let driver = TestData.package.appendingPathComponent("Tests/Data/completions/complete.zsh").path
      guard let answer = try run("zsh", ["-f", driver, script, call]) else { return }
      #expect(answer.output.contains(offered), "\(answer.output)")
    }
  }

  @Test("are not made for other shells")
  func unknown() throws {
    let run = try Tool.run(["completions", "tcsh"])
    #expect(run.status == 2)
    #expect(run.errors.contains("bash, zsh and fish"))
  }

  @Test("the manual page names every command, and groff has nothing to say of it where it is installed")
  func manual() throws {
    let page = try Tool.run(["man"])
    let help = try Tool.run(["--help"]).output
    let commands = help.split(separator: "\n").filter { $0.hasPrefix("  ") }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(commands.count > 8)
    for command in commands {
      #expect(page.output.contains(".SS \(command.replacing("-", with: "\\-"))"), "\(command)")
    }
    try TestData.withFolder { folder in
      try TestData.write(page.output, to: "page.1", in: folder)
      guard let check = try run("groff", ["-ww", "-man", "-Tutf8", "-z", folder.appendingPathComponent("page.1").path])
      else { return }
      #expect(check.errors == "")
    }
  }
}
