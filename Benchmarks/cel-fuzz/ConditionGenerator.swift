/// Makes expressions as policies have them, over the manifest: guards, paths, macros over lists of containers, constants
/// on the other side. The fast path is made for these.
struct ConditionGenerator {
  private var random: SplitMix64
  private var scope: [(name: String, schema: Schema)] = [("object", .pod)]

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A path to a value and what a policy expects to find there.
  private struct Path {
    var text: String
    var schema: Schema
    var isOptional = false
  }

  mutating func condition(depth: Int) -> String {
    guard depth > 0 else { return question() }
    switch random.below(14) {
    case 0, 1: return "\(condition(depth: depth - 1)) && \(condition(depth: depth - 1))"
    case 2: return "(\(condition(depth: depth - 1)) || \(condition(depth: depth - 1)))"
    case 3: return "!(\(condition(depth: depth - 1)))"
    case 4: return "(\(condition(depth: depth - 1)) ? \(condition(depth: depth - 1)) : \(condition(depth: depth - 1)))"
    case 5: return guarded()
    case 6...10: return overList(depth)
    case 11:
      return
        "[\(["'a', 'web'", "'limits', 'requests'", "1, 80", "'cpu'"][random.below(4)])].\(form())(c, \(ofConstant()))"
    case 12:
      let list = path(ending: .list)
      return
        "cel.bind(l, \(whole(list)), \(random.pick(["size(l) > 0", "l.all(x, has(x.name))", "l == []", "'a' in l"])))"
    default: return question()
    }
  }

  /// What a message is made of.
  mutating func message() -> String {
    let path = path()
    return random.pick([
      "'found ' + string(\(whole(path)))", "'%s is %d'.format([\(whole(path)), size(object)])",
      "\(whole(path)) + ' is wrong'", "string(\(whole(path))).upperAscii()", whole(path), path.text,
      "\(list()).map(c, c.name).join(', ')", "\(list()).filter(c, \(question()))[0]",
      "\(list()).map(c, has(c.name), c.name)", "size(\(list()).filter(c, \(condition(depth: 1)))) + 1",
    ])
  }

  private mutating func form() -> String { random.pick(["all", "exists", "exists_one"]) }

  private mutating func ofConstant() -> String {
    random.pick([
      "has(object.spec.containers[0].resources) && c in object.spec.containers[0].resources",
      "object.spec.names.exists(n, n == c)", "object.metadata.?labels[?c].hasValue()", "c == object.metadata.name",
      "object.spec.containers[0].name.startsWith(c)", "object.metadata.labels[c] == 'web'",
      "object.spec.containers[0].?resources[?c].?cpu.hasValue()", "object.spec.replicas == c",
      "c in object.metadata.labels",
      "object.spec.containers.all(x, x.name != c)", "string(c) == object.kind",
      "object.metadata.?name.orValue('') == c",
    ])
  }

  // MARK: Paths

  private enum Ending { case any, list }

  private mutating func path(ending: Ending = .any) -> Path {
    let root = random.pick(scope)
    var path = Path(text: root.name, schema: root.schema)
    for _ in 0..<6 {
      switch path.schema {
      case .fields(let fields):
        let field = random.pick(fields)
        if random.chance(3) { return path }
        step(&path, "\(random.chance(3) ? "missing" : field.name)", field.schema)
      case .list(let item):
        if random.chance(ending == .list ? 85 : 40) { return path }
        let place = random.pick(["0", "0", "1", "-1", "0u", "1.0"])
        if random.chance(25) || path.isOptional {
          path.text += "[?\(place)]"
          path.isOptional = true
        } else {
          path.text += "[\(place)]"
        }
        path.schema = item
      case .texts(let names):
        if random.chance(20) { return path }
        let name = random.pick(names)
        path.text += path.isOptional || random.chance(30) ? "[?'\(name)']" : "['\(name)']"
        if path.text.hasSuffix("[?'\(name)']") { path.isOptional = true }
        path.schema = .text(["web", "true"])
      default: return path
      }
    }
    return path
  }

  private mutating func step(_ path: inout Path, _ field: String, _ schema: Schema) {
    if random.chance(25) {
      path.text += ".?\(field)"
      path.isOptional = true
    } else {
      path.text += random.chance(3) ? "['\(field)']" : ".\(field)"
    }
    path.schema = schema
  }

  /// The path with what stands for it where it is absent.
  private mutating func whole(_ path: Path) -> String {
    guard path.isOptional else { return path.text }
    if random.chance(5) { return path.text }
    switch path.schema {
    case .text: return "\(path.text).orValue(\(random.pick(["''", "'web'", "'nginx'", "null"])))"
    case .integer: return "\(path.text).orValue(\(random.pick(["0", "80", "1u", "1.0"])))"
    case .flag: return "\(path.text).orValue(\(random.pick(["false", "true"])))"
    case .quantity: return "\(path.text).orValue(\(random.pick(["'0'", "'1Gi'", "0"])))"
    case .list: return "\(path.text).orValue(\(random.pick(["[]", "[]", "['a']", "[1, 2]"])))"
    case .fields, .texts: return "\(path.text).orValue(\(random.pick(["{}", "{}", "{'name': 'web'}"])))"
    }
  }

  private mutating func list() -> String {
    if random.chance(60) {
      return random.pick([
        "object.spec.containers", "object.spec.?containers.orValue([])", "object.?spec.?volumes.orValue([])",
        "object.spec.names", "object.spec.?initContainers.orValue([])",
        "(object.spec.containers + object.spec.?initContainers.orValue([]))",
      ])
    }
    return whole(path(ending: .list))
  }

  // MARK: Questions

  private mutating func guarded() -> String {
    let base = path()
    guard case .fields(let fields) = base.schema, !base.isOptional else { return question() }
    let field = random.pick(fields)
    let here = Path(text: "\(base.text).\(field.name)", schema: field.schema)
    return random.chance(50)
      ? "has(\(here.text)) && \(question(here))" : "(!has(\(here.text)) || \(question(here)))"
  }

  private mutating func overList(_ depth: Int) -> String {
    var range = path(ending: .list)
    for _ in 0..<4 {
      if case .list = range.schema { break }
      range = path(ending: .list)
    }
    let item: Schema
    switch range.schema {
    case .list(let schema): item = schema
    case .texts: item = .text(["app", "tier"])
    default: item = .pod
    }
    let name = random.pick(["c", "c", "p", "x", "object"])
    let text = whole(range)
    scope.append((name, item))
    defer { scope.removeLast() }
    let body = condition(depth: depth - 1)
    switch random.below(8) {
    case 0: return "size(\(text).filter(\(name), \(body))) \(comparison()) \(random.below(3))"
    case 1: return "\(text).filter(\(name), \(body)).\(form())(\(name), \(condition(depth: depth - 1)))"
    case 2: return "\(text).map(\(name), \(whole(path()))).\(form())(\(name), \(condition(depth: depth - 1)))"
    case 3: return "\(text).map(\(name), \(whole(path()))).size() \(comparison()) 1"
    case 4: return "\(text).\(form())(i, \(name), \(body))"
    default: return "\(text).\(form())(\(name), \(body))"
    }
  }

  private mutating func comparison() -> String { random.pick(["==", "!=", "<", "<=", ">", ">="]) }

  private mutating func question() -> String { question(path()) }

  private mutating func question(_ path: Path) -> String {
    if path.isOptional, random.chance(30) { return "\(path.text).hasValue()" }
    if random.chance(6) {
      let other = self.path()
      return "\(whole(path)) \(comparison()) \(whole(other))"
    }
    let value = whole(path)
    switch random.chance(6) ? .text(["x"]) : path.schema {
    case .text(let texts):
      let text = "'\(random.pick(texts))'"
      return random.pick([
        "\(value) == \(text)", "\(value) != \(text)", "\(text) == \(value)", "\(value).startsWith(\(text))",
        "\(value).endsWith('t')", "\(value).contains(':')", "\(value).contains(\(text))",
        "\(value).matches('^[a-z]+$')",
        "\(value) in [\(text), 'x', 'y']", "\(value) in ['a', 1, true]", "size(\(value)) > 3", "\(value) < 'm'",
        "\(value) == ''", "\(value) == null", "type(\(value)) == string", "\(value).lowerAscii() == \(text)",
        "\(value).split(':').size() == 2", "\(value) in object.metadata.labels", "\(value)",
      ])
    case .integer(let numbers):
      let number = random.pick(["\(random.pick(numbers))", "1u", "80.0", "-1"])
      return random.pick([
        "\(value) \(comparison()) \(number)", "\(number) \(comparison()) \(value)", "\(value) + 1 > \(number)",
        "\(value) - 1 == 0", "\(value) in [0, 80, 443]", "int(\(value)) == 80", "\(value) == '80'",
        "type(\(value)) == int",
        "\(value) * 2 > 3", "-\(value) < 0",
      ])
    case .flag:
      return random.pick([
        value, "!\(value)", "\(value) == true", "\(value) != false", "false == \(value)", "(\(value) ? 1 : 2) == 1",
        "\(value) == 'true'",
      ])
    case .quantity:
      let other = "quantity('\(random.pick(["1", "500m", "1Gi"]))')"
      return random.pick([
        "quantity(\(value)).isGreaterThan(\(other))", "quantity(\(value)).isLessThan(\(other))",
        "quantity(\(value)).compareTo(\(other)) \(comparison()) 0", "isQuantity(\(value))",
        "\(other).compareTo(quantity(\(value))) == 1", "quantity(\(value)).add(\(other)).asApproximateFloat() > 1.0",
        "quantity(\(value)) == \(other)", "quantity(\(value)).isInteger()",
      ])
    case .list:
      return random.pick([
        "size(\(value)) \(comparison()) \(random.below(3))", "\(value).size() == 1", "'a' in \(value)", "1 in \(value)",
        "\(value) == []", "\(value).all(x, x == \(value)[0])", "\(value).exists(x, x in ['a', 'web'])",
        "\(value).map(x, x) == \(value)", "size(\(value)) + size(object.spec.containers) > 2",
        "size(\(value)) - 1 < size(object)",
      ])
    case .fields, .texts:
      return random.pick([
        "'app' in \(value)", "has(\(path.text).name)", "size(\(value)) > 0", "\(value).all(k, k.startsWith('a'))",
        "\(value).exists(k, v, v == 'web')", "\(value) == {}", "\(value).exists(k, \(value)[k] == 'web')",
        "\(value).map(k, k).size() > 1", "\(value).?app.hasValue()", "\(value)['first'] == 'web'",
      ])
    }
  }
}
