import CEL
import Foundation
import TestData
import Testing
import YAML

/// Other people's CEL cases, asked of `eval --batch`.
@Suite("CEL conformance")
struct CELConformanceTests {
  private static let suites = try? TestData.names(in: "conformance/cel")
  private static let kubernetes = try? TestData.names(in: "conformance/k8s-cel")

  @Test("cel-spec's and cel-go's cases", arguments: suites ?? [])
  func language(suite: String) throws { try ask("cel/\(suite)") }

  @Test("Kubernetes' cases", arguments: kubernetes ?? [])
  func libraries(suite: String) throws { try ask("k8s-cel/\(suite)") }

  @Test("explaining an expression gives its value", arguments: suites ?? [])
  func explanations(suite: String) throws {
    for one in try TestData.cases("cel/\(suite)") {
      let source = try #require(one["expr"] as? String)
      guard let program = try? Environment().compile(source, checks: false) else { continue }
      var evaluation = Evaluation()
      let value = evaluation.text(program.evaluate(in: &evaluation))
      let explanation = Explanation(of: program, in: &evaluation)
      #expect(evaluation.text(explanation.value) == value, "\(source)")
      #expect(explanation.root.value.map { evaluation.text($0) } == value, "\(source)")
      let part = explanation.failedPart ?? explanation.root
      #expect((0...source.utf8.count).contains(part.offset), "\(source)")
    }
  }

  private func ask(_ path: String) throws {
    let cases = try TestData.cases(path)
    let lines = try cases.map { one in
      String(decoding: try JSONSerialization.data(withJSONObject: one.filter { $0.key != "expect" }), as: UTF8.self)
    }
    let tool = try Tool.run(["eval", "--batch"], input: lines.joined(separator: "\n") + "\n")
    let answers = tool.output.split(separator: "\n")
    try #require(answers.count == cases.count)
    for (one, line) in zip(cases, answers) {
      let answer = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let expected = try #require(one["expect"] as? [String: Any])
      #expect(agrees(answer, with: expected), "\(one["id"] ?? "") \(one["expr"] ?? ""): \(line)")
    }
  }

  private func agrees(_ answer: [String: Any], with expected: [String: Any]) -> Bool {
    if let value = expected["value"] { return answer["value"].map { Normal.text($0) == Normal.text(value) } ?? false }
    if let type = expected["type"] { return answer["type"].map { Normal.json($0) == Normal.json(type) } ?? false }
    if expected["refused"] != nil { return answer["issues"] != nil || answer["error"] != nil }
    return expected.keys.allSatisfy { answer[$0] != nil }
  }
}

/// Encoded values in one spelling, so that equal ones are equal text.
private enum Normal {
  static func text(_ value: Any) -> String {
    guard let object = value as? [String: Any], let (kind, content) = object.first, object.count == 1 else {
      return "?"
    }
    switch kind {
    case "list": return "[" + ((content as? [Any])?.map(text).joined(separator: ",") ?? "") + "]"
    case "map":
      let entries = (content as? [[Any]])?.map { "\(text($0[0])):\(text($0[1]))" }.sorted() ?? []
      return "{" + entries.joined(separator: ",") + "}"
    case "optional": return "optional(\(content is NSNull ? "" : text(content)))"
    case "double": return "double \(Double("\(content)").map { $0 == 0 ? 0 : $0 }?.description ?? "?")"
    case "timestamp": return Timestamp(parsing: "\(content)").map { "timestamp \($0.text)" } ?? "?"
    case "duration": return Duration(parsing: "\(content)").map { "duration \($0.text)" } ?? "?"
    case "quantity": return Quantity(parsing: "\(content)").map { "quantity \($0.text)" } ?? "?"
    default: return "\(kind) \(content)"
    }
  }

  static func json(_ value: Any) -> String {
    (try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys])).map {
      String(decoding: $0, as: UTF8.self)
    }
      ?? "?"
  }
}
