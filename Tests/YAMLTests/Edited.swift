import YAML

/// A text with an edit made as `Document.replacements` says, or why it is refused.
///
/// Edits are written `remove /spec/ports/0`, `set /spec/type "ClusterIP"`, `rename /spec/a b`, `insert /spec a.b 1`,
/// `append /list 1`, with values in JSON; several are parted by `; `.
enum Edited {
  static func text(_ before: String, _ edits: String, as format: DocumentStream.Format = .yaml) -> String {
    bytes(Array(before.utf8), edits, as: format)
  }

  static func bytes(_ before: [UInt8], _ edits: String, as format: DocumentStream.Format = .yaml) -> String {
    var result = "no such document"
    var stream = DocumentStream()
    var texts = edits.split(separator: "; ").map(String.init)
    var wanted = 0
    if let first = texts.first, first.hasPrefix("document "), let number = Int(first.dropFirst(9)) {
      wanted = number
      texts.removeFirst()
    }
    _ = stream.read(before, as: format) { document in
      guard document.index == wanted, let tree = document.tree else { return true }
      let edits = texts.compactMap { edit($0, tree) }
      guard edits.count == texts.count else {
        result = "no such node"
        return false
      }
      switch document.replacements(for: [edits], as: format)[0] {
      case .success(let replacements):
        result = replacements.applied(to: before).map { String(decoding: $0, as: UTF8.self) } ?? "beyond the text"
      case .failure(let error): result = "refused: \(error)"
      }
      return false
    }
    return result
  }

  static func edit(_ text: String, _ tree: Tree) -> SourceEdit? {
    let parts = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard parts.count > 1, let node = node(parts[1], tree) else { return nil }
    switch parts[0] {
    case "remove": return .remove(node)
    case "rename": return .rename(node, to: parts[2])
    case "set": return value(parts[2]).map { .set(node, to: $0) }
    case "append": return value(parts[2]).map { .append(node, value: $0) }
    default:
      let path = parts[2].split(separator: " ", maxSplits: 1).map(String.init)
      return value(path[1]).map { .insert(node, path: path[0].split(separator: ".").map(String.init), value: $0) }
    }
  }

  private static func node(_ pointer: String, _ tree: Tree) -> NodeID? {
    pointer.split(separator: "/").reduce(tree.root) { node, step in
      node.flatMap { node in
        let name = String(step).replacing("~1", with: "/")
        return Int(step).flatMap { tree.item($0, of: node) } ?? tree.value(of: name, in: node)
      }
    }
  }

  private static func value(_ json: String) -> EditValue? {
    guard let tree = try? Tree.parse(json: json), let root = tree.root else { return nil }
    return tree.editValue(of: root)
  }
}
