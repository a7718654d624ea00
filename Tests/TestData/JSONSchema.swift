import Foundation

/// As much of JSON Schema as the project's own schemas use.
public struct JSONSchema {
  private let root: [String: Any]

  /// - Parameter path: of the schema, relative to the package.
  public init(_ path: String) throws {
    let data = try Data(contentsOf: TestData.package.appendingPathComponent(path))
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// What of a text breaks the schema, by JSON pointer; empty for one that keeps to it.
  public func violations(in text: String) throws -> [String] {
    violations(try JSONSerialization.jsonObject(with: Data(text.utf8)), root, at: "")
  }

  private func violations(_ value: Any, _ schema: [String: Any], at place: String) -> [String] {
    var found: [String] = []
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      guard let target = (root["$defs"] as? [String: Any])?[name] as? [String: Any] else {
        return ["\(place): no schema \(reference)"]
      }
      found += violations(value, target, at: place)
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    if !types.isEmpty, !types.contains(where: { Self.isOf($0, value) }) {
      found.append("\(place): no \(types.joined(separator: " or "))")
    }
    if let only = schema["const"], !Self.isEqual(only, value) { found.append("\(place): not \(only)") }
    if let words = schema["enum"] as? [Any], !words.contains(where: { Self.isEqual($0, value) }) {
      found.append("\(place): none of \(words)")
    }
    if let least = schema["minimum"] as? Double, let number = value as? NSNumber, number.doubleValue < least {
      found.append("\(place): below \(least)")
    }
    if let items = schema["items"] as? [String: Any], let list = value as? [Any] {
      if let least = schema["minItems"] as? Int, list.count < least { found.append("\(place): fewer than \(least)") }
      if let most = schema["maxItems"] as? Int, list.count > most { found.append("\(place): more than \(most)") }
      for (index, item) in list.enumerated() { found += violations(item, items, at: "\(place)/\(index)") }
    }
    if let object = value as? [String: Any] { found += violations(object, schema, at: place) }
    return found
  }

  private func violations(_ object: [String: Any], _ schema: [String: Any], at place: String) -> [String] {
    var found: [String] = []
    for key in schema["required"] as? [String] ?? [] where object[key] == nil {
      found.append("\(place): `\(key)` is missing")
    }
    if let pattern = (schema["propertyNames"] as? [String: Any])?["pattern"] as? String {
      for key in object.keys.sorted() where key.range(of: pattern, options: .regularExpression) == nil {
        found.append("\(place): `\(key)` is no name")
      }
    }
    let properties = schema["properties"] as? [String: Any] ?? [:]
    for (key, value) in object.sorted(by: { $0.key < $1.key }) {
      if let property = (properties[key] ?? schema["additionalProperties"]) as? [String: Any] {
        found += violations(value, property, at: "\(place)/\(key)")
      } else if schema["additionalProperties"] as? Bool == false {
        found.append("\(place): `\(key)` is not known")
      }
    }
    return found
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    switch type {
    case "object": value is [String: Any]
    case "array": value is [Any]
    case "string": value is String
    case "boolean": value is Bool
    case "null": value is NSNull
    case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
    default: value is NSNumber
    }
  }

  /// Of scalars.
  private static func isEqual(_ one: Any, _ other: Any) -> Bool { "\(one)" == "\(other)" }
}
