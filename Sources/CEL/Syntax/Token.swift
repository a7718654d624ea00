/// A word of an expression.
struct Token: Sendable {
  enum Kind: Equatable, Sendable {
    case end
    case identifier(String)
    /// A name in back quotes, allowed as a field only.
    case quotedIdentifier(String)
    case int(String)
    case uint(String)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// An operator, a bracket, or one of `in true false null`.
    case sign(String)
  }

  let kind: Kind
  let offset: Int
  /// Offset in bytes of what follows it.
  var end = 0
}
