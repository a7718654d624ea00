import CEL

/// What every expression may name: a variable of each type, and parts of a manifest.
struct Declarations {
  let environment: Environment
  /// Declared types by name, in the order of their slots.
  let variables: [(name: String, type: Type)]

  /// Variables that hold parts of a manifest.
  static let manifest: [(name: String, type: Type)] = [
    ("object", .dyn), ("labels", .map(.string, .string)), ("names", .list(.string)), ("anything", .any),
  ]

  init() {
    let scalars: [(String, Type)] = [
      ("flag", .bool), ("number", .int), ("count", .uint), ("ratio", .double), ("text", .string), ("octets", .bytes),
      ("moment", .timestamp), ("span", .duration), ("amount", .quantity), ("address", .ip), ("block", .cidr),
      ("link", .url), ("version", .semver), ("shape", .format),
    ]
    var all = Declarations.manifest
    all += scalars
    all += scalars.flatMap { name, type in
      [("\(name)s", .list(type)), ("\(name)ByName", .map(.string, type)), ("maybe_\(name)", .optional(type))]
    }
    all += [Type.bool, .int, .uint].map { ("by_\($0.name)", .map($0, .string)) }
    all += [Type.bool, .int, .uint, .double, .string, .bytes].map { ("wrapped_\($0.name)", .wrapper($0)) }
    all += [
      ("nothing", .null), ("kind", .type(.dyn)), ("lists", .list(.list(.int))), ("rows", .list(.map(.string, .string))),
      ("groups", .map(.string, .list(.string))), ("maybe_list", .optional(.list(.string))),
      ("maybe_map", .optional(.map(.string, .int))), ("maybes", .list(.optional(.int))),
      ("maybe_maybe", .optional(.optional(.int))), ("mixed", .list(.dyn)), ("a.dotted.name", .int),
    ]
    var environment = Environment()
    for (name, type) in all { environment.declare(name, type) }
    self.environment = environment
    variables = all
  }
}
