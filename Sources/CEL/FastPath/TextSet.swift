/// Texts that are looked up by hash, without making a string of what is looked up.
struct TextSet: Sendable {
  private var slots: [Int32]
  private var bytes: [UInt8] = []
  private var ends: [Int32] = [0]

  var count: Int { ends.count - 1 }

  init(_ texts: [String]) {
    var size = 4
    while size < texts.count * 2 { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    for text in texts {
      let utf8 = Array(text.utf8)
      if contains(utf8.span) { continue }
      bytes += utf8
      ends.append(Int32(bytes.count))
      var slot = TextSet.hash(utf8.span) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(ends.count - 1)
    }
  }

  func contains(_ text: Span<UInt8>) -> Bool {
    var slot = TextSet.hash(text) & (slots.count - 1)
    while slots[slot] != 0 {
      let place = Int(slots[slot])
      let start = Int(ends[place - 1])
      if Int(ends[place]) - start == text.count {
        var index = 0
        while index < text.count, bytes[start + index] == text[index] { index += 1 }
        if index == text.count { return true }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return false
  }

  private static func hash(_ text: Span<UInt8>) -> Int {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for index in 0..<text.count { hash = (hash ^ UInt64(text[index])) &* 1_099_511_628_211 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 31)) & 0x7fff_ffff)
  }
}
