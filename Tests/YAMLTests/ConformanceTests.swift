import Foundation
import TestData
import Testing
import YAML

@Suite("Other people's cases")
struct ConformanceTests {
  @Test("the YAML test suite: its events, or libyaml's where libyaml differs")
  func suite() throws {
    let passes = try JSONSerialization.jsonObject(with: TestData.conformance("yaml/libyaml.json")) as? [String: String]
    let differs =
      try JSONSerialization.jsonObject(with: TestData.conformance("yaml/libyaml-differs.json"))
      as? [String: [String: Any]]
    for yamlCase in try TestData.cases("yaml/cases.json") {
      let id = try #require(yamlCase["id"] as? String)
      let notation = EventNotation(of: Array(try #require(yamlCase["yaml"] as? String).utf8))
      let events = notation.text.split(separator: "\n").map(String.init)
      let refused = notation.problem != nil
      let wanted = yamlCase["error"] as? Bool == true
      let good = wanted ? refused : !refused && events == yamlCase["events"] as? [String]
      if good || passes?[id] == "pass" {
        #expect(good, "\(id)")
      } else {
        let known = try #require(differs?[id])
        #expect(known["error"] == nil ? !refused && events == known["events"] as? [String] : refused, "\(id)")
      }
    }
  }

  @Test("what kubectl reads")
  func kubectl() throws {
    for yamlCase in try TestData.cases("kubernetes-yaml/cases.json") where yamlCase["quirk"] == nil {
      let id = try #require(yamlCase["id"] as? String)
      let bytes =
        try (yamlCase["yaml"] as? String).map { Array($0.utf8) }
        ?? Array(try #require((yamlCase["yaml_base64"] as? String).flatMap { Data(base64Encoded: $0) }))
      var documents: [Any] = []
      var refused = false
      var stream = DocumentStream()
      _ = stream.read(bytes, as: .yaml) { document in
        refused = document.problems.contains { $0.kind != .duplicateKey } || document.isTemplate
        guard !refused, let tree = document.tree, let root = tree.root, !tree.isNull(root) else { return !refused }
        var text = ""
        tree.appendJSON(of: root, to: &text)
        if let value = try? JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) {
          documents.append(value)
        }
        return true
      }
      if refused, yamlCase["libyaml"] as? String == "refuses" { continue }
      #expect(refused == (yamlCase["error"] as? Bool == true), "\(id)")
      let wanted = try #require(yamlCase["documents"] as? [Any])
      #expect(ConformanceTests.isSame(documents, wanted), "\(id)")
    }
  }

  /// Equal as JSON; numbers that are no 64-bit integers by their value as doubles.
  private static func isSame(_ left: Any, _ right: Any) -> Bool {
    switch (left, right) {
    case (let left as [Any], let right as [Any]):
      return left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
    case (let left as [String: Any], let right as [String: Any]):
      return left.count == right.count
        && left.allSatisfy { key, value in right[key].map { isSame(value, $0) } ?? false }
    case (let left as NSNumber, let right as NSNumber):
      return left == right || Double(left.stringValue) == Double(right.stringValue)
    default: return (left as? NSObject) == (right as? NSObject)
    }
  }
}
