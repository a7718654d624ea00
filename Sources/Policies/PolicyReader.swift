import CEL
import Fargate
import Manifests
import YAML

/// Reads one policy: its fields, then its expressions. All mistakes are collected.
struct PolicyReader {
  var source: FieldReader
  private let vocabulary: Vocabulary
  /// The policy as it was read before a mutation; its tests stand.
  private let original: Rule?

  init(_ source: FieldReader, _ vocabulary: Vocabulary, mutating original: Rule? = nil) {
    self.source = source
    self.vocabulary = vocabulary
    self.original = original
  }

  private var tree: Tree { source.tree }

  mutating func rule(_ root: NodeID) -> Rule? {
    source.allow(.policy, in: root)
    let apiVersion = source.required("apiVersion", of: root)
    if apiVersion != "fargate-lint.dev/v1", let place = source.field("apiVersion", of: root) {
      source.report("no such version `\(apiVersion)`; this program reads `fargate-lint.dev/v1`", at: place)
    }
    let kind = source.required("kind", of: root)
    if kind != "Policy", let place = source.field("kind", of: root) {
      source.report("no such kind `\(kind)`; did you mean `Policy`?", at: place)
    }
    guard let metadata = source.field("metadata", of: root) else {
      source.report("`metadata` with the rule's name is missing", at: root)
      return nil
    }
    source.allow(.metadata, in: metadata)
    let name = source.required("name", of: metadata)
    if let place = source.field("name", of: metadata) { checkName(name, at: place) }
    let aliases = source.texts("aliases", of: metadata)
    for (alias, node) in zip(aliases, source.list("aliases", of: metadata)) { checkName(alias, at: node) }
    guard let spec = source.field("spec", of: root) else {
      source.report("`spec` is missing", at: root)
      return nil
    }
    source.allow(.spec, in: spec)
    guard tree.kind(spec) == .mapping else { return nil }
    return rule(named: name, aliases, spec)
  }

  /// A block of Markdown without the line breaks at its end.
  private mutating func markdown(_ name: String, _ spec: NodeID) -> String {
    var text = Substring(source.optional(name, of: spec) ?? "")
    while text.last?.isNewline == true { text = text.dropLast() }
    return String(text)
  }

  private mutating func checkName(_ name: String, at place: NodeID) {
    let allowed = name.allSatisfy {
      ($0.isASCII && $0.isLowercase) || ("0"..."9").contains($0) || $0 == "-" || $0 == "."
    }
    if !allowed || name.isEmpty || name.hasPrefix("-") || name.hasSuffix("-") {
      source.report("a rule's name has small letters, digits, `-` and `.` only, as in `no-host-port`", at: place)
    }
  }

  private mutating func rule(named name: String, _ aliases: [String], _ spec: NodeID) -> Rule? {
    let severity = source.word("severity", of: spec, Severity.self) ?? .error
    let references = source.list("references", of: spec).map { node -> RuleDescription.Reference in
      source.allow(.reference, in: node)
      return RuleDescription.Reference(title: source.required("title", of: node), url: source.required("url", of: node))
    }
    let presets = source.field("presets", of: spec) == nil ? nil : source.texts("presets", of: spec)
    let description = RuleDescription(
      name: name, title: source.required("title", of: spec), category: source.required("category", of: spec),
      severity: severity, presets: presets, description: markdown("description", spec),
      remediation: markdown("remediation", spec), references: references, aliases: aliases)
    guard let match = source.field("match", of: spec) else {
      source.report("`match` with the subject is missing", at: spec)
      return nil
    }
    source.allow(.match, in: match)
    guard let subject = source.word("subject", of: match, Subject.self) else { return nil }
    let kinds = kinds(match)
    var environment = vocabulary.environment(for: subject, kinds: kinds)
    let parameters = parameters(spec, &environment)
    let variables = variables(spec, &environment)
    let conditions = conditions(match, environment)
    let validations = validations(spec, severity, environment)
    return Rule(
      description: description, subject: subject, kinds: kinds, placement: placement(match),
      conditions: conditions, variables: variables, parameters: parameters, validations: validations,
      tests: original?.tests ?? PolicyTestReader.tests(spec, parameters, &source),
      equivalents: original?.equivalents ?? EquivalentMutant.all(spec, &source),
      needs: RuleNeeds(vocabulary, variables, conditions).needs(of: validations), file: source.file)
  }

  // MARK: Match

  private mutating func kinds(_ match: NodeID) -> [KindPattern] {
    source.list("kinds", of: match).compactMap { node in
      guard let pattern = KindPattern(tree.string(node)) else {
        source.report("a kind is written `apps/v1/Deployment`, `v1/Service` or `*/*/Ingress`", at: node)
        return nil
      }
      if let known = vocabulary.schema.kinds(besides: pattern) {
        let hint = Spelling.hint(pattern.kind, among: known)
        source.report("no such kind `\(pattern.kind)` in Kubernetes' \(pattern.apiVersion)\(hint)", at: node)
        return nil
      }
      return pattern
    }
  }

  private mutating func placement(_ match: NodeID) -> Set<PlacementStatus>? {
    guard source.field("placement", of: match) != nil else { return nil }
    return Set(source.list("placement", of: match).compactMap { source.parse(tree.string($0), at: $0, "placement") })
  }

  private mutating func conditions(_ match: NodeID, _ environment: Environment) -> [Rule.Condition] {
    source.list("matchConditions", of: match).compactMap { node in
      source.allow(.condition, in: node)
      let name = source.required("name", of: node)
      _ = source.required("expression", of: node)
      guard let expression = source.field("expression", of: node),
        let program = source.compile(expression, environment, expecting: .bool)
      else { return nil }
      return Rule.Condition(name: name, program: program)
    }
  }

  // MARK: Variables

  private mutating func parameters(_ spec: NodeID, _ environment: inout Environment) -> [Parameter] {
    guard let params = source.field("params", of: spec) else { return [] }
    var result: [Parameter] = []
    for (key, node) in tree.entries(of: params) {
      source.allow(.parameter, in: node)
      let text = source.required("type", of: node)
      guard let type = ParameterType.parse(text) else {
        if !text.isEmpty, let place = source.field("type", of: node) {
          source.report("no such type `\(text)`\(ParameterType.hint(text))", at: place)
        }
        environment.declare("params.\(tree.string(key))")
        continue
      }
      let name = tree.string(key)
      var parameter = Parameter(
        name: name, type: type, slot: environment.declare("params.\(name)", type), value: .null, text: "null")
      if let value = source.field("default", of: node) {
        if let wrong = parameter.mismatch(value, in: tree) {
          source.report("`\(name)` is \(type.name): expected \(wrong.expected) here", at: wrong.node)
        }
        parameter = parameter.taking(value, of: tree)
      }
      result.append(parameter)
    }
    return result
  }

  private struct WrittenVariable {
    let name: String
    let node: NodeID
    let expression: NodeID
    /// The names of other variables.
    var reads: Set<String> = []
  }

  private mutating func writtenVariables(_ spec: NodeID, _ environment: Environment) -> [WrittenVariable] {
    var written: [WrittenVariable] = []
    for node in source.list("variables", of: spec) {
      source.allow(.variable, in: node)
      let name = source.required("name", of: node)
      _ = source.required("expression", of: node)
      guard let expression = source.field("expression", of: node) else { continue }
      if written.contains(where: { $0.name == name }) {
        source.report("the variable `\(name)` is there already", at: node)
      } else {
        written.append(WrittenVariable(name: name, node: node, expression: expression))
      }
    }
    var all = environment
    for variable in written { all.declare("variables.\(variable.name)") }
    for place in written.indices {
      let reads = all.variables(namedBy: source.expression(written[place].expression))
      written[place].reads = Set(written.map(\.name).filter { reads.contains("variables.\($0)") })
    }
    return written
  }

  /// Compiles variables in the order of their dependencies: each may read any other, but not in a circle.
  private mutating func variables(_ spec: NodeID, _ environment: inout Environment) -> [Rule.Variable] {
    var waiting = writtenVariables(spec, environment)
    var result: [Rule.Variable] = []
    while !waiting.isEmpty {
      let names = Set(waiting.map(\.name))
      guard let ready = waiting.firstIndex(where: { $0.reads.isDisjoint(with: names) }) else {
        reportCircle(among: waiting)
        for variable in waiting { environment.declare("variables.\(variable.name)") }
        return result
      }
      let variable = waiting.remove(at: ready)
      let program = source.compile(variable.expression, environment)
      let name = "variables.\(variable.name)"
      let slot = environment.declare(name, program?.resultType ?? .dyn)
      if program?.isConstant == true { environment.constants.insert(name) }
      if let program { result.append(Rule.Variable(name: name, slot: slot, program: program)) }
    }
    return result
  }

  /// Follows what variables read until one comes again.
  private mutating func reportCircle(among waiting: [WrittenVariable]) {
    var path = [waiting[0]]
    while let next = waiting.first(where: { path[path.count - 1].reads.contains($0.name) }) {
      if let start = path.firstIndex(where: { $0.name == next.name }) {
        let circle = path[start...].map(\.name) + [next.name]
        return source.report("variables read each other in a circle: \(circle.joined(separator: ", "))", at: next.node)
      }
      path.append(next)
    }
  }

  // MARK: Validations

  private mutating func validations(_ spec: NodeID, _ severity: Severity, _ environment: Environment) -> [Rule
    .Validation]
  {
    let nodes = source.list("validations", of: spec)
    if nodes.isEmpty { source.report("`validations` with at least one expression is missing", at: spec) }
    return nodes.compactMap { validation($0, severity, environment) }
  }

  private mutating func validation(_ node: NodeID, _ severity: Severity, _ base: Environment) -> Rule.Validation? {
    source.allow(.validation, in: node)
    guard tree.kind(node) == .mapping else { return nil }
    var environment = base
    var forEach: Program?
    var itemName = ""
    var itemSlot = 0
    if let place = source.field("forEach", of: node) {
      forEach = source.compile(place, environment)
      itemName = source.required("as", of: node)
      var type = Type.dyn
      if case .list(let item)? = forEach?.resultType { type = item }
      if case .map(let key, _)? = forEach?.resultType { type = key }
      if case .object? = forEach?.resultType { type = .string }
      if !itemName.isEmpty { itemSlot = environment.declare(itemName, type) }
    }
    _ = source.required("expression", of: node)
    guard let expression = source.field("expression", of: node) else { return nil }
    let program = source.compile(expression, environment, expecting: .bool)
    let at = places(node, environment)
    let message = message(node, environment)
    let related = source.list("related", of: node).compactMap { relatedPlace($0, environment) }
    let fixes = source.list("fix", of: node).compactMap { fix($0, environment) }
    guard let program, let message else { return nil }
    return Rule.Validation(
      forEach: forEach, itemName: itemName, itemSlot: itemSlot, expression: program, at: at, message: message,
      outcome: outcome(node, severity), related: related, fixes: fixes)
  }

  private mutating func outcome(_ node: NodeID, _ severity: Severity) -> Rule.Outcome {
    guard let text = source.optional("severity", of: node), let place = source.field("severity", of: node) else {
      return .finding(severity)
    }
    if text == "notice" { return .notice }
    return .finding(source.parse(text, at: place, "severity") ?? severity)
  }

  private mutating func places(_ node: NodeID, _ environment: Environment) -> [Program] {
    guard let at = source.field("at", of: node) else { return [] }
    let nodes = tree.kind(at) == .sequence ? source.list("at", of: node) : [at]
    return nodes.compactMap { source.compile($0, environment) }
  }

  private mutating func message(_ node: NodeID, _ environment: Environment) -> Message? {
    if let expression = source.field("messageExpression", of: node) {
      return source.compile(expression, environment).map { Message(parts: [.hole($0)]) }
    }
    guard let place = source.field("message", of: node) else {
      source.report("`message` is missing", at: tree.entries(of: node).first?.key ?? node)
      return nil
    }
    return template(place, environment)
  }

  /// Splits `text {{hole}} text`.
  private mutating func template(_ node: NodeID, _ environment: Environment) -> Message? {
    let text = source.tree.string(node)
    var parts: [Message.Part] = []
    var rest = Substring(text)
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
        source.report("a hole `{{` of the message without its `}}`", at: node)
        return nil
      }
      if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
      let hole = rest[open.upperBound..<close.lowerBound]
      let start = text.utf8.distance(from: text.startIndex, to: hole.startIndex)
      if let program = source.compile(String(hole), in: node, from: start, environment) { parts.append(.hole(program)) }
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return Message(parts: parts)
  }

  private mutating func relatedPlace(_ node: NodeID, _ environment: Environment) -> Rule.Validation.Related? {
    source.allow(.related, in: node)
    guard let at = source.field("at", of: node), let program = source.compile(at, environment),
      let message = message(node, environment)
    else { return nil }
    return Rule.Validation.Related(at: program, message: message)
  }
}
