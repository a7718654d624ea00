/// A value that an edit writes.
public indirect enum EditValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case list([EditValue])
  /// In the order in which it is written.
  case map([Entry])

  public struct Entry: Sendable, Hashable {
    public let key: String
    public let value: EditValue

    public init(key: String, value: EditValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value that stands under keys, each in a map of the one before it.
  init(_ value: EditValue, under keys: some BidirectionalCollection<String>) {
    self = keys.reversed().reduce(value) { .map([Entry(key: $1, value: $0)]) }
  }
}

extension Tree {
  /// Whether a node has the value, entries in the same order.
  func node(_ node: NodeID, has value: EditValue) -> Bool {
    switch value {
    case .null: return scalar(node) == .null
    case .bool(let value): return scalar(node) == .bool(value)
    case .int(let value): return scalar(node) == .int(value)
    case .uint(let value): return scalar(node) == .uint(value)
    case .double(let value): return scalar(node) == .double(value)
    case .string(let text): return scalar(node) == .string && self.text(node, equals: text)
    case .list(let values):
      guard kind(node) == .sequence, count(node) == values.count else { return false }
      return zip(items(of: node), values).allSatisfy { self.node($0, has: $1) }
    case .map(let wanted):
      let entries = entries(of: node)
      guard kind(node) == .mapping, entries.count == wanted.count else { return false }
      return zip(entries, wanted).allSatisfy { text($0.key, equals: $1.key) && self.node($0.value, has: $1.value) }
    }
  }
}

extension Tree {
  /// The value of a node; nil where a part of it is substituted later.
  public func editValue(of node: NodeID) -> EditValue? {
    switch kind(node) {
    case .mapping:
      var values: [EditValue.Entry] = []
      for (key, value) in entries(of: node) {
        guard let value = editValue(of: value) else { return nil }
        values.append(EditValue.Entry(key: string(key), value: value))
      }
      return .map(values)
    case .sequence:
      var values: [EditValue] = []
      for item in items(of: node) {
        guard let value = editValue(of: item) else { return nil }
        values.append(value)
      }
      return .list(values)
    case .scalar, .alias:
      if isPlaceholder(node) { return nil }
      switch scalar(node) {
      case .null?, nil: return .null
      case .bool(let value)?: return .bool(value)
      case .int(let value)?: return .int(value)
      case .uint(let value)?: return .uint(value)
      case .double(let value)?: return .double(value)
      case .string?: return .string(string(node))
      }
    }
  }
}
