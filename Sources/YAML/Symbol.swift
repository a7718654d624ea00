import Synchronization

/// An interned mapping key: two symbols are equal when their texts are.
///
/// Field names that expressions and the Kubernetes view ask for are interned once, for the life of the process. A tree
/// marks its keys with the symbols known when it was built, so that reading a field compares two integers.
/// Keys of manifests never enter the table: its size is bounded by what policies name.
public struct Symbol: Hashable, Sendable {
  /// From 1; 0 marks a key that is no symbol.
  public let id: UInt32

  /// Interns `text`. Cost: a lock and one hash; do it when compiling, not when evaluating.
  public init(_ text: String) {
    id = Symbol.known.withLock { $0.intern(text) }
  }

  init(id: UInt32) { self.id = id }

  public var text: String { Symbol.known.withLock { $0.texts[Int(id) - 1] } }

  private static let known = Mutex(Interner())

  /// The symbols interned so far, for lookups without a lock.
  static func snapshot() -> SymbolTable {
    known.withLock { $0.snapshot() }
  }

  private struct Interner {
    var texts: [String] = []
    var ids: [String: UInt32] = [:]
    var cached: SymbolTable?

    mutating func intern(_ text: String) -> UInt32 {
      if let id = ids[text] { return id }
      texts.append(text)
      ids[text] = UInt32(texts.count)
      cached = nil
      return UInt32(texts.count)
    }

    mutating func snapshot() -> SymbolTable {
      if let cached { return cached }
      let table = SymbolTable(texts)
      cached = table
      return table
    }
  }
}

/// An immutable hash table from the bytes of a key to its symbol.
final class SymbolTable: Sendable {
  /// Symbols above this were interned later: a tree built with this table does not know them.
  let count: UInt32
  private let slots: [UInt32]
  private let ends: [UInt32]
  private let bytes: [UInt8]
  private let mask: Int

  init(_ texts: [String]) {
    var size = 64
    while size < texts.count * 4 { size *= 2 }
    var slots = [UInt32](repeating: 0, count: size)
    var ends: [UInt32] = [0]
    var bytes: [UInt8] = []
    for (index, text) in texts.enumerated() {
      bytes.append(contentsOf: text.utf8)
      ends.append(UInt32(bytes.count))
      var slot = SymbolTable.hash(Array(text.utf8).span) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = UInt32(index + 1)
    }
    self.count = UInt32(texts.count)
    self.slots = slots
    self.ends = ends
    self.bytes = bytes
    self.mask = size - 1
  }

  /// The symbol's id, or 0.
  func id(of key: borrowing Span<UInt8>) -> UInt32 {
    var slot = SymbolTable.hash(key) & mask
    while slots[slot] != 0 {
      let id = Int(slots[slot])
      let start = Int(ends[id - 1])
      if Int(ends[id]) - start == key.count {
        var equal = true
        for offset in 0..<key.count where bytes[start + offset] != key[offset] {
          equal = false
          break
        }
        if equal { return UInt32(id) }
      }
      slot = (slot + 1) & mask
    }
    return 0
  }

  private static func hash(_ key: borrowing Span<UInt8>) -> Int {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<key.count { hash = (hash ^ UInt64(key[index])) &* 1_099_511_628_211 }
    return Int(truncatingIfNeeded: hash ^ (hash >> 29)) & Int.max
  }
}
