/// 32 bytes of BLAKE2b without a key (RFC 7693): as safe as SHA-256, and several times as fast without special
/// instructions.
public struct Digest: Hashable, Sendable {
  public static let count = 32
  /// `count` of them.
  public let bytes: [UInt8]

  public init(of text: [UInt8]) {
    var running = Running()
    text.withUnsafeBytes { running.add($0) }
    self = running.digest()
  }

  /// - Returns: nil where the bytes are not as many as a digest has.
  public init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Digest.count else { return nil }
    self.bytes = Array(bytes)
  }

  /// As hexadecimal digits.
  public var text: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  // MARK: BLAKE2b

  /// A digest of bytes that come piece by piece.
  struct Running {
    private var state = Digest.start
    private var count = 0
    /// What waits to be compressed, at most a block: the last block, full or not, is marked as such.
    private var rest: [UInt8] = []

    mutating func add(_ piece: UnsafeRawBufferPointer) {
      var piece = piece[...]
      while rest.count + piece.count > Digest.block {
        if rest.isEmpty {
          compress(UnsafeRawBufferPointer(rebasing: piece))
          piece = piece.dropFirst(Digest.block)
        } else {
          let missing = piece.prefix(Digest.block - rest.count)
          rest += missing
          piece = piece.dropFirst(missing.count)
          rest.withUnsafeBytes { compress($0) }
          rest.removeAll(keepingCapacity: true)
        }
      }
      rest += piece
    }

    /// - Parameter used: how many of the block's bytes count.
    private mutating func compress(
      _ block: UnsafeRawBufferPointer, ofWhich used: Int = Digest.block, isLast: Bool = false
    ) {
      count += used
      Digest.compress(&state, Digest.words(block), upTo: count, isLast: isLast)
    }

    consuming func digest() -> Digest {
      let used = rest.count
      rest += [UInt8](repeating: 0, count: Digest.block - used)
      rest.withUnsafeBytes { compress($0, ofWhich: used, isLast: true) }
      let bytes = (0..<Digest.count).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64($0 % 8 * 8)) }
      return Digest(unchecked: bytes)
    }
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  private typealias Words = InlineArray<16, UInt64>
  private typealias State = InlineArray<8, UInt64>

  private static let block = 128

  /// The first 64 bits of the fractional parts of the square roots of the first eight primes.
  private static let constants: State = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
  ]

  private static var start: State {
    var state = constants
    state[0] ^= 0x0101_0000 ^ UInt64(count)
    return state
  }

  @inline(__always)
  private static func words(_ block: UnsafeRawBufferPointer) -> Words {
    Words { UInt64(littleEndian: block.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)) }
  }

  @inline(__always)
  private static func mix(
    _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64, _ x: UInt64, _ y: UInt64
  ) {
    a = a &+ b &+ x
    d = rotated(d ^ a, by: 32)
    c = c &+ d
    b = rotated(b ^ c, by: 24)
    a = a &+ b &+ y
    d = rotated(d ^ a, by: 16)
    c = c &+ d
    b = rotated(b ^ c, by: 63)
  }

  @inline(__always)
  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 { word &>> count | word &<< (64 &- count) }

  /// Four rows of four words that the rounds mix a block into, as a struct so that each stays in a register.
  private struct Rows {
    var (v0, v1, v2, v3): (UInt64, UInt64, UInt64, UInt64)
    var (v4, v5, v6, v7): (UInt64, UInt64, UInt64, UInt64)
    var (v8, v9, v10, v11) = (constants[0], constants[1], constants[2], constants[3])
    var (v12, v13, v14, v15) = (constants[4], constants[5], constants[6], constants[7])

    init(_ state: State) {
      (v0, v1, v2, v3) = (state[0], state[1], state[2], state[3])
      (v4, v5, v6, v7) = (state[4], state[5], state[6], state[7])
    }

    /// - Parameter order: in which the words are taken: four bits each, the lowest first. Each call is its own code, in
    ///   which every place is a constant.
    @inline(__always)
    mutating func round(_ words: Words, _ order: UInt64) {
      Digest.mix(&v0, &v4, &v8, &v12, Rows.word(words, order, 0), Rows.word(words, order, 1))
      Digest.mix(&v1, &v5, &v9, &v13, Rows.word(words, order, 2), Rows.word(words, order, 3))
      Digest.mix(&v2, &v6, &v10, &v14, Rows.word(words, order, 4), Rows.word(words, order, 5))
      Digest.mix(&v3, &v7, &v11, &v15, Rows.word(words, order, 6), Rows.word(words, order, 7))
      Digest.mix(&v0, &v5, &v10, &v15, Rows.word(words, order, 8), Rows.word(words, order, 9))
      Digest.mix(&v1, &v6, &v11, &v12, Rows.word(words, order, 10), Rows.word(words, order, 11))
      Digest.mix(&v2, &v7, &v8, &v13, Rows.word(words, order, 12), Rows.word(words, order, 13))
      Digest.mix(&v3, &v4, &v9, &v14, Rows.word(words, order, 14), Rows.word(words, order, 15))
    }

    @inline(__always)
    private static func word(_ words: Words, _ order: UInt64, _ place: UInt64) -> UInt64 {
      words[Int(truncatingIfNeeded: order &>> (place &* 4) & 15)]
    }

    var folded: State { [v0 ^ v8, v1 ^ v9, v2 ^ v10, v3 ^ v11, v4 ^ v12, v5 ^ v13, v6 ^ v14, v7 ^ v15] }
  }

  /// - Parameter end: how many bytes have gone in with this block.
  private static func compress(_ state: inout State, _ words: Words, upTo end: Int, isLast: Bool = false) {
    var rows = Rows(state)
    rows.v12 ^= UInt64(end)
    if isLast { rows.v14 = ~rows.v14 }
    rows.round(words, 0xfedc_ba98_7654_3210)
    rows.round(words, 0x357b_20c1_6df9_84ae)
    rows.round(words, 0x4917_63ea_df25_0c8b)
    rows.round(words, 0x8f04_a562_ebcd_1397)
    rows.round(words, 0xd386_cb1e_fa42_7509)
    rows.round(words, 0x91ef_57d4_38b0_a6c2)
    rows.round(words, 0xb829_3670_a4de_f15c)
    rows.round(words, 0xa268_4f05_931c_e7bd)
    rows.round(words, 0x5a41_7d2c_803b_9ef6)
    rows.round(words, 0x0dc3_e9bf_5167_482a)
    rows.round(words, 0xfedc_ba98_7654_3210)
    rows.round(words, 0x357b_20c1_6df9_84ae)
    let folded = rows.folded
    for index in folded.indices { state[index] ^= folded[index] }
  }
}
