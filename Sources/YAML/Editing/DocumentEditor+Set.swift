/// Writing other values and keys in the place of those that stand there.
extension DocumentEditor {
  func set(_ node: NodeID, to value: EditValue, _ proposal: inout Proposal) throws(EditError) {
    if tree.isKey(node) { throw .noSuchNode }
    proposal.tree.values[node.index] = value
    let range = text.trimmed(span(of: node))
    let writer = writer(for: node)
    if tree.kind(node) == .scalar {
      if range.isEmpty { return try fill(node, value, writer, &proposal) }
      guard case .string(let new) = value else {
        if tree.style(node) == .literal || tree.style(node) == .folded { throw .style }
        return proposal.changes.append(TextChange(range: range, text: writer.inline(value)))
      }
      switch tree.style(node) {
      case .literal: proposal.changes.append(try literal(node, range, new, writer.lineBreak))
      case .folded: throw .style
      default:
        proposal.changes.append(TextChange(range: range, text: writer.text(new, like: tree.style(node))))
      }
      return
    }
    if text.mayHoldComment(range) { throw .comment }
    if tree.style(node) == .flow {
      let inner = ValueWriter(style: flowStyle(in: node), lineBreak: writer.lineBreak)
      return proposal.changes.append(TextChange(range: range, text: inner.inline(value)))
    }
    guard let key = tree.key(ofValue: node), let colon = colon(behind: key) else { throw .style }
    let column = text.column(of: span(of: key).lowerBound)
    proposal.changes.append(
      TextChange(range: colon + 1..<range.upperBound, text: writer.block(value, below: column)))
  }

  /// Writes a value where a key has none.
  func fill(
    _ node: NodeID, _ value: EditValue, _ writer: ValueWriter, _ proposal: inout Proposal
  ) throws(EditError) {
    guard let key = tree.key(ofValue: node), let colon = colon(behind: key) else { throw .style }
    if isInFlow(node) {
      return proposal.changes.append(TextChange(range: colon + 1..<colon + 1, text: " " + writer.inline(value)))
    }
    let column = text.column(of: span(of: key).lowerBound)
    let block = writer.block(value, below: column)
    // A block begins on the next line, behind a comment of the key.
    let place = block.hasPrefix(" ") ? colon + 1 : text.lineEnd(of: colon)
    proposal.changes.append(TextChange(range: place..<place, text: block))
  }

  /// A literal block scalar with other lines below the same header.
  private func literal(
    _ node: NodeID, _ range: Range<Int>, _ new: String, _ lineBreak: String
  ) throws(EditError) -> TextChange {
    let headerEnd = text.lineEnd(of: range.lowerBound)
    let header = text.string(range.lowerBound..<min(headerEnd, range.upperBound))
    let start = text.behindBreak(headerEnd)
    let indicators = header.prefix { $0 != " " && $0 != "#" && $0 != "\t" }
    guard start < range.upperBound, !indicators.contains(where: \.isNumber), !indicators.contains("+") else {
      throw .style
    }
    let first = text.firstSolid(from: start)
    let indentation = String(repeating: " ", count: text.column(of: first))
    var lines = new.split(separator: "\n", omittingEmptySubsequences: false)
    let isEnded = lines.last == ""
    if isEnded { lines.removeLast() }
    guard isEnded != indicators.contains("-"), let opening = lines.first, let closing = lines.last, !closing.isEmpty,
      let character = opening.first, character != " ", character != "\t", !new.contains("\r")
    else { throw .style }
    let body = lines.map { $0.isEmpty ? "" : indentation + $0 }.joined(separator: lineBreak)
    return differing(TextChange(range: start..<range.upperBound, text: body))
  }

  /// A change without what it leaves as it was at its start and end.
  private func differing(_ change: TextChange) -> TextChange {
    let old = text.characters[change.range]
    let new = Array(change.text.unicodeScalars)
    let most = min(old.count, new.count)
    let same = zip(old, new).prefix { $0 == $1 }.count
    let tail = min(zip(old.reversed(), new.reversed()).prefix { $0 == $1 }.count, most - same)
    var middle = String.UnicodeScalarView()
    middle.append(contentsOf: new[same..<new.count - tail])
    return TextChange(
      range: change.range.lowerBound + same..<change.range.upperBound - tail, text: String(middle))
  }

  func rename(_ node: NodeID, to name: String, _ proposal: inout Proposal) throws(EditError) {
    guard let key = tree.isKey(node) ? node : tree.key(ofValue: node), tree.kind(key) == .scalar else {
      throw .noSuchNode
    }
    guard let mapping = tree.parent(key), tree.entry(of: name, in: mapping) == nil else { throw .exists }
    let range = span(of: key)
    let quotes: NodeStyle =
      switch text[range.lowerBound] {
      case "\"": .doubleQuoted
      case "'": .singleQuoted
      default: .plain
      }
    proposal.tree.keys[key.index] = name
    proposal.changes.append(TextChange(range: range, text: writer(for: key).text(name, like: quotes)))
  }
}
