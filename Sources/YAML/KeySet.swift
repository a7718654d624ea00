/// Keys that a document may be asked for all at once.
public struct KeySet: Sendable, Equatable {
  /// Sixty-four symbols that follow each other, a bit for each.
  struct Word: Sendable, Equatable {
    let number: Int
    var bits: UInt64
  }

  /// Ascending, none of them empty.
  private(set) var words: [Word] = []

  public init(_ symbols: Set<Symbol>) {
    for symbol in symbols.sorted(by: { $0.id < $1.id }) {
      let number = Int(symbol.id) >> 6
      if words.last?.number != number { words.append(Word(number: number, bits: 0)) }
      words[words.count - 1].bits |= 1 << (UInt64(symbol.id) & 63)
    }
  }

  public var symbols: Set<Symbol> {
    var result: Set<Symbol> = []
    for word in words {
      for bit in 0..<64 where word.bits & (1 << UInt64(bit)) != 0 {
        result.insert(Symbol(id: UInt32(word.number * 64 + bit)))
      }
    }
    return result
  }

  public func union(_ other: KeySet) -> KeySet {
    var result = self
    for word in other.words {
      if let place = result.words.firstIndex(where: { $0.number == word.number }) {
        result.words[place].bits |= word.bits
      } else {
        result.words.append(word)
      }
    }
    result.words.sort { $0.number < $1.number }
    return result
  }

  public func intersection(_ other: KeySet) -> KeySet {
    var result = KeySet([])
    for word in words {
      let bits = word.bits & other.bits(of: word.number)
      if bits != 0 { result.words.append(Word(number: word.number, bits: bits)) }
    }
    return result
  }

  public func isSubset(of other: KeySet) -> Bool { words.allSatisfy { $0.bits & ~other.bits(of: $0.number) == 0 } }

  private func bits(of number: Int) -> UInt64 { words.first { $0.number == number }?.bits ?? 0 }

  /// Whether those of a word that a document does not have were interned after it was read, so that nobody can tell.
  func isNewer(than table: SymbolTable, _ word: Word, _ known: UInt64) -> Bool {
    let missing = word.bits & ~known
    return (0..<64).allSatisfy { missing & (1 << UInt64($0)) == 0 || UInt32(word.number * 64 + $0) > table.count }
  }
}
