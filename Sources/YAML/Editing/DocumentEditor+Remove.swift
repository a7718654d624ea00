/// Taking out entries and items.
extension DocumentEditor {
  /// - Parameter nodes: items, and values of entries.
  func remove(_ nodes: [NodeID], _ proposal: inout Proposal) throws(EditError) {
    guard !nodes.isEmpty else { return }
    let gone = try emptied(by: Set(nodes))
    let parents = Set(gone.compactMap { tree.parent($0) }).sorted()
    for parent in parents where !isBelow(parent, gone) {
      let children = children(of: parent)
      var index = 0
      while index < children.count {
        guard gone.contains(children[index].value) else {
          index += 1
          continue
        }
        var end = index
        while end + 1 < children.count, gone.contains(children[end + 1].value) { end += 1 }
        try remove(children, index...end, of: parent, &proposal)
        proposal.tree.removed.formUnion(children[index...end].map(\.value.index))
        index = end + 1
      }
    }
  }

  /// The nodes, and the collections of which nothing is left.
  private func emptied(by nodes: Set<NodeID>) throws(EditError) -> Set<NodeID> {
    var gone = nodes
    var waiting = Array(nodes)
    while let node = waiting.popLast() {
      guard let parent = tree.parent(node) else { throw .nothingLeft }
      guard !gone.contains(parent), children(of: parent).allSatisfy({ gone.contains($0.value) }) else { continue }
      if tree.isKey(parent) { throw .style }
      gone.insert(parent)
      waiting.append(parent)
    }
    return gone
  }

  private func isBelow(_ node: NodeID, _ gone: Set<NodeID>) -> Bool {
    var current: NodeID? = node
    while let here = current {
      if gone.contains(here) { return true }
      current = tree.parent(here)
    }
    return false
  }

  private func remove(
    _ children: [(key: NodeID?, value: NodeID)], _ run: ClosedRange<Int>, of parent: NodeID,
    _ proposal: inout Proposal
  ) throws(EditError) {
    let first = try extent(of: children[run.lowerBound], in: parent)
    let last = try extent(of: children[run.upperBound], in: parent)
    let range: Range<Int>
    if tree.style(parent) == .flow {
      if run.upperBound + 1 < children.count {
        let next = try extent(of: children[run.upperBound + 1], in: parent)
        range = first.lowerBound..<next.lowerBound
      } else {
        guard run.lowerBound > 0 else { throw .nothingLeft }
        let before = try extent(of: children[run.lowerBound - 1], in: parent)
        range = before.upperBound..<last.upperBound
      }
      if text.mayHoldComment(range) { throw .comment }
      return proposal.changes.append(TextChange(range: range, text: ""))
    }
    if text.isBlank(text.lineStart(of: first.lowerBound)..<first.lowerBound) {
      for place in run { try removeLines(of: try extent(of: children[place], in: parent), &proposal) }
      return
    }
    // The first entry stands on the line of its item's dash, and the next one must come there.
    guard text.endsLine(last.upperBound) else { throw .style }
    for place in run.dropLast() {
      let here = try extent(of: children[place], in: parent)
      let next = try extent(of: children[place + 1], in: parent)
      if text.mayHoldComment(text.lineEnd(of: here.upperBound)..<next.lowerBound) { throw .comment }
    }
    let end = text.firstSolid(from: text.behindBreak(text.lineEnd(of: last.upperBound)))
    proposal.changes.append(TextChange(range: first.lowerBound..<end, text: ""))
  }

  /// Takes out whole lines, with the comment at their end.
  private func removeLines(of extent: Range<Int>, _ proposal: inout Proposal) throws(EditError) {
    guard text.endsLine(extent.upperBound) else { throw .style }
    var start = text.lineStart(of: extent.lowerBound)
    let lineEnd = text.lineEnd(of: extent.upperBound)
    let end = text.behindBreak(lineEnd)
    if end == lineEnd, start > 0 {
      // The last line has no break of its own: that of the line before it goes.
      start -= start > 1 && text.characters[start - 1] == "\n" && text.characters[start - 2] == "\r" ? 2 : 1
    }
    proposal.changes.append(TextChange(range: start..<end, text: ""))
  }
}
