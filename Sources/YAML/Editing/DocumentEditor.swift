/// Turns edits of one document into changes of its text.
///
/// What comes out is a proposal: only the edited text, read again, shows whether it holds (`Document.replacements`).
struct DocumentEditor {
  let tree: Tree
  let text: EditableText

  /// Characters that give way to a text.
  struct TextChange: Hashable {
    let range: Range<Int>
    let text: String
  }

  /// Changes of the text, in order, and what the tree must read like after them.
  struct Proposal {
    var changes: [TextChange] = []
    var tree = TreeChange()
  }

  func proposal(for edits: [SourceEdit]) throws(EditError) -> Proposal {
    var proposal = Proposal()
    var removed: [NodeID] = []
    for edit in edits {
      guard Int(edit.node.index) < tree.nodeCount, tree.kind(edit.node) != .alias else { throw .noSuchNode }
      try refuseShared(edit.node)
      switch edit {
      case .remove(let node): removed.append(value(of: node))
      case .set(let node, let value): try set(node, to: value, &proposal)
      case .rename(let node, let key): try rename(node, to: key, &proposal)
      case .insert(let node, let path, let value): try insert(value, at: path, below: node, &proposal)
      case .append(let node, let value): try append(value, to: node, &proposal)
      }
    }
    try remove(removed, &proposal)
    proposal.changes = try joined(proposal.changes)
    return proposal
  }

  /// Changes in order, those that meet as one.
  private func joined(_ changes: [TextChange]) throws(EditError) -> [TextChange] {
    var result: [TextChange] = []
    for change in changes.sorted(by: {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }) {
      guard let last = result.last, change.range.lowerBound <= last.range.upperBound else {
        result.append(change)
        continue
      }
      if change.range.lowerBound < last.range.upperBound || change.range == last.range { throw .overlapping }
      result[result.count - 1] = TextChange(
        range: last.range.lowerBound..<change.range.upperBound, text: last.text + change.text)
    }
    return result
  }

  /// A key stands for its value.
  private func value(of node: NodeID) -> NodeID { tree.isKey(node) ? tree.value(ofKey: node) ?? node : node }

  /// What an alias repeats cannot be edited at one of its places.
  private func refuseShared(_ node: NodeID) throws(EditError) {
    guard !tree.aliases.isEmpty else { return }
    let targets = Set(tree.aliases.map { tree.resolved($0) })
    var current: NodeID? = node
    while let here = current {
      if targets.contains(here.index) { throw .shared }
      current = tree.parent(here)
    }
  }

  // MARK: Structure

  /// Where a node stands. What the reader adds to an unfinished last line is not part of the text.
  func span(of node: NodeID) -> Range<Int> { tree.range(node).clamped(to: 0..<text.count) }

  /// The keys and values, or items, of a collection as written.
  func children(of collection: NodeID) -> [(key: NodeID?, value: NodeID)] {
    var result: [(key: NodeID?, value: NodeID)] = []
    var child = tree[collection.index].child
    let isMapping = tree.kind(collection) == .mapping
    while child != 0 {
      let value = isMapping ? tree[child].next : child
      result.append((isMapping ? NodeID(index: child) : nil, NodeID(index: value)))
      child = tree[value].next
    }
    return result
  }

  /// Where an entry or item begins, at its key or value, and where the last character of it ends.
  ///
  /// A block sequence's item begins at its dash.
  func extent(of child: (key: NodeID?, value: NodeID), in collection: NodeID) throws(EditError) -> Range<Int> {
    let value = span(of: child.value)
    var start = value.lowerBound
    var end = text.trimmed(min(start, value.upperBound)..<value.upperBound).upperBound
    if let key = child.key {
      start = span(of: key).lowerBound
      if let colon = colon(behind: key) { end = max(end, colon + 1) }
      end = max(end, span(of: key).upperBound)
    } else if tree.style(collection) == .block {
      start = try dash(before: start)
      end = max(end, start + 1)
    }
    return start..<end
  }

  /// The colon of an entry, which stands behind its key but for blanks; nil for a key that is written otherwise.
  func colon(behind key: NodeID) -> Int? {
    var place = span(of: key).upperBound
    while place < text.count, EditableText.isBlank(text.characters[place]) { place += 1 }
    return place < text.count && text.characters[place] == ":" ? place : nil
  }

  private func dash(before value: Int) throws(EditError) -> Int {
    var place = min(value, text.count)
    // A value that is empty stands behind the dash or, without a character of its own, at it.
    while place > 0 {
      place -= 1
      if text.characters[place] == "-" { return place }
      guard EditableText.isBlank(text.characters[place]) || EditableText.isBreak(text.characters[place]) else { break }
    }
    throw .style
  }

  /// Whether values in a flow collection are written as JSON has them.
  func flowStyle(in collection: NodeID) -> ValueWriter.Style {
    var current: NodeID? = collection
    while let here = current {
      if let key = tree.firstChild(of: here), tree.kind(here) == .mapping {
        return text[span(of: key).lowerBound] == "\"" ? .json : .flow
      }
      current = tree.parent(here)
    }
    return .flow
  }

  /// Whether a node stands in braces or brackets.
  func isInFlow(_ node: NodeID) -> Bool { tree.parent(node).map { tree.style($0) == .flow } ?? false }

  func writer(for node: NodeID) -> ValueWriter {
    let place = span(of: node).lowerBound
    let style = isInFlow(node) ? flowStyle(in: tree.parent(node) ?? node) : .block
    return ValueWriter(style: style, lineBreak: text.lineBreak(near: place))
  }
}
