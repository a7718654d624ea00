import YAML

/// What the schema of a field asks of its value: a manifest's value of another shape is an error where it is read, as
/// the API server would refuse it.
enum Shape: Int32, Sendable {
  case any, bool, int, double, string, list, map

  init(of type: Type) {
    self =
      switch type {
      case .bool: .bool
      case .int: .int
      case .double: .double
      case .string: .string
      case .list: .list
      case .map, .object: .map
      default: .any
      }
  }
}

extension Evaluation {
  /// The value of a field, or the error that it is of another shape. What is not known yet stays as it is.
  @inline(__always)
  func checked(_ value: Value, _ shape: Int32, _ field: FieldName) -> Value {
    guard shape != Shape.any.rawValue, let shape = Shape(rawValue: shape), !has(value, shape) else { return value }
    let text = "`\(field.text)` is \(described(value)), expected \(shape)"
    return .error(EvaluationError(.wrongType, text, at: value.origin))
  }

  private func has(_ value: Value, _ shape: Shape) -> Bool {
    guard case .node(let node) = value else { return hasComputed(value, shape) }
    let tree = tree(node)
    guard let scalar = tree.scalar(node.node) else {
      return shape == (tree.kind(node.node) == .sequence ? .list : .map)
    }
    if tree.isPlaceholder(node.node) { return true }
    switch (scalar, shape) {
    case (.bool, .bool), (.int, .int), (.int, .double), (.uint, .double), (.double, .double), (.string, .string):
      return true
    // JSON has one kind of number: 1.0 is read as an integer.
    case (.double(let number), .int): return number == number.rounded()
    default: return false
    }
  }

  /// Values that are no nodes: literals, pods that are put together from parts.
  private func hasComputed(_ value: Value, _ shape: Shape) -> Bool {
    switch value {
    case .bool: shape == .bool
    case .int: shape == .int || shape == .double
    case .double: shape == .double
    case .string: shape == .string
    case .list: shape == .list
    case .map: shape == .map
    default: true
    }
  }

  private func described(_ value: Value) -> String {
    let name = typeName(value)
    return (name.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + name
  }
}
