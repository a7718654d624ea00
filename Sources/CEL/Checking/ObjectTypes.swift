/// What is known of object types: their fields.
public struct ObjectTypes: Sendable {
  /// The fields of a type by its name; nil when there is no such type.
  let fields: @Sendable (_ type: String) -> [String: Type]?

  public init(_ fields: @escaping @Sendable (_ type: String) -> [String: Type]?) { self.fields = fields }

  static let none = ObjectTypes { _ in nil }

  /// The type of a field, which one at least of the types has; where they differ, what holds the values of all. nil when
  /// none has it.
  func field(_ name: String, of types: [String]) -> Type? {
    var found: Type?
    for type in types {
      // Nothing is known of the fields of a type that is not there.
      guard let fields = fields(type) else { return .dyn }
      guard let type = fields[name] else { continue }
      found = found.map { $0 == type ? type : Type.union($0, type) ?? .dyn } ?? type
    }
    return found
  }

  func names(of types: [String]) -> [String] { Set(types.flatMap { fields($0).map { Array($0.keys) } ?? [] }).sorted() }
}
