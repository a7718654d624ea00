/// Changes an expression in a few places: words and bytes are dropped, doubled, swapped, or replaced by what hurts.
struct Mutator {
  private var random: SplitMix64
  private let corpus: [String]

  init(seed: UInt64, corpus: [String]) {
    random = SplitMix64(seed: seed)
    self.corpus = corpus
  }

  mutating func mutate(_ text: String) -> String {
    var result = text
    for _ in 0...random.below(4) { result = random.chance(75) ? words(result) : bytes(result) }
    return result
  }

  private mutating func words(_ text: String) -> String {
    var words = Words.of(text)
    guard !words.isEmpty else { return random.pick(corpus) }
    let place = random.below(words.count)
    switch random.below(9) {
    case 0: words.remove(at: place)
    case 1: words.insert(words[place], at: place)
    case 2: words.swapAt(place, random.below(words.count))
    case 3, 4: words[place] = random.pick(Mutator.hostile)
    case 5: words.insert(random.pick(Mutator.hostile), at: place)
    case 6:
      let others = Words.of(random.pick(corpus))
      if !others.isEmpty { words[place] = random.pick(others) }
    case 7: words[place] = "(" + random.pick(corpus) + ")"
    default:
      let end = min(words.count, place + 1 + random.below(8))
      words.insert(
        contentsOf: Array(repeating: words[place..<end], count: repetitions()).flatMap(Array.init), at: place)
    }
    return words.joined()
  }

  private mutating func repetitions() -> Int { random.chance(3) ? 300 : 1 + random.below(4) }

  private mutating func bytes(_ text: String) -> String {
    var bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return text }
    let place = random.below(bytes.count)
    switch random.below(4) {
    case 0: bytes.remove(at: place)
    case 1: bytes[place] ^= UInt8(1 << random.below(8))
    case 2: bytes.insert(UInt8(random.below(256)), at: place)
    default: bytes.removeSubrange(place...)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let hostile = [
    "9223372036854775808", "-9223372036854775808", "99999999999999999999999999", "18446744073709551616u", "1e999", "0x",
    "0xffffffffffffffffff", "'\\ud800'", "'\\x4'", "'\\U00110000'", "b'\\400'", "'\\9'", "'", "\"\"\"", "`a b`",
    "\u{0}",
    "null", "[]", "{}", "()", "(", ")", "[", "]", "{", "}", "?", ":", ".", ".?", "[?", ",", "-", "--", "!", "!!", "in",
    "&&",
    "||", "==", "<", "%", "/", "*", "+", " // x\n", "has", "dyn", "type", "optional.none()", "cel.bind", "x", "@index0",
    "__result__", "cel.index(9)", "é", "😀", "1.", ".5", "1u", "true", "object", "size", "map", "all", "lists.range",
    "{1: 1, 1u: 2}", "{1.0: 1}", "[1, 1u, 1.0]", "(0.0/0.0)", "type(1)", "'a'.replace('', 'aaaa')", "a.dotted.name",
    "lists.range(100000)", "lists.range(9223372036854775807)", "'%s'.format([1])", "mixed", "wrapped_int", "nothing",
  ]
}
