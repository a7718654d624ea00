import CEL
import YAML

extension Fix {
  /// What the fix is for the subject that is bound; nil where an expression gives no value, or one that is not known or
  /// was read from nowhere.
  func proposed(in evaluation: inout Evaluation) -> ProposedFix? {
    guard let isSafe = isSafe(in: &evaluation) else { return nil }
    var trees: Set<UInt32> = []
    var all: [SourceEdit] = []
    for edit in edits {
      guard let found = proposed(edit, &evaluation), !found.isEmpty else { return nil }
      trees.formUnion(found.map(\.tree))
      all += found.map(\.edit)
    }
    guard let tree = trees.first, trees.count == 1 else { return nil }
    return ProposedFix(title: title, isSafe: isSafe, tree: tree, edits: all)
  }

  private func isSafe(in evaluation: inout Evaluation) -> Bool? {
    switch safety {
    case .stated(let flag): return flag
    case .asked(let program):
      if case .bool(let flag) = evaluation.typed(program.evaluate(in: &evaluation)) { return flag }
      return nil
    }
  }

  private func proposed(_ edit: Edit, _ evaluation: inout Evaluation) -> [(tree: UInt32, edit: SourceEdit)]? {
    switch edit {
    case .remove(let target):
      let nodes: [NodeRef]
      switch target.given(in: &evaluation) {
      case .node(let node): nodes = [node]
      case .list(let items):
        nodes = items.compactMap(\.origin)
        if nodes.count != items.count { return nil }
      default: return nil
      }
      return nodes.map { ($0.tree, .remove($0.node)) }
    case .set(let target, let value):
      guard let node = target.given(in: &evaluation).origin, let value = value.written(in: &evaluation) else {
        return nil
      }
      return [(node.tree, .set(node.node, to: value))]
    case .rename(let target, let name):
      guard let node = target.given(in: &evaluation).origin, case .string(let text)? = name.written(in: &evaluation),
        !text.isEmpty
      else { return nil }
      return [(node.tree, .rename(node.node, to: text))]
    case .insert(let target, let path, let value):
      guard let node = target.given(in: &evaluation).origin, let value = value.written(in: &evaluation) else {
        return nil
      }
      guard path.isAppending else { return [(node.tree, .insert(node.node, path: path.keys, value: value))] }
      let tree = evaluation.tree(node)
      let list = tree.kind(node.node) == .sequence ? node.node : tree.parent(node.node)
      return list.map { [(node.tree, .append($0, value: value))] }
    }
  }
}

extension [Fix] {
  /// The first that can be told.
  func proposed(in evaluation: inout Evaluation) -> ProposedFix? {
    for fix in self {
      if let proposed = fix.proposed(in: &evaluation) { return proposed }
    }
    return nil
  }
}

extension Program {
  /// The value, out of its optional.
  fileprivate func given(in evaluation: inout Evaluation) -> Value {
    let value = evaluate(in: &evaluation)
    if case .optional(let optional) = value { return optional.value ?? value }
    return value
  }

  /// The value as an edit writes it.
  fileprivate func written(in evaluation: inout Evaluation) -> EditValue? {
    let value = given(in: &evaluation)
    return evaluation.editValue(value)
  }
}

extension Evaluation {
  /// nil for what is no value of a manifest, or holds what is substituted later.
  fileprivate func editValue(_ value: Value) -> EditValue? {
    switch value {
    case .bool(let value): return .bool(value)
    case .int(let value): return .int(value)
    case .uint(let value): return .uint(value)
    case .double(let value): return value.isFinite ? .double(value) : nil
    case .string(let text): return .string(text)
    case .node(let node): return tree(node).editValue(of: node.node)
    case .list(let items):
      let values = items.compactMap { editValue($0) }
      return values.count == items.count ? .list(values) : nil
    case .map(let map):
      var result: [EditValue.Entry] = []
      for (key, value) in map.entries {
        guard case .string(let key)? = editValue(key), let value = editValue(value) else { return nil }
        result.append(EditValue.Entry(key: key, value: value))
      }
      return .map(result)
    default: return nil
    }
  }
}
