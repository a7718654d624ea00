import CEL
import Fargate
import Manifests
import YAML

/// The functions of policy-format.md that CEL and Kubernetes do not have.
enum Functions {
  static func all(requirements: NodeRequirements) -> [Function] {
    [
      image, fluentbit, yaml, substituted, glob, lines, nearest, cron, shortestInterval, unsatisfied(requirements),
    ]
  }

  /// `s.glob(pattern)`: `*` any run of characters, `?` exactly one. `s.glob(list)`: whether one of the patterns matches.
  private static let glob = Function(
    "glob", [.member([.string, .string], .bool), .member([.string, .list(.string)], .bool)], cost: .containing,
    keepsNodes: true
  ) { arguments, e in
    let (subject, pattern) = (e.typed(arguments[0]), e.typed(arguments[1]))
    guard case .string(let text) = subject else { return subject.isErrorOrUnknown ? subject : nil }
    switch pattern {
    case .string(let pattern): return .bool(Wildcard(pattern).matches(text))
    case .node(let list) where list.tree == Evaluation.lastingTree:
      return .bool(e.made(of: list) { WildcardSet(e.elements(of: pattern).map { e.text($0) }) }.matches(text))
    case .list(let items):
      guard let set = e.made(of: items, { patterns(items, e) }) else { return wrong(among: items, e) }
      return .bool(set.matches(text))
    case .node:
      let items = e.elements(of: pattern)
      return patterns(items, e).map { .bool($0.matches(text)) } ?? wrong(among: items, e)
    default: return pattern.isErrorOrUnknown ? pattern : nil
    }
  }

  /// nil where not all are texts.
  private static func patterns(_ items: [Value], _ e: Evaluation) -> WildcardSet? {
    var texts: [String] = []
    for item in items {
      guard case .string(let text) = e.typed(item) else { return nil }
      texts.append(text)
    }
    return WildcardSet(texts)
  }

  /// What a list of patterns makes of a call where not all are texts.
  private static func wrong(among items: [Value], _ e: Evaluation) -> Value? {
    items.lazy.map { e.typed($0) }.first { $0.isErrorOrUnknown }
  }

  /// `s.lines()`: the lines of a text, without their ends.
  private static let lines = Function("lines", [.member([.string], .list(.string))], cost: .traversing(times: 2)) {
    arguments, _ in
    guard case .string(let text) = arguments[0] else {
      return .error(EvaluationError(.noSuchOverload, "no such overload: lines takes text"))
    }
    if text.utf8.allSatisfy({ $0 < 0x80 && !(0x0a...0x0d).contains($0) }) { return .list([arguments[0]]) }
    return .list(text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { .string(String($0)) })
  }

  /// `s.nearest(list)`: the text of the list that is nearest to `s`; empty when none is near. `s.nearest(list, edits)`
  /// asks that it be at most so many letters away.
  private static let nearest = Function(
    "nearest",
    [.member([.string, .list(.string)], .string), .member([.string, .list(.string), .int], .string)],
    cost: .comparingLists(times: 1)
  ) { arguments, e in
    guard case .string(let text) = arguments[0] else {
      return .error(EvaluationError(.noSuchOverload, "no such overload: nearest takes text and a list"))
    }
    let known = e.elements(of: arguments[1]).map { e.text($0) }
    var limit = Int.max
    if arguments.count > 2, case .int(let edits) = arguments[2] { limit = Int(clamping: edits) }
    return .string(Spelling.nearest(to: text, among: known, atMost: limit) ?? "")
  }

  /// `fargate.unsatisfied(pod)`: the selector values and required affinity expressions that no Fargate node meets.
  private static func unsatisfied(_ requirements: NodeRequirements) -> Function {
    Function("fargate.unsatisfied", [.global([.map(.string, .dyn)], .list(.dyn))], keepsNodes: true) { arguments, e in
      guard let spec = e.field("spec", of: arguments[0]) else { return .list([]) }
      switch spec {
      case .node(let node):
        let found = requirements.unsatisfied(by: .node(node.node), in: e.tree(node))
        return .list(found.map { .node(NodeRef(tree: node.tree, node: $0)) })
      case .map(let map):
        var fields: [(key: String, value: View)] = []
        var tree: UInt32?
        for entry in map.entries {
          guard case .node(let node) = entry.value else { continue }
          fields.append((e.text(entry.key), .node(node.node)))
          tree = node.tree
        }
        guard let tree else { return .list([]) }
        let root = NodeRef(tree: tree, node: NodeID(index: 0))
        let found = requirements.unsatisfied(by: .map(fields), in: e.tree(root))
        return .list(found.map { .node(NodeRef(tree: tree, node: $0)) })
      default: return .list([])
      }
    }
  }
}
