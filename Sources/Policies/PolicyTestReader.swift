import CEL
import YAML

/// Reads the tests that a policy carries.
enum PolicyTestReader {
  static func tests(_ spec: NodeID, _ parameters: [Parameter], _ source: inout FieldReader) -> [PolicyTest] {
    source.list("tests", of: spec).map { node in
      source.allow(
        ["name", "manifest", "files", "preset", "params", "assumeFargate", "expect", "fixed"], in: node)
      let tree = source.tree
      var files: [(path: String, text: String)] = []
      if let manifest = source.optional("manifest", of: node) { files.append(("manifest.yaml", manifest)) }
      if let folder = source.field("files", of: node) {
        files += tree.entries(of: folder).map { (tree.string($0.key), tree.string($0.value)) }
      }
      if files.isEmpty { source.report("a test needs a `manifest` or `files`", at: node) }
      return PolicyTest(
        name: source.required("name", of: node), files: files, preset: source.optional("preset", of: node),
        parameters: values(node, parameters, &source),
        assumeFargate: source.optional("assumeFargate", of: node) == nil
          ? nil : source.word("assumeFargate", of: node, AssumeFargate.self),
        expectations: source.list("expect", of: node).map { expectation($0, &source) },
        fixed: fixed(node, files.map(\.path), &source),
        line: source.text.position(of: tree.range(node).lowerBound).line)
    }
  }

  /// Of a test with a `manifest` its text; of one with `files` the texts that change, by path.
  private static func fixed(
    _ test: NodeID, _ paths: [String], _ source: inout FieldReader
  ) -> [(path: String, text: String)] {
    guard let field = source.field("fixed", of: test) else { return [] }
    if source.tree.kind(field) == .scalar {
      guard paths.count == 1, let path = paths.first else {
        source.report("a test with several files says of each what becomes of it: `fixed: {PATH: TEXT}`", at: field)
        return []
      }
      return [(path, source.tree.string(field))]
    }
    source.allow(paths, in: field)
    return source.tree.entries(of: field).map { (source.tree.string($0.key), source.tree.string($0.value)) }
  }

  /// The parameters that a test sets.
  private static func values(_ test: NodeID, _ parameters: [Parameter], _ source: inout FieldReader) -> [String:
    Parameter]
  {
    guard let params = source.field("params", of: test) else { return [:] }
    guard !parameters.isEmpty else {
      source.report("this policy has no `params` that a test could set", at: params)
      return [:]
    }
    source.allow(parameters.map(\.name), in: params)
    var result: [String: Parameter] = [:]
    for parameter in parameters {
      guard let node = source.field(parameter.name, of: params) else { continue }
      if let wrong = parameter.mismatch(node, in: source.tree) {
        source.report("`\(parameter.name)` is \(parameter.type.name): expected \(wrong.expected) here", at: wrong.node)
      }
      result[parameter.name] = parameter.taking(node, of: source.tree)
    }
    return result
  }

  private static func expectation(_ node: NodeID, _ source: inout FieldReader) -> PolicyTest.Expectation {
    source.allow(["line", "column", "file", "message", "severity"], in: node)
    let written = source.optional("severity", of: node)
    let isNotice = written == "notice"
    let severity: Severity? = written.flatMap { text in
      isNotice ? nil : source.field("severity", of: node).flatMap { source.parse(text, at: $0, "severity") }
    }
    return PolicyTest.Expectation(
      line: source.optional("line", of: node).flatMap(Int.init),
      column: source.optional("column", of: node).flatMap(Int.init), file: source.optional("file", of: node),
      message: source.optional("message", of: node), severity: severity, isNotice: isNotice)
  }
}
