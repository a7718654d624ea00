import CEL
import YAML

extension Functions {
  /// `fluentbit(s)`: the sections of a configuration of Fluent Bit, each with its place in the text.
  static let fluentbit = reading("fluentbit", .object(["fluentBit"])) { text throws(Problem) in
    try FluentBit(text).tree()
  }

  /// `yaml(s)`: what the first document of a text holds, each value with its place in the text.
  static let yaml = reading("yaml", .dyn) { text throws(Problem) in try Tree.parse(text).first }

  /// `substituted(x)`: the values in `x` that are substituted later, which a condition cannot read.
  static let substituted = Function(
    "substituted", [.global([.dyn], .list(.dyn))], cost: .contents, keepsNodes: true
  ) { arguments, e in
    var found: [Value] = []
    func collect(_ value: Value) {
      if case .optional(let optional) = value { optional.value.map(collect) }
      if let node = value.origin, e.tree(node).isPlaceholder(node.node) { found.append(value) }
      if let entries = e.entries(of: value) {
        for entry in entries {
          collect(entry.key)
          collect(entry.value)
        }
      } else {
        e.elements(of: value).forEach(collect)
      }
    }
    collect(arguments[0])
    // As places: a value that is not known would make the list unknown.
    return .list(found)
  }

  /// A function that makes a tree of a text, whatever in it is substituted later: that alone is unknown.
  private static func reading(
    _ name: String, _ result: Type, _ read: @escaping @Sendable (String) throws(Problem) -> Tree?
  ) -> Function {
    Function(name, [.global([.string], result)], cost: .traversing(times: 5), keepsNodes: true) { arguments, e in
      e.readText(arguments[0], by: name, read)
        ?? .error(EvaluationError(.noSuchOverload, "no such overload: \(name) takes text", at: arguments[0].origin))
    }
  }
}
