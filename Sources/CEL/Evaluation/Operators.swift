import YAML

/// The operators on values, as cel-spec defines them. Arguments are neither errors nor unknown, unless said.
extension Evaluation {
  // MARK: Equality

  /// Heterogeneous equality: values of different kinds differ, numbers compare across types. An unknown part makes the
  /// whole unknown.
  func equal(_ left: Value, _ right: Value) -> Value {
    if case .node(let node) = left, case .string(let text) = right { return equal(node, text) }
    if case .node(let node) = right, case .string(let text) = left { return equal(node, text) }
    switch (typed(left), typed(right)) {
    case (.unknown(let node), _), (_, .unknown(let node)): return .unknown(node)
    case (.error(let error), _), (_, .error(let error)): return .error(error)
    case (.null, .null): return .bool(true)
    case (.bool(let a), .bool(let b)): return .bool(a == b)
    case (.string(let a), .string(let b)): return .bool(a.utf8.elementsEqual(b.utf8))
    case (.bytes(let a), .bytes(let b)): return .bool(a == b)
    case (.type(let a), .type(let b)): return .bool(a == b)
    case (.optional(let a), .optional(let b)):
      switch (a.value, b.value) {
      case (nil, nil): return .bool(true)
      case (let a?, let b?): return equal(a, b)
      default: return .bool(false)
      }
    case (let a, let b):
      if let order = compareNumbers(a, b) { return .bool(order == 0) }
      if Evaluation.isNumber(a), Evaluation.isNumber(b) { return .bool(false) }
      if let a = items(a), let b = items(b) { return equalItems(a, b) }
      if let a = mapEntries(a), isMap(b) { return equalEntries(a, b) }
      return .bool(Evaluation.areEqualOpaque(a, b))
    }
  }

  /// Values that only functions make and read.
  private static func areEqualOpaque(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.quantity(let a), .quantity(let b)): a.content == b.content
    case (.semver(let a), .semver(let b)): a.content == b.content
    case (.timestamp(let a), .timestamp(let b)): a == b
    case (.duration(let a), .duration(let b)): a == b
    case (.ip(let a), .ip(let b)): a.content == b.content
    case (.cidr(let a), .cidr(let b)): a.content == b.content
    case (.url(let a), .url(let b)): a.content == b.content
    case (.format(let a), .format(let b)): a == b
    default: false
    }
  }

  /// The usual comparison of a field with a constant, without making a string of the field.
  private func equal(_ node: NodeRef, _ text: String) -> Value {
    let tree = tree(node)
    guard tree.kind(node.node) == .scalar else { return .bool(false) }
    if tree.isPlaceholder(node.node) { return .unknown(node) }
    return .bool(tree.text(node.node, equals: text) && tree.scalar(node.node) == .string)
  }

  private func equalItems(_ left: [Value], _ right: [Value]) -> Value {
    guard left.count == right.count else { return .bool(false) }
    var unknown: Value?
    for (a, b) in zip(left, right) {
      switch equal(a, b) {
      case .bool(false): return .bool(false)
      case .unknown(let node): unknown = .unknown(node)
      default: break
      }
    }
    return unknown ?? .bool(true)
  }

  private func equalEntries(_ left: [(key: Value, value: Value)], _ right: Value) -> Value {
    guard left.count == mapEntries(right)?.count else { return .bool(false) }
    var unknown: Value?
    for (key, value) in left {
      guard let other = lookUp(typed(key), in: right) else { return .bool(false) }
      switch equal(value, other) {
      case .bool(false): return .bool(false)
      case .unknown(let node): unknown = .unknown(node)
      default: break
      }
    }
    return unknown ?? .bool(true)
  }

  // MARK: Order

  static func isNumber(_ value: Value) -> Bool {
    switch value {
    case .int, .uint, .double: true
    default: false
    }
  }

  /// -1, 0 or 1 for two numbers of any types; nil when one is not a number or NaN.
  func compareNumbers(_ left: Value, _ right: Value) -> Int? {
    switch (left, right) {
    case (.int(let a), .int(let b)): return a < b ? -1 : a > b ? 1 : 0
    case (.uint(let a), .uint(let b)): return a < b ? -1 : a > b ? 1 : 0
    case (.double(let a), .double(let b)): return a < b ? -1 : a > b ? 1 : a == b ? 0 : nil
    case (.int(let a), .uint(let b)): return a < 0 || UInt64(a) < b ? -1 : UInt64(a) > b ? 1 : 0
    case (.uint, .int): return compareNumbers(right, left).map { -$0 }
    case (.int(let a), .double(let b)): return Evaluation.compare(a, b)
    case (.uint(let a), .double(let b)): return Evaluation.compare(a, b)
    case (.double, .int), (.double, .uint): return compareNumbers(right, left).map { -$0 }
    default: return nil
    }
  }

  /// As Kubernetes compares them: within the integer's range, as doubles.
  private static func compare<Integer: FixedWidthInteger>(_ integer: Integer, _ double: Double) -> Int? {
    if double.isNaN { return nil }
    if double > Double(Integer.max) { return -1 }
    if double < Double(Integer.min) { return 1 }
    let approximate = Double(integer)
    return approximate < double ? -1 : approximate > double ? 1 : 0
  }

  /// -1, 0 or 1 for two values of one ordered type; an error for others, false comparisons for NaN are the caller's.
  func order(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): return .int(a == b ? 0 : a ? 1 : -1)
    case (.string(let a), .string(let b)):
      if a.utf8.elementsEqual(b.utf8) { return .int(0) }
      return .int(a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1)
    case (.bytes(let a), .bytes(let b)): return .int(a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1)
    case (.timestamp(let a), .timestamp(let b)): return .int(a == b ? 0 : a < b ? -1 : 1)
    case (.duration(let a), .duration(let b)): return .int(a == b ? 0 : a < b ? -1 : 1)
    default:
      if let order = compareNumbers(left, right) { return .int(Int64(order)) }
      if Evaluation.isNumber(left), Evaluation.isNumber(right) { return .null }
      return .noSuchOverload("\(typeName(left)) < \(typeName(right))")
    }
  }

  // MARK: Arithmetic

  enum Arithmetic: String {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
  }

  /// Spends what the operation costs too.
  mutating func arithmetic(_ operation: Arithmetic, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.string, .string), (.bytes, .bytes): break
    default: guard spend(1) else { return Evaluation.overBudget }
    }
    return computed(operation, left, right)
  }

  mutating func computed(_ operation: Arithmetic, _ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.int(let a), .int(let b)):
      return Evaluation.integers(operation, a, b).map(Value.int) ?? failure(operation, b == 0)
    case (.uint(let a), .uint(let b)):
      return Evaluation.integers(operation, a, b).map(Value.uint) ?? failure(operation, b == 0)
    case (.double(let a), .double(let b)):
      switch operation {
      case .add: return .double(a + b)
      case .subtract: return .double(a - b)
      case .multiply: return .double(a * b)
      case .divide: return .double(a / b)
      case .modulo: break
      }
    case (.string(let a), .string(let b)) where operation == .add:
      guard spend(CostModel.traversing(size(left) + size(right))), makes(bytes: a.utf8.count + b.utf8.count) else {
        return Evaluation.overBudget
      }
      return .string(a + b)
    case (.bytes(let a), .bytes(let b)) where operation == .add:
      guard spend(CostModel.traversing(a.count + b.count)), makes(bytes: a.count + b.count) else {
        return Evaluation.overBudget
      }
      return .bytes(a + b)
    default:
      if operation == .add, let a = items(left), let b = items(right) {
        guard makes(items: a.count + b.count) else { return Evaluation.overBudget }
        return .list(a + b)
      }
      if let time = Evaluation.time(operation, left, right) { return time }
    }
    return .noSuchOverload("\(typeName(left)) \(operation.rawValue) \(typeName(right))")
  }

  /// Sums and differences of timestamps and durations; nil for all else.
  private static func time(_ operation: Arithmetic, _ left: Value, _ right: Value) -> Value? {
    switch (left, operation, right) {
    case (.timestamp(let a), .add, .duration(let b)), (.duration(let b), .add, .timestamp(let a)):
      return a.adding(Int128(b.nanoseconds)).map(Value.timestamp) ?? .overflow
    case (.timestamp(let a), .subtract, .duration(let b)):
      return a.adding(-Int128(b.nanoseconds)).map(Value.timestamp) ?? .overflow
    case (.timestamp(let a), .subtract, .timestamp(let b)): return a.since(b).map(Value.duration) ?? .overflow
    case (.duration(let a), .add, .duration(let b)), (.duration(let a), .subtract, .duration(let b)):
      return integers(operation, a.nanoseconds, b.nanoseconds).map { .duration(Duration(nanoseconds: $0)) } ?? .overflow
    default: return nil
    }
  }

  private func failure(_ operation: Arithmetic, _ zero: Bool) -> Value {
    switch operation {
    case .divide where zero: .invalid("division by zero")
    case .modulo where zero: .invalid("modulus by zero")
    default: .overflow
    }
  }

  /// nil for overflow and for a divisor of zero.
  private static func integers<Integer: FixedWidthInteger>(_ operation: Arithmetic, _ a: Integer, _ b: Integer)
    -> Integer?
  {
    let (value, overflow): (Integer, Bool)
    switch operation {
    case .add: (value, overflow) = a.addingReportingOverflow(b)
    case .subtract: (value, overflow) = a.subtractingReportingOverflow(b)
    case .multiply: (value, overflow) = a.multipliedReportingOverflow(by: b)
    case .divide: (value, overflow) = a.dividedReportingOverflow(by: b)
    case .modulo: (value, overflow) = a.remainderReportingOverflow(dividingBy: b)
    }
    return overflow ? nil : value
  }

  // MARK: Collections

  /// `element in collection`.
  mutating func contains(_ collection: Value, _ element: Value) -> Value {
    if isMap(collection) {
      guard spend(1) else { return Evaluation.overBudget }
      switch typed(element) {
      case .unknown(let node): return .unknown(node)
      case let key: return .bool(lookUp(key, in: collection) != nil)
      }
    }
    guard let items = items(collection) else {
      if case .unknown(let node) = typed(collection) { return .unknown(node) }
      return .noSuchOverload("\(typeName(element)) in \(typeName(collection))")
    }
    guard spend(items.count), walks(element), walks(collection) else { return Evaluation.overBudget }
    var unknown: Value?
    for item in items {
      switch equal(item, element) {
      case .bool(true): return .bool(true)
      case .unknown(let node): unknown = .unknown(node)
      default: break
      }
    }
    return unknown ?? .bool(false)
  }

  /// The value under a key; nil when it is absent.
  func lookUp(_ key: Value, in map: Value) -> Value? {
    switch (map, key) {
    case (.map(let map), _): return map[key]
    case (.node(let node), .string(let name)):
      let tree = tree(node)
      guard let found = tree.value(of: name, in: node.node), !tree.isNull(found) else { return nil }
      return ref(found, like: node)
    default: return nil
    }
  }

  /// `collection[key]`.
  func index(_ collection: Value, _ key: Value) -> Value {
    if case .node(let map) = collection, case .node(let name) = key, tree(map).kind(map.node) == .mapping {
      // A key of one mapping used on another: no string in between.
      if tree(name).isPlaceholder(name.node) { return .unknown(name) }
      let found = tree(map).value(ofKeyLike: name.node, of: tree(name), in: map.node)
      guard let found, !tree(map).isNull(found) else { return noSuchKey(.string(tree(name).string(name.node))) }
      return ref(found, like: map)
    }
    let key = typed(key)
    if case .unknown = key { return key }
    if isMap(collection) { return lookUp(key, in: collection) ?? noSuchKey(key) }
    guard let place = Evaluation.place(key) else {
      return .noSuchOverload("\(typeName(collection))[\(typeName(key))]")
    }
    switch collection {
    case .list(let items):
      return items.indices.contains(place) ? items[place] : outOfRange(place, items.count)
    case .node(let node) where tree(node).kind(node.node) == .sequence:
      guard let item = tree(node).item(place, of: node.node) else {
        return outOfRange(place, tree(node).count(node.node))
      }
      return ref(item, like: node)
    default: return .noSuchOverload("\(typeName(collection))[\(typeName(key))]")
    }
  }

  private static func place(_ key: Value) -> Int? {
    switch key {
    case .int(let value): Int(exactly: value)
    case .uint(let value): Int(exactly: value)
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  func noSuchKey(_ key: Value) -> Value { .error(EvaluationError(.noSuchKey, "no such key: \(text(key))")) }

  private func outOfRange(_ place: Int, _ count: Int) -> Value {
    .error(EvaluationError(.outOfRange, "index \(place) of a list of \(count)"))
  }
}
