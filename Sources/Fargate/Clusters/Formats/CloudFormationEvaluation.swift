import YAML

/// What CloudFormation's functions give, as far as a template alone tells.
struct CloudFormationEvaluation {
  let template: CloudFormationTemplate
  /// How many values stand around this one.
  var depth = 0
  /// Off within a name that a resource was asked for: names that refer to names would never end.
  var followsResources = true

  private static let deepest = 64
  /// No name, id or ARN is longer, nor made of more parts than the budget has steps.
  private static let longest = 65_536

  /// What is left of the work that one value may cost, whatever it refers to.
  final class Budget {
    var steps = 1_024
  }

  var budget = Budget()

  private var tree: Tree { template.tree }
  private var inner: CloudFormationEvaluation {
    CloudFormationEvaluation(
      template: template, depth: depth + 1, followsResources: followsResources, budget: budget)
  }

  /// Takes one step, if there is one.
  private func affords() -> Bool {
    budget.steps -= 1
    return budget.steps >= 0 && depth < Self.deepest
  }

  // MARK: Text

  func text(at node: NodeID) -> Sourced<String> {
    guard affords() else { return Sourced(unresolved: "it refers to too many other values", at: node) }
    guard let call = template.call(at: node) else { return plain(node) }
    switch call.name {
    case "Ref": return reference(to: tree.string(call.argument), at: node)
    case "GetAtt": return attribute(call, at: node)
    case "Sub": return substitution(call, at: node)
    case "Join": return join(call, at: node)
    case "Select": return selection(call, at: node)
    case "If": return choice(call, at: node)
    default: return Sourced(unresolved: "`\(call.name)` is known only when the stack is made", at: node)
    }
  }

  private func plain(_ node: NodeID) -> Sourced<String> {
    guard tree.kind(node) == .scalar else { return Sourced(unresolved: "it is no text", at: node) }
    guard depth == 0 || tree.utf8Count(node) <= Self.longest else {
      return Sourced(unresolved: "it is too long for a name", at: node)
    }
    let text = tree.string(node)
    if text.contains("{{resolve:") {
      return Sourced(unresolved: "`\(text)` is known only when the stack is made", at: node)
    }
    if tree.isPlaceholder(node) {
      return Sourced(unresolved: "`\(text)` is filled in later", at: node, reference: text)
    }
    if case .bool(let value)? = tree.scalar(node) { return Sourced(String(value), at: node) }
    return Sourced(text, at: node)
  }

  private func reference(to name: String, at node: NodeID) -> Sourced<String> {
    switch template.parameter(name) {
    case .withDefault(let value, _) where tree.utf8Count(value) <= Self.longest:
      return Sourced(tree.string(value), at: node, parameter: name)
    case .withDefault: return Sourced(unresolved: "it is too long for a name", at: node)
    case .withoutDefault:
      return Sourced(unresolved: "parameter `\(name)` has no default", at: node, reference: name)
    case .none: break
    }
    guard let resource = template.resources[name] else {
      return Sourced(unresolved: "`\(name)` is known only when the stack is made", at: node)
    }
    if followsResources, let own = template.name(of: resource) {
      var evaluation = inner
      evaluation.followsResources = false
      let text = evaluation.text(at: own)
      if let value = text.value { return Sourced(value, at: node, parameter: text.parameter, reference: name) }
    }
    return Sourced(unresolved: "the name of `\(name)` is known only when the stack is made", at: node, reference: name)
  }

  private func attribute(_ call: CloudFormationTemplate.Call, at node: NodeID) -> Sourced<String> {
    let items = Array(tree.items(of: call.argument))
    let text = items.isEmpty ? tree.string(call.argument) : items.map { tree.string($0) }.joined(separator: ".")
    let name = text.prefix { $0 != "." }
    return Sourced(
      unresolved: "`\(text)` is known only when the stack is made", at: node,
      reference: template.resources[String(name)].map { _ in String(name) })
  }

  /// `Fn::If` where both branches give the same is certain.
  private func choice(_ call: CloudFormationTemplate.Call, at node: NodeID) -> Sourced<String> {
    let items = Array(tree.items(of: call.argument))
    guard items.count == 3 else { return Sourced(unresolved: "`If` takes three arguments", at: node) }
    let (one, other) = (inner.text(at: items[1]), inner.text(at: items[2]))
    if let value = one.value, value == other.value {
      return Sourced(value, at: node, parameter: one.parameter ?? other.parameter)
    }
    return Sourced(unresolved: "condition `\(tree.string(items[0]))` decides", at: node)
  }

  private func join(_ call: CloudFormationTemplate.Call, at node: NodeID) -> Sourced<String> {
    let items = Array(tree.items(of: call.argument))
    guard items.count == 2 else { return Sourced(unresolved: "`Join` takes two arguments", at: node) }
    return concatenation(inner.texts(at: items[1]), separator: tree.string(items[0]), at: node)
  }

  private func concatenation(_ parts: [Sourced<String>], separator: String, at node: NodeID) -> Sourced<String> {
    // A reference alone stays one; a part of a text is none.
    if parts.count == 1 { return Self.moved(parts[0], to: node) }
    if let part = parts.first(where: { $0.value == nil }) {
      return Sourced(unresolved: part.unresolved ?? "a part of it is not known", at: node)
    }
    let texts = parts.compactMap(\.value)
    guard texts.reduce(0, { $0 + $1.utf8.count + separator.utf8.count }) <= Self.longest else {
      return Sourced(unresolved: "it is too long for a name", at: node)
    }
    return Sourced(
      texts.joined(separator: separator), at: node, parameter: parts.lazy.compactMap(\.parameter).first)
  }

  private func selection(_ call: CloudFormationTemplate.Call, at node: NodeID) -> Sourced<String> {
    let items = Array(tree.items(of: call.argument))
    guard items.count == 2, let index = inner.text(at: items[0]).value.flatMap(Int.init) else {
      return Sourced(unresolved: "which of the list `Select` takes is not known", at: node)
    }
    let list = inner.texts(at: items[1])
    // What is not known may stand for several.
    let unknown = list.firstIndex { $0.value == nil }
    if let unknown, unknown <= index { return Self.moved(list[unknown], to: node) }
    guard list.indices.contains(index) else {
      return Sourced(unresolved: "the list has no item \(index)", at: node)
    }
    return Self.moved(list[index], to: node)
  }

  private func substitution(_ call: CloudFormationTemplate.Call, at node: NodeID) -> Sourced<String> {
    var format = call.argument
    var values: NodeID?
    if tree.kind(call.argument) == .sequence {
      let items = Array(tree.items(of: call.argument))
      guard let first = items.first else { return Sourced(unresolved: "`Sub` takes a text", at: node) }
      (format, values) = (first, items.dropFirst().first)
    }
    let parts = SubstitutionText.parts(of: tree.string(format)).map { part -> Sourced<String> in
      switch part {
      case .text(let text): Sourced(text, at: node)
      case .variable(let name):
        if let value = values.flatMap({ tree.value(of: name, in: $0) }) {
          inner.text(at: value)
        } else if !affords() {
          Sourced(unresolved: "it refers to too many other values", at: node)
        } else if name.contains(".") {
          Sourced(
            unresolved: "`\(name)` is known only when the stack is made", at: node,
            reference: String(name.prefix { $0 != "." }))
        } else {
          reference(to: name, at: node)
        }
      }
    }
    return parts.isEmpty ? Sourced("", at: node) : concatenation(parts, separator: "", at: node)
  }

  private static func moved(_ text: Sourced<String>, to node: NodeID) -> Sourced<String> {
    guard let value = text.value else {
      return Sourced(unresolved: text.unresolved ?? "it is not known", at: node, reference: text.reference)
    }
    return Sourced(value, at: node, parameter: text.parameter, reference: text.reference)
  }

  // MARK: Lists

  /// Whether a node is a function that gives a list.
  func isList(_ node: NodeID) -> Bool {
    guard let call = template.call(at: node) else { return tree.kind(node) == .sequence }
    if call.name == "Ref", case .withDefault(_, let isList) = template.parameter(tree.string(call.argument)) {
      return isList
    }
    return call.name == "Split"
  }

  /// A list's texts; one that is not known stands for all that nobody can tell.
  func texts(at node: NodeID) -> [Sourced<String>] {
    guard affords() else { return [Sourced(unresolved: "it refers to too many other values", at: node)] }
    guard let call = template.call(at: node) else {
      guard tree.kind(node) == .sequence else { return [text(at: node)] }
      return tree.items(of: node).flatMap { isList($0) ? inner.texts(at: $0) : [inner.text(at: $0)] }
    }
    switch call.name {
    case "Ref":
      let text = text(at: node)
      guard let value = text.value, isList(node) else { return [text] }
      return Self.pieces(of: value, by: ",").map { piece in
        Sourced(String(piece.drop { $0 == " " }), at: node, parameter: text.parameter)
      }
    case "Split":
      let items = Array(tree.items(of: call.argument))
      guard items.count == 2 else { return [Sourced(unresolved: "`Split` takes two arguments", at: node)] }
      let text = inner.text(at: items[1])
      guard let value = text.value else { return [Self.moved(text, to: node)] }
      return Self.pieces(of: value, by: tree.string(items[0])).map {
        Sourced(String($0), at: node, parameter: text.parameter)
      }
    default: return [text(at: node)]
    }
  }

  private static func pieces(of text: String, by separator: String) -> [Substring] {
    separator.isEmpty ? [text[...]] : text.split(separator: separator, omittingEmptySubsequences: false)
  }
}
