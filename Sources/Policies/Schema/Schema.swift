import CEL
import Fargate
import Synchronization

/// The fields of what rules read: Kubernetes' own kinds, and the subjects of policies.
///
/// The data are `*.types`, one type a line: its name, then `field:type` for each field. A type is `bool`, `int`,
/// `double`, `string`, `semver`, `any` (known only when it is read), `[T]` (a list), `{T}` (a map with text as keys),
/// `?T` (an optional) or the name of another line. `GROUP/VERSION/KIND TYPE` gives a kind its type. Further lines of
/// one name add to the first, and additions.types stands in place of kubernetes.types. A line is read when its type is
/// first asked for.
final class Schema: Sendable {
  private let lines: SortedLines
  private let tables: TableTypes
  private let known = Mutex<[String: [String: Type]?]>([:])

  init(tables: Tables) {
    self.tables = TableTypes(tables.tree)
    lines = SortedLines(EmbeddedFiles.all.first { $0.name == "all.types" }?.text ?? "")
  }

  var objectTypes: ObjectTypes { ObjectTypes { self.fields(of: $0) } }

  /// The fields of a type; nil when there is no such type.
  func fields(of type: String) -> [String: Type]? {
    known.withLock { known in
      if let fields = known[type] { return fields }
      let fields = TableTypes.isTable(type) ? tables.fields(of: type) : read(type)
      known[type] = .some(fields)
      return fields
    }
  }

  private func read(_ type: String) -> [String: Type]? {
    let found = lines.starting(with: type + " ")
    guard !found.isEmpty else { return nil }
    var fields: [String: Type] = [:]
    for field in found.flatMap({ $0.split(separator: UInt8(ascii: " ")) }) {
      guard let colon = field.firstIndex(of: UInt8(ascii: ":")) else { continue }
      fields[String(decoding: field[..<colon], as: UTF8.self)] = Schema.type(field[(colon + 1)...])
    }
    return fields
  }

  private static func type(_ text: ArraySlice<UInt8>) -> Type {
    switch text.first {
    case UInt8(ascii: "["): return .list(type(text.dropFirst().dropLast()))
    case UInt8(ascii: "{"): return .map(.string, type(text.dropFirst().dropLast()))
    case UInt8(ascii: "?"): return .optional(type(text.dropFirst()))
    default:
      let name = String(decoding: text, as: UTF8.self)
      return switch name {
      case "any": .dyn
      case "bool": .bool
      case "int": .int
      case "double": .double
      case "string": .string
      case "semver": .semver
      default: .object([name])
      }
    }
  }

  // MARK: Kinds

  /// The type of objects of these kinds: one that has the fields of all; `dyn` where one of them is not described here.
  func type(of patterns: [KindPattern]) -> Type {
    var names: Set<String> = []
    for pattern in patterns {
      let types = kinds(beside: pattern).filter { $0.kind == pattern.kind }.map(\.type)
      guard !types.isEmpty, !types.contains("any") else { return .dyn }
      names.formUnion(types)
    }
    return names.isEmpty ? .dyn : .object(names.sorted())
  }

  /// The kinds of the group and version that a pattern names, where it asks for one that is not among them; nil when it
  /// asks for nothing wrong, as of groups that are not Kubernetes' own.
  func kinds(besides pattern: KindPattern) -> [String]? {
    let names = Set(kinds(beside: pattern).map(\.kind))
    return names.isEmpty || pattern.kind == "*" || names.contains(pattern.kind) ? nil : names.sorted()
  }

  /// The kinds that are described of the group and version of a pattern; none for patterns over all groups.
  private func kinds(beside pattern: KindPattern) -> [(kind: String, type: String)] {
    let prefix: String
    switch (pattern.group, pattern.version) {
    case ("*", _): return []
    case ("", "*"): prefix = "v1/"
    case (let group, "*"): prefix = "\(group)/"
    default: prefix = "\(pattern.apiVersion)/"
    }
    return lines.starting(with: prefix).map { line in
      let words = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
      let kind = words[0].split(separator: "/").last.map(String.init)
      return (kind ?? words[0], words.count > 1 ? words[1] : "any")
    }
  }
}
