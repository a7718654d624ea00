/// What the checker has found out about type parameters (cel-spec, "Type Checking").
///
/// Types agree gradually: `dyn` agrees with every type, and of two types that agree the more general one stands.
struct Substitution {
  private var found: [String: Type] = [:]
  private var made = 0

  /// A parameter that nothing is known of yet.
  mutating func fresh() -> Type {
    made += 1
    return .parameter("#\(made)")
  }

  /// An overload with parameters of its own, so that two calls do not share what is found out.
  mutating func instantiate(_ overload: Function.Overload) -> Function.Overload {
    var names: [String: Type] = [:]
    func rename(_ type: Type, _ fresh: () -> Type) -> Type {
      guard case .parameter(let name) = type else { return type.mapping { rename($0, fresh) } }
      if let known = names[name] { return known }
      let new = fresh()
      names[name] = new
      return new
    }
    let parameters = overload.parameters.map { type in rename(type) { fresh() } }
    let result = rename(overload.result) { fresh() }
    return Function.Overload(parameters: parameters, result: result, isMember: overload.isMember)
  }

  /// The type with all that is known put in; what is not stays a parameter.
  func resolved(_ type: Type) -> Type {
    guard case .parameter(let name) = type else { return type.mapping(resolved) }
    return found[name].map(resolved) ?? type
  }

  /// The type with `dyn` for all that is not known.
  func closed(_ type: Type) -> Type {
    func close(_ type: Type) -> Type {
      if case .parameter = type { return .dyn }
      return type.mapping(close)
    }
    return close(resolved(type))
  }

  /// Whether values of each type may be given where the other list's are asked; if not, nothing is found out.
  mutating func assign(_ types: [Type], to wanted: [Type]) -> Bool {
    var trial = self
    guard types.count == wanted.count, zip(types, wanted).allSatisfy({ trial.agree($0, $1) }) else { return false }
    self = trial
    return true
  }

  mutating func assign(_ type: Type, to wanted: Type) -> Bool { assign([type], to: [wanted]) }

  /// The type that holds values of both.
  mutating func joined(_ left: Type, _ right: Type) -> Type {
    assign(left, to: right) ? Substitution.general(resolved(left), resolved(right)) : .dyn
  }

  // MARK: Agreement

  private mutating func agree(_ left: Type, _ right: Type) -> Bool {
    if case .parameter(let name) = right {
      let known = found[name] != nil
      if bind(name, to: left) { return true }
      if known { return false }
    }
    if case .parameter(let name) = left { return bind(name, to: right) }
    switch (left, right) {
    case (.dyn, _), (_, .dyn), (.any, _), (_, .any): return true
    case (.null, _): return right.isNullable
    case (_, .null): return left.isNullable
    case (.wrapper(let one), .wrapper(let other)): return one == other
    case (.wrapper(let one), let other), (let other, .wrapper(let one)): return one == other
    case (.type, .type): return true
    case (.object, .object): return true
    case (.object, .map(let key, let value)), (.map(let key, let value), .object):
      return agree(key, .string) && (isUnknown(value) || agree(value, .dyn))
    case (.list(let one), .list(let other)): return agree(one, other)
    case (.map(let key, let value), .map(let otherKey, let otherValue)):
      return agree(key, otherKey) && agree(value, otherValue)
    case (.opaque(let name, let one), .opaque(let otherName, let other)):
      guard name == otherName, one.count == other.count else { return false }
      for (left, right) in zip(one, other) where !agree(left, right) { return false }
      return true
    default: return left == right
    }
  }

  private mutating func bind(_ name: String, to type: Type) -> Bool {
    if type == .parameter(name) { return true }
    if let known = found[name] {
      if known == type { return true }
      guard agree(type, known) else { return false }
      let general = Substitution.general(resolved(type), resolved(known))
      if !occurs(name, in: general) { found[name] = general }
      return true
    }
    guard !occurs(name, in: type) else { return false }
    found[name] = type
    return true
  }

  /// A parameter that nothing is known of: `{}` is a map of those, and may be any object.
  private func isUnknown(_ type: Type) -> Bool {
    if case .parameter = resolved(type) { true } else { false }
  }

  /// Whether a parameter is part of a type, which would make the type endless.
  private func occurs(_ name: String, in type: Type) -> Bool {
    if case .parameter(let other) = type {
      return other == name || found[other].map { occurs(name, in: $0) } ?? false
    }
    return type.parameters.contains { occurs(name, in: $0) }
  }

  private static func general(_ left: Type, _ right: Type) -> Type {
    switch (left, right) {
    case (.object, .map(_, let value)), (.map(_, let value), .object):
      if case .parameter = value { return left.isObject ? left : right }
      return .fields
    default: return Type.union(left, right) ?? (isAsGeneral(left, right) ? left : right)
    }
  }

  private static func isAsGeneral(_ left: Type, _ right: Type) -> Bool {
    if left.isOpen { return true }
    if right.isOpen { return false }
    switch (left, right) {
    case (.wrapper, .null): return true
    case (.type, .type): return true
    case (.list, .list), (.map, .map):
      return zip(left.parameters, right.parameters).allSatisfy { isAsGeneral($0, $1) }
    case (.opaque(let name, let one), .opaque(let otherName, let other)):
      return name == otherName && one.count == other.count && zip(one, other).allSatisfy { isAsGeneral($0, $1) }
    default: return left == right
    }
  }
}

extension Type {
  fileprivate var isNullable: Bool {
    switch self {
    case .null, .dyn, .any, .wrapper, .opaque, .message, .object, .timestamp, .duration: true
    default: false
    }
  }

  fileprivate var isObject: Bool {
    if case .object = self { true } else { false }
  }
}
