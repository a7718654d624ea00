import YAML

extension Library {
  /// Kubernetes' libraries for quantities and versions.
  static let kubernetes: [Function] = [
    Function(
      "quantity", [.string, .int, .double].map { .global([$0], .quantity) }, cost: .traversing(times: 1)
    ) { arguments, e in
      let text = e.text(arguments[0])
      return Quantity(parsing: text).map { .quantity(Box($0)) }
        ?? .invalid("`\(text)` is no quantity: the suffix is one of \(Quantity.suffixes)")
    },
    Function("isQuantity", [.global([.dyn], .bool)], cost: .traversing(times: 1)) { arguments, e in
      switch arguments[0] {
      case .string, .int, .double: return .bool(Quantity(parsing: e.text(arguments[0])) != nil)
      default: return .bool(false)
      }
    },
    version("semver", .semver) { text, version in
      version.map { .semver(Box($0)) } ?? .invalid("`\(text)` is no version")
    },
    version("isSemver", .bool) { _, version in .bool(version != nil) },
    ofVersion("major") { $0.major },
    ofVersion("minor") { $0.minor },
    ofVersion("patch") { $0.patch },
    compared("compareTo", .int) { .int(Int64($0)) },
    compared("isGreaterThan", .bool) { .bool($0 > 0) },
    compared("isLessThan", .bool) { .bool($0 < 0) },
    ofQuantity("sign", .int) { .int(Int64($0.sign)) },
    ofQuantity("isInteger", .bool) { .bool($0.integer != nil) },
    ofQuantity("asInteger", .int) { $0.integer.map(Value.int) ?? .invalid("\($0.text) is no integer of 64 bits") },
    ofQuantity("asApproximateFloat", .double) { .double($0.approximate) },
    sum("add") { $0 + $1 },
    sum("sub") { $0 - $1 },
  ]

  /// With true behind it, a version may begin with `v`, leave out numbers and have leading zeros.
  private static func version(_ name: String, _ result: Type, _ body: @escaping @Sendable (String, Semver?) -> Value)
    -> Function
  {
    Function(
      name, [.global([.string], result), .global([.string, .bool], result)], cost: .traversing(times: 1)
    ) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      if arguments.count == 1 { return body(text, Semver(parsing: text)) }
      guard case .bool(let normalizes) = arguments[1] else { return nil }
      return body(text, normalizes ? Semver(normalizing: text) : Semver(parsing: text))
    }
  }

  private static func ofVersion(_ name: String, _ body: @escaping @Sendable (Semver) -> UInt64) -> Function {
    Function(name, [.member([.semver], .int)]) { arguments, _ in
      guard case .semver(let box) = arguments[0] else { return nil }
      return Int64(exactly: body(box.content)).map(Value.int) ?? .overflow
    }
  }

  private static func compared(_ name: String, _ result: Type, _ body: @escaping @Sendable (Int) -> Value) -> Function {
    Function(name, [.member([.quantity, .quantity], result), .member([.semver, .semver], result)]) { arguments, _ in
      switch (arguments[0], arguments[1]) {
      case (.quantity(let a), .quantity(let b)): return body(a.content < b.content ? -1 : a.content > b.content ? 1 : 0)
      case (.semver(let a), .semver(let b)): return body(a.content < b.content ? -1 : a.content > b.content ? 1 : 0)
      default: return nil
      }
    }
  }

  private static func ofQuantity(_ name: String, _ result: Type, _ body: @escaping @Sendable (Quantity) -> Value)
    -> Function
  {
    Function(name, [.member([.quantity], result)]) { arguments, _ in
      guard case .quantity(let box) = arguments[0] else { return nil }
      return body(box.content)
    }
  }

  private static func sum(_ name: String, _ body: @escaping @Sendable (Int128, Int128) -> Int128) -> Function {
    Function(name, [.member([.quantity, .quantity], .quantity), .member([.quantity, .int], .quantity)]) {
      arguments, _ in
      guard case .quantity(let left) = arguments[0] else { return nil }
      let right: Int128
      switch arguments[1] {
      case .quantity(let box): right = box.content.nano
      case .int(let value): right = Int128(value) * Quantity.unit
      default: return nil
      }
      return .quantity(Box(Quantity(nano: body(left.content.nano, right))))
    }
  }
}
