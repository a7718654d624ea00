import Synchronization
import YAML

/// A text of a run by number: the same text has the same number. 0 is the empty text.
struct TextID: Hashable, Comparable, Sendable {
  let number: UInt32
  static let empty = TextID(number: 0)
  static func < (left: TextID, right: TextID) -> Bool { left.number < right.number }
}

/// The names, labels and namespaces of a run, each kept once however many documents hold it.
///
/// Numbers depend on which thread came first: they tell texts apart and never order what a report shows.
final class TextTable: Sendable {
  private struct State {
    var texts: [String] = [""]
    var numbers: [String: UInt32] = ["": 0]
  }

  private let state = Mutex(State())

  func id(of text: String) -> TextID {
    state.withLock { state in
      if let number = state.numbers[text] { return TextID(number: number) }
      let number = UInt32(state.texts.count)
      state.texts.append(text)
      state.numbers[text] = number
      return TextID(number: number)
    }
  }

  /// nil for a text that no document holds.
  func known(_ text: String) -> TextID? { state.withLock { $0.numbers[text].map(TextID.init) } }

  func text(_ id: TextID) -> String { state.withLock { $0.texts[Int(id.number)] } }
}

/// One thread's way to the table, which it asks only for texts that are new to it.
struct TextCache {
  let table: TextTable
  /// Numbers by the hash of their bytes; 0: free.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  private var ids: [TextID] = [.empty]
  private var ends: [Int] = [0]
  private var bytes: [UInt8] = []

  init(_ table: TextTable) { self.table = table }

  /// The number of a scalar's text.
  mutating func id(of node: NodeID, in tree: Tree) -> TextID {
    var slot = 0
    let known = tree.withUTF8(node) { text -> TextID? in
      if text.count == 0 { return .empty }
      slot = TextCache.hash(text) & (slots.count - 1)
      while slots[slot] != 0 {
        let entry = Int(slots[slot])
        if holds(entry, text) { return ids[entry] }
        slot = (slot + 1) & (slots.count - 1)
      }
      return nil
    }
    if let known { return known }
    let id = table.id(of: tree.string(node))
    tree.withUTF8(node) { text in for index in 0..<text.count { bytes.append(text[index]) } }
    ids.append(id)
    ends.append(bytes.count)
    slots[slot] = UInt32(ids.count - 1)
    if ids.count * 2 > slots.count { grow() }
    return id
  }

  mutating func id(of text: String) -> TextID { text.isEmpty ? .empty : table.id(of: text) }

  private func holds(_ entry: Int, _ text: borrowing Span<UInt8>) -> Bool {
    let start = ends[entry - 1]
    guard ends[entry] - start == text.count else { return false }
    var index = 0
    while index < text.count, bytes[start + index] == text[index] { index += 1 }
    return index == text.count
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 4)
    for entry in 1..<ids.count {
      let text = bytes.span.extracting(ends[entry - 1]..<ends[entry])
      var slot = TextCache.hash(text) & (larger.count - 1)
      while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
      larger[slot] = UInt32(entry)
    }
    slots = larger
  }

  private static func hash(_ text: borrowing Span<UInt8>) -> Int {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<text.count { hash = (hash ^ UInt64(text[index])) &* 1_099_511_628_211 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 31)) & 0x7fff_ffff)
  }
}
