/// What a scalar is to tools that read YAML by gopkg.in/yaml.v3, such as kustomize: `yes` and `on` are text there, and a
/// date is a timestamp.
public enum CoreType: Sendable {
  case string, null, bool, int, float, timestamp

  /// What a plain scalar without a tag is.
  public init(plain text: String) {
    var text = text
    self = text.withUTF8 { CoreType(plain: $0) }
  }

  init(plain text: UnsafeBufferPointer<UInt8>) {
    switch Scalar.resolving(plain: text) {
    case .scalar(.null): self = .null
    case .scalar(.bool): self = CoreType.isCoreBoolean(text) ? .bool : .string
    case .scalar(.int), .scalar(.uint): self = .int
    case .scalar(.double), .infinity, .notANumber: self = .float
    case .scalar(.string): self = Scalar.isTimestamp(text) ? .timestamp : .string
    case .merge: self = .string
    }
  }

  private static func isCoreBoolean(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    ["true", "True", "TRUE", "false", "False", "FALSE"].contains(String(decoding: text, as: UTF8.self))
  }
}

extension Tree {
  /// The type of a scalar, its tag and its quotes considered; `string` for a collection.
  public func coreType(_ node: NodeID) -> CoreType {
    let raw = self[node.index]
    guard raw.kind == .scalar else { return .string }
    switch raw.tag {
    case .none:
      if raw.style != .plain { return .string }
      return CoreType(plain: UnsafeBufferPointer(start: text + Int(raw.text), count: Int(raw.length)))
    case .integer: return .int
    case .float: return .float
    case .boolean: return .bool
    case .null: return .null
    case .timestamp: return .timestamp
    case .string, .binary, .sequence, .mapping, .merge, .local: return .string
    }
  }

  /// The entries that merge keys bring into a mapping and it does not hold itself, each key once.
  public func mergedEntries(of node: NodeID) -> [Entry] {
    guard self[node.index].flags.contains(.hasMerge) else { return [] }
    var own: Set<String> = []
    forEachWrittenEntry(of: node) { key, _ in own.insert(string(key)) }
    return entries(of: node).filter { !own.contains(string($0.key)) }
  }
}
