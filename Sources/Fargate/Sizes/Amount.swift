/// How much of a resource is asked for: CPU in millicores, memory and storage in bytes.
public enum Amount: Hashable, Sendable {
  case absent
  case known(Int64)
  /// Substituted later, or no quantity that the API server would take.
  case unknown

  /// Absent counts as 0; a sum that rests on what is not known is not known. Beyond 64 bits it stays at the largest.
  static func + (left: Amount, right: Amount) -> Amount {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): .unknown
    case (.absent, let other), (let other, .absent): other
    case (.known(let one), .known(let other)):
      .known(one > Int64.max - other ? .max : one + other)
    }
  }

  static func larger(_ left: Amount, _ right: Amount) -> Amount {
    switch (left, right) {
    case (.unknown, _), (_, .unknown): .unknown
    case (.absent, let other), (let other, .absent): other
    case (.known(let one), .known(let other)): .known(max(one, other))
    }
  }

  func or(_ standard: Amount) -> Amount { self == .absent ? standard : self }

  /// 0 where nothing is asked for; nil when it is not known.
  public var value: Int64? {
    switch self {
    case .absent: 0
    case .known(let value): value
    case .unknown: nil
    }
  }
}
