import YAML

/// Values of a CloudFormation template, with its intrinsic functions.
struct CloudFormationNotation: SourceNotation {
  let template: CloudFormationTemplate

  var tree: Tree { template.tree }

  func alternatives(of cursor: SourceCursor) -> [SourceCursor] {
    guard cursor.unresolved == nil, let call = template.call(at: cursor.node) else { return [cursor] }
    switch call.name {
    case "Ref" where tree.text(call.argument, equals: "AWS::NoValue"): return []
    case "If":
      let arguments = Array(tree.items(of: call.argument))
      guard arguments.count == 3 else { return [cursor] }
      let name = tree.string(arguments[0])
      return [(arguments[1], "only if condition `\(name)` holds"), (arguments[2], "only if condition `\(name)` fails")]
        .flatMap { branch, condition in
          alternatives(of: SourceCursor(branch, condition: cursor.condition ?? condition))
        }
    default: return [cursor]
    }
  }

  func isFunction(_ node: NodeID) -> Bool { template.call(at: node) != nil }

  func scalar(of cursor: SourceCursor) -> Sourced<String> {
    if let reason = cursor.unresolved { return Sourced(unresolved: reason, at: cursor.node) }
    return evaluation.text(at: cursor.node)
  }

  /// CloudFormation makes text of numbers; how it spells a boolean is left open.
  func text(of cursor: SourceCursor) -> Sourced<String> {
    let value = scalar(of: cursor)
    if value.unresolved == nil, template.call(at: cursor.node) == nil, case .bool? = tree.scalar(cursor.node) {
      return value.withoutValue("`\(tree.string(cursor.node))` is no text: quote it")
    }
    return value
  }

  func texts(of cursor: SourceCursor) -> [Sourced<String>] {
    items(of: cursor).flatMap { item -> [Sourced<String>] in
      if let reason = item.doubt { return [text(of: item).withoutValue(reason)] }
      return evaluation.isList(item.node) ? evaluation.texts(at: item.node) : [text(of: item)]
    }
  }

  private var evaluation: CloudFormationEvaluation { CloudFormationEvaluation(template: template) }
}
