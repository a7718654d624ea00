import Manifests
import Policies

/// Holds what a policy's fixes make of a test's files against what the test says.
struct FixedTexts {
  /// Expected against found, a line each; none where the test says nothing of fixes.
  private(set) var differences: [String] = []

  /// - Parameter report: on the files as they are, with fixes.
  init(_ linter: Linter, _ test: PolicyTest, _ report: Report) {
    guard !test.fixed.isEmpty else { return }
    let before = Dictionary(test.files.map { ($0.path, $0.text) }, uniquingKeysWith: { $1 })
    var session = FixSession(report, .all) { before[$0.text].map { Array($0.utf8) } }
    func now(_ path: String, in texts: [FileName: [UInt8]]) -> String {
      texts[FileName(path)].map { String(decoding: $0, as: UTF8.self) } ?? before[path] ?? ""
    }
    while let trial = session.trial {
      session.judge(linter.report(on: test.files.map { (name: $0.path, text: now($0.path, in: trial)) }))
    }
    let wanted = Dictionary(test.fixed, uniquingKeysWith: { $1 })
    for (path, text) in test.files {
      if let difference = FixedTexts.difference(wanted[path] ?? text, now(path, in: session.texts)) {
        differences.append("fixed \(path): \(difference)")
      }
    }
    if !differences.isEmpty { differences += session.refusals.map { "refused: \($0.sentence)" } }
  }

  /// The first line that differs; nil where none does.
  private static func difference(_ expected: String, _ found: String) -> String? {
    guard expected != found else { return nil }
    let lines = [expected, found].map { $0.split(separator: "\n", omittingEmptySubsequences: false) }
    let same = zip(lines[0], lines[1]).prefix { $0 == $1 }.count
    let shown = lines.map { same < $0.count ? "`\($0[same])`" : "the end" }
    return "line \(same + 1): expected \(shown[0]), found \(shown[1])"
  }
}

extension FixSession.Refusal {
  /// In words, with the finding's rule and place.
  public var sentence: String {
    let why =
      switch reason {
      case .text: "the file is no UTF-8, or has changed meanwhile"
      case .remains: "the finding would still be there"
      case .brings(let rule, let message): "it would bring [\(rule)] \(message)"
      }
    return "[\(finding.rule)] \(finding.fix?.title ?? ""): \(why)"
  }
}

extension PolicyTest {
  /// The files as a linter takes texts.
  var texts: [(name: String, text: String)] { files.map { (name: $0.path, text: $0.text) } }
}
