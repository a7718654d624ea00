import Manifests
import YAML

/// A selector over labels (Kubernetes API, `LabelSelector`); the empty one selects everything.
struct LabelSelector: Sendable {
  private enum Operator: String, CaseIterable {
    case `in` = "In"
    case notIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
  }

  private struct Requirement: Sendable {
    let key: String
    let `operator`: Operator
    let values: [String]
  }

  private let requirements: [Requirement]

  var isEmpty: Bool { requirements.isEmpty }

  init(_ node: NodeID?, _ source: inout FieldReader) {
    var requirements: [Requirement] = []
    if let node {
      let tree = source.tree
      if let labels = source.field("matchLabels", of: node) {
        for (key, value) in tree.entries(of: labels) {
          requirements.append(Requirement(key: tree.string(key), operator: .in, values: [tree.string(value)]))
        }
      }
      for entry in source.list("matchExpressions", of: node) {
        guard let `operator` = source.word("operator", of: entry, Operator.self) else { continue }
        requirements.append(
          Requirement(
            key: source.required("key", of: entry), operator: `operator`, values: source.texts("values", of: entry)))
      }
    }
    self.requirements = requirements
  }

  /// A label: absent, a text, or a text that is not known here.
  enum Label {
    case absent
    case text(String)
    case unknown
  }

  /// Whether the labels are selected; nil where that rests on one that is not known.
  func selects(_ label: (String) -> Label) -> Bool? {
    var known = true
    for requirement in requirements {
      let holds: Bool
      switch (label(requirement.key), requirement.operator) {
      case (.unknown, _):
        known = false
        continue
      case (.absent, .notIn), (.absent, .doesNotExist), (.text, .exists): holds = true
      case (.absent, _), (.text, .doesNotExist): holds = false
      case (.text(let text), .in): holds = requirement.values.contains(text)
      case (.text(let text), .notIn): holds = !requirement.values.contains(text)
      }
      if !holds { return false }
    }
    return known ? true : nil
  }
}
