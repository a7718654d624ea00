/// SHA-256 (FIPS 180-4), which Foundation does not have on Linux.
enum SHA256 {
  private static let constants: [UInt32] = {
    // The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    primes(64).map { fraction(of: $0, root: 3) }
  }()

  private static let start: [UInt32] = primes(8).map { fraction(of: $0, root: 2) }

  private static func primes(_ count: Int) -> [UInt64] {
    var found: [UInt64] = []
    var number: UInt64 = 2
    while found.count < count {
      if found.allSatisfy({ number % $0 != 0 }) { found.append(number) }
      number += 1
    }
    return found
  }

  /// 32 bits behind the point of a root, by integers: the largest r with r^root <= number * 2^(32 * root).
  private static func fraction(of number: UInt64, root: Int) -> UInt32 {
    var low: UInt64 = 0
    var high: UInt64 = 1 << 40
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if power(middle, root) <= UInt128(number) << UInt128(32 * root) { low = middle } else { high = middle }
    }
    return UInt32(truncatingIfNeeded: low)
  }

  private static func power(_ base: UInt64, _ exponent: Int) -> UInt128 {
    (0..<exponent).reduce(UInt128(1)) { result, _ in result * UInt128(base) }
  }

  static func hash(_ message: [UInt8]) -> [UInt8] {
    var padded = message + [0x80]
    while padded.count % 64 != 56 { padded.append(0) }
    padded += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(message.count * 8) >> (56 - $0 * 8)) }
    var state = start
    for block in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { word in
        (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[block + word * 4 + $1]) }
      }
      for place in 16..<64 {
        let (early, late) = (words[place - 15], words[place - 2])
        let first = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
        let second = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
        words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
      }
      var now = state
      for place in 0..<64 {
        let sum1 = rotated(now[4], 6) ^ rotated(now[4], 11) ^ rotated(now[4], 25)
        let choice = now[4] & now[5] ^ ~now[4] & now[6]
        let one = now[7] &+ sum1 &+ choice &+ constants[place] &+ words[place]
        let sum0 = rotated(now[0], 2) ^ rotated(now[0], 13) ^ rotated(now[0], 22)
        let majority = now[0] & now[1] ^ now[0] & now[2] ^ now[1] & now[2]
        now = [one &+ sum0 &+ majority, now[0], now[1], now[2], now[3] &+ one, now[4], now[5], now[6]]
      }
      for place in 0..<8 { state[place] = state[place] &+ now[place] }
    }
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - $0 * 8)) } }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }
}
