import Foundation
import TestData
import Testing
import YAML

@testable import Kustomize

/// Trees of kustomizations with what `kubectl kustomize` makes of them, as `Benchmarks/overlays` records them.
@Suite("Kustomizations") struct BuildTests {
  @Test("make what kubectl makes of them", arguments: try Tree.all(in: "overlays/random.json"))
  fileprivate func random(tree: Tree) throws { try check(tree) }

  @Test("make what kubectl makes where that is unexpected", arguments: try Tree.all(in: "overlays/chosen.json"))
  fileprivate func chosen(tree: Tree) throws { try check(tree) }

  private func check(_ tree: Tree) throws {
    let result = tree.build()
    guard let expected = tree.resources else {
      #expect(result.isRefused || result.isIncomplete)
      return
    }
    #expect(result.problems.filter { $0.kind != .unmatched }.map(\.message) == [])
    let found = try result.resources.map { resource in
      var text = ""
      if let root = resource.tree.root { resource.tree.appendJSON(of: root, to: &text) }
      return try Tree.canonical(try JSONSerialization.jsonObject(with: Data(text.utf8)))
    }
    #expect(found.sorted() == expected)
  }

  @Test("are refused where text is wanted and a number is written, which is named")
  func text() {
    let tree = Tree(
      files: [
        "app/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: web}",
        "app/kustomization.yaml": "resources: [pod.yaml]\nimages:\n- name: web\n  newTag: 1.10",
      ], directory: "app")
    let problems = tree.build().problems
    #expect(problems.map(\.kind) == [.refused])
    #expect(problems.first?.origin?.value.start == Position(line: 4, column: 11))
    #expect(problems.first?.message == "text is wanted here, and `1.10` is none without quotes")
  }

  @Test("say what only a run can tell: remote bases, plugins, charts, names that follow from a parser's insides")
  func external() {
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}"
    let fields = [
      "resources: [pod.yaml, 'https://example.com/org/repo//base?ref=v1']", "generators: [plugin.yaml]",
      "helmCharts: [{name: web, repo: 'https://example.com'}]",
    ]
    for field in fields {
      let files = ["pod.yaml": pod, "plugin.yaml": pod, "kustomization.yaml": field]
      #expect(Tree(files: files, directory: "").build().problems.map(\.kind) == [.external], "\(field)")
    }
    let renamed = """
      configMapGenerator: [{name: web, literals: [a=b]}]
      patches:
      - target: {kind: ConfigMap}
        options: {allowKindChange: true}
        patch: '{apiVersion: v1, kind: Other, metadata: {name: web}}'
      """
    #expect(Tree(files: ["kustomization.yaml": renamed], directory: "").build().problems.map(\.kind) == [.external])
  }
}

private struct Tree: CustomTestStringConvertible, Sendable {
  var name = ""
  let files: [String: String]
  let directory: String
  /// As JSON with sorted keys, sorted; nil where kubectl refuses.
  var resources: [String]?

  var testDescription: String { name }

  func build() -> Build.Result {
    let files = files
    return Build(BuildFiles(read: { files[$0].map { Array($0.utf8) } }, holds: { files[$0] != nil })).run(directory)
  }

  static func all(in file: String) throws -> [Tree] {
    let cases = try TestData.object(file)["cases"] as? [[String: Any]] ?? []
    return try cases.map { entry in
      Tree(
        name: entry["name"] as? String ?? "", files: entry["files"] as? [String: String] ?? [:],
        directory: entry["directory"] as? String ?? "",
        resources: try (entry["resources"] as? [Any])?.map(canonical).sorted())
    }
  }

  /// JSON in which equal values are equal texts.
  static func canonical(_ value: Any) throws -> String {
    String(decoding: try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys]), as: UTF8.self)
  }
}
