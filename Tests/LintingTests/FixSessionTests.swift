import Manifests
import Testing
import YAML

@testable import Linting

@Suite("A session of fixes")
struct FixSessionTests {
  /// A rule for each word of a file: what ends in `!` is a finding whose fix takes the line away, and where no line says
  /// `guard!` any more there is a finding without a fix. The fix of `stuck!` leaves it as it is.
  private static func report(_ files: [String: String]) -> Report {
    var findings: [Finding] = []
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      let lines = text.split(separator: "\n").map(String.init)
      for (number, line) in lines.enumerated() where line.hasSuffix("!") {
        let start = Position(line: number + 1, column: 1)
        let end = line == "stuck!" ? start : Position(line: number + 2, column: 1)
        let replacement = Replacement(start: start, end: end, text: line == "stuck!" ? "# tried\n" : "")
        let fix = Finding.Fix(
          title: "Remove", isSafe: line != "unsafe!", file: FileName(name), replacements: [replacement])
        findings.append(finding(line, name, start, fix))
      }
      if text.contains("guarded"), !text.contains("guard!") {
        findings.append(finding("unguarded", name, Position(line: 1, column: 1), nil))
      }
    }
    return Report(
      version: "", preset: "", rules: [], summary: Report.Summary(), findings: findings, notices: [])
  }

  private static func finding(_ rule: String, _ file: String, _ start: Position, _ fix: Finding.Fix?) -> Finding {
    Finding(
      rule: rule, category: "", severity: .error, message: "found", file: FileName(file), start: start, end: start,
      pointer: nil, document: 0, resource: nil, placement: nil, related: [],
      fingerprint: Fingerprint.key(rule: rule + file, identity: nil, place: nil, below: nil, in: nil), fix: fix)
  }

  /// The files at the end, what was refused, and how many reports it took.
  private func run(_ files: [String: String], _ permission: FixSession.Permission = .safe) -> (
    files: [String: String], refusals: [String], trials: Int
  ) {
    func now(_ texts: [FileName: [UInt8]]) -> [String: String] {
      files.merging(texts.map { ($0.key.text, String(decoding: $0.value, as: UTF8.self)) }) { $1 }
    }
    var session = FixSession(Self.report(files), permission) { name in files[name.text].map { Array($0.utf8) } }
    var trials = 0
    while let trial = session.trial {
      trials += 1
      session.judge(Self.report(now(trial)))
    }
    return (now(session.texts), session.refusals.map(\.sentence), trials)
  }

  @Test("ends after one report where all goes well, and at once where there is nothing to do")
  func plain() {
    let result = run(["a": "x!\ny\nz!\n", "b": "x!\n", "c": "fine\n"])
    #expect(result.files == ["a": "y\n", "b": "", "c": "fine\n"])
    #expect(result.refusals == [])
    #expect(result.trials == 1)
    #expect(run(["a": "fine\n"]).trials == 0)
  }

  @Test("makes edits that meet one after another")
  func meeting() {
    let result = run(["a": "x!\ny!\nz!\n"])
    #expect(result.files == ["a": ""])
    #expect(result.trials == 2)
  }

  @Test("leaves what is not safe, unless all is allowed")
  func permission() {
    #expect(run(["a": "unsafe!\n"]).files == ["a": "unsafe!\n"])
    #expect(run(["a": "unsafe!\n"], .all).files == ["a": ""])
  }

  @Test("refuses the fix that brings something new, wherever others stand, and makes the others")
  func brings() {
    let result = run(["a": "x!\nguarded\ny!\n-\nguard!\n-\nz!\n", "b": "x!\n", "c": "x!\n"])
    #expect(result.files == ["a": "guarded\n-\nguard!\n-\n", "b": "", "c": ""])
    #expect(result.refusals == ["[guard!] Remove: it would bring [unguarded] found"])
    #expect(result.trials <= 8)
  }

  @Test("refuses the fix after which the finding is still there")
  func remains() {
    let result = run(["a": "stuck!\n-\nx!\n"])
    #expect(result.files == ["a": "stuck!\n-\n"])
    #expect(result.refusals == ["[stuck!] Remove: the finding would still be there"])
  }

  @Test("refuses what cannot be read any more")
  func unreadable() {
    var session = FixSession(Self.report(["a": "x!\n"]), .safe) { _ in nil }
    #expect(session.trial == nil)
    #expect(session.refusals.map(\.reason) == [.text])
    session.judge(Self.report(["a": "x!\n"]))
    #expect(session.texts.isEmpty)
  }
}
