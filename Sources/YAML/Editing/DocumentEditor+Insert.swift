/// Adding entries and items.
extension DocumentEditor {
  func insert(
    _ value: EditValue, at path: [String], below node: NodeID, _ proposal: inout Proposal
  ) throws(EditError) {
    var here = node
    for (depth, key) in path.enumerated() {
      guard tree.kind(here) == .mapping else { throw .noSuchNode }
      guard let next = tree.value(of: key, in: here) else {
        let entry = EditValue.Entry(key: key, value: EditValue(value, under: path[(depth + 1)...]))
        return try add([entry], to: here, &proposal)
      }
      guard tree.parent(next) == here else { throw .shared }
      if tree.scalar(next) == .null {
        return try set(next, to: EditValue(value, under: path[(depth + 1)...]), &proposal)
      }
      here = next
    }
    guard case .map(let entries) = value, tree.kind(here) == .mapping else { throw .exists }
    let missing = entries.filter { tree.value(of: $0.key, in: here) == nil }
    guard !missing.isEmpty else { throw .exists }
    try add(missing, to: here, &proposal)
  }

  /// Puts entries behind the last one of a mapping.
  private func add(_ entries: [EditValue.Entry], to mapping: NodeID, _ proposal: inout Proposal) throws(EditError) {
    proposal.tree.entries[mapping.index, default: []] += entries
    let children = children(of: mapping)
    let place = span(of: mapping).lowerBound
    if tree.style(mapping) == .flow {
      let writer = ValueWriter(style: flowStyle(in: mapping), lineBreak: text.lineBreak(near: place))
      return try add(entries.map { writer.entry($0) }, toFlow: mapping, children, &proposal)
    }
    let writer = ValueWriter(style: .block, lineBreak: text.lineBreak(near: place))
    guard let first = children.first, let last = children.last else { throw .style }
    let column = text.column(of: try extent(of: first, in: mapping).lowerBound)
    let indentation = writer.lineBreak + String(repeating: " ", count: column)
    let lines = entries.map { indentation + writer.block($0, column: column) }.joined()
    try add(lines: lines, behind: try extent(of: last, in: mapping), &proposal)
  }

  /// Puts an item behind the last one of a sequence.
  func append(_ value: EditValue, to sequence: NodeID, _ proposal: inout Proposal) throws(EditError) {
    guard tree.kind(sequence) == .sequence else { throw .noSuchNode }
    proposal.tree.items[sequence.index, default: []].append(value)
    let children = children(of: sequence)
    let place = span(of: sequence).lowerBound
    if tree.style(sequence) == .flow {
      let writer = ValueWriter(style: flowStyle(in: sequence), lineBreak: text.lineBreak(near: place))
      return try add([writer.inline(value)], toFlow: sequence, children, &proposal)
    }
    let writer = ValueWriter(style: .block, lineBreak: text.lineBreak(near: place))
    guard let first = children.first, let last = children.last else { throw .style }
    let column = text.column(of: try extent(of: first, in: sequence).lowerBound)
    let line = writer.lineBreak + String(repeating: " ", count: column) + writer.item(value, column: column)
    try add(lines: line, behind: try extent(of: last, in: sequence), &proposal)
  }

  /// - Parameter lines: each with the break before it.
  private func add(lines: String, behind last: Range<Int>, _ proposal: inout Proposal) throws(EditError) {
    guard text.endsLine(last.upperBound) else { throw .style }
    let end = text.lineEnd(of: last.upperBound)
    proposal.changes.append(TextChange(range: end..<end, text: lines))
  }

  /// Puts texts behind the last one in braces or brackets: on lines of their own where that one has its own.
  private func add(
    _ texts: [String], toFlow collection: NodeID, _ children: [(key: NodeID?, value: NodeID)],
    _ proposal: inout Proposal
  ) throws(EditError) {
    guard let last = children.last else {
      let range = span(of: collection)
      let inner = range.lowerBound + 1..<range.upperBound - 1
      guard range.count >= 2, text.characters[range.lowerBound] == "{" || text.characters[range.lowerBound] == "[",
        text.firstSolid(from: inner.lowerBound) >= inner.upperBound
      else { throw .style }
      return proposal.changes.append(TextChange(range: inner, text: texts.joined(separator: ", ")))
    }
    let extent = try extent(of: last, in: collection)
    let start = text.lineStart(of: extent.lowerBound)
    var separator = ", "
    if text.isBlank(start..<extent.lowerBound) {
      separator = "," + text.lineBreak(near: start) + text.string(start..<extent.lowerBound)
    }
    let added = texts.map { separator + $0 }.joined()
    proposal.changes.append(TextChange(range: extent.upperBound..<extent.upperBound, text: added))
  }
}
