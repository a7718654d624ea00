import CEL
import Fargate
import Synchronization

/// The fields of what rules read: Kubernetes' own kinds, and the subjects of policies.
///
/// The data are `*.types`, one type a line: its name, then `field:type` for each field. A type is `bool`, `int`,
/// `double`, `string`, `semver`, `any` (known only when it is read), `[T]` (a list), `{T}` (a map with text as keys),
/// `?T` (an optional) or the name of another line. `GROUP/VERSION/KIND TYPE` gives a kind its type. Further lines of one
/// name add to the first, and a later file to an earlier one. A line is read when its type is first asked for.
final class Schema: Sendable {
  /// The lines of each name, of all files.
  private let lines: [Substring: [Substring]]
  private let tables: TableTypes
  private let known = Mutex<[String: [String: Type]?]>([:])

  init(tables: Tables) {
    self.tables = TableTypes(tables.tree)
    var lines: [Substring: [Substring]] = [:]
    // What is kept by hand stands in place of what is generated.
    for name in ["kubernetes.types", "additions.types"] {
      guard let file = EmbeddedFiles.all.first(where: { $0.name == name }) else { continue }
      for line in file.text.utf8.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
        let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        lines[Substring(line[..<end]), default: []].append(Substring(line[end...]))
      }
    }
    self.lines = lines
  }

  var objectTypes: ObjectTypes { ObjectTypes { self.fields(of: $0) } }

  /// The fields of a type; nil when there is no such type.
  private func fields(of type: String) -> [String: Type]? {
    known.withLock { known in
      if let fields = known[type] { return fields }
      let fields = TableTypes.isTable(type) ? tables.fields(of: type) : read(type)
      known[type] = .some(fields)
      return fields
    }
  }

  private func read(_ type: String) -> [String: Type]? {
    guard let lines = lines[Substring(type)] else { return nil }
    var fields: [String: Type] = [:]
    for field in lines.flatMap({ $0.split(separator: " ") }) {
      guard let colon = field.firstIndex(of: ":") else { continue }
      fields[String(field[..<colon])] = Schema.type(field[field.index(after: colon)...])
    }
    return fields
  }

  private static func type(_ text: Substring) -> Type {
    switch text {
    case "any": .dyn
    case "bool": .bool
    case "int": .int
    case "double": .double
    case "string": .string
    case "semver": .semver
    case _ where text.hasPrefix("["): .list(type(text.dropFirst().dropLast()))
    case _ where text.hasPrefix("{"): .map(.string, type(text.dropFirst().dropLast()))
    case _ where text.hasPrefix("?"): .optional(type(text.dropFirst()))
    default: .object([String(text)])
    }
  }

  // MARK: Kinds

  /// The type of objects of these kinds: one that has the fields of all; `dyn` where one of them is not described here.
  func type(of kinds: [KindPattern]) -> Type {
    var names: Set<String> = []
    for kind in kinds {
      guard kind.group != "*", kind.kind != "*" else { return .dyn }
      let matching = self.kinds { kind.covers(group: $0, version: $1) && $2 == kind.kind }
      let types = matching.flatMap { lines[Substring($0)] ?? [] }.map { String($0.dropFirst()) }
      guard !types.isEmpty, !types.contains("any") else { return .dyn }
      names.formUnion(types)
    }
    return names.isEmpty ? .dyn : .object(names.sorted())
  }

  /// The kinds of the group and version that a pattern names, where it asks for one that is not among them; nil when it
  /// asks for nothing wrong, as of groups that are not Kubernetes' own.
  func kinds(besides pattern: KindPattern) -> [String]? {
    guard pattern.group != "*", pattern.kind != "*" else { return nil }
    let beside = kinds { group, version, _ in pattern.covers(group: group, version: version) }
    let names = Set(beside.compactMap { $0.split(separator: "/").last.map(String.init) })
    return names.isEmpty || names.contains(pattern.kind) ? nil : names.sorted()
  }

  /// The described kinds for which a condition holds, as `apps/v1/Deployment` or `v1/Pod`.
  private func kinds(where holds: (_ group: Substring, _ version: Substring, _ kind: Substring) -> Bool) -> [String] {
    lines.keys.filter { name in
      guard name.utf8.contains(UInt8(ascii: "/")) else { return false }
      let parts = name.split(separator: "/")
      return switch parts.count {
      case 2: holds("", parts[0], parts[1])
      case 3: holds(parts[0], parts[1], parts[2])
      default: false
      }
    }.map(String.init).sorted()
  }
}
