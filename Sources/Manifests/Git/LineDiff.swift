/// Where two texts differ, by lines.
enum LineDiff {
  /// Lines, from 0, that stand in the place of others; either may be none.
  struct Hunk: Sendable, Equatable {
    let former: Range<Int>
    let present: Range<Int>
  }

  /// Comparing takes time with the square of what differs: more lines than this between the first and the last
  /// difference are one hunk.
  private static let longest = 4_000

  /// In order; empty for equal texts.
  static func hunks(from former: TextLines, to present: TextLines) -> [Hunk] {
    var numbers: [ArraySlice<UInt8>: Int] = [:]
    func numbered(_ text: TextLines) -> [Int] {
      (0..<text.count).map { line in
        let content = text[line..<line + 1]
        if let known = numbers[content] { return known }
        let number = numbers.count
        numbers[content] = number
        return number
      }
    }
    let old = numbered(former)
    let new = numbered(present)
    let head = zip(old, new).prefix { $0 == $1 }.count
    let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
    let oldMiddle = old[head..<old.count - tail]
    let newMiddle = new[head..<new.count - tail]
    if oldMiddle.isEmpty, newMiddle.isEmpty { return [] }
    guard oldMiddle.count + newMiddle.count <= longest else {
      return [Hunk(former: oldMiddle.indices, present: newMiddle.indices)]
    }
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in newMiddle.difference(from: oldMiddle) {
      switch change {
      case .remove(let offset, _, _): removed.insert(head + offset)
      case .insert(let offset, _, _): inserted.insert(head + offset)
      }
    }
    return hunks(removed, inserted, from: head, to: old.count - tail, new.count - tail)
  }

  private static func hunks(
    _ removed: Set<Int>, _ inserted: Set<Int>, from head: Int, to oldEnd: Int, _ newEnd: Int
  ) -> [Hunk] {
    var result: [Hunk] = []
    var (old, new) = (head, head)
    while old < oldEnd || new < newEnd {
      let (oldStart, newStart) = (old, new)
      while removed.contains(old) { old += 1 }
      while inserted.contains(new) { new += 1 }
      if old > oldStart || new > newStart {
        result.append(Hunk(former: oldStart..<old, present: newStart..<new))
      } else {
        (old, new) = (old + 1, new + 1)
      }
    }
    return result
  }
}
