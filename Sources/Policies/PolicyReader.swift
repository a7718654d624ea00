import CEL
import Manifests
import YAML

/// Reads one policy: its fields, then its expressions. All mistakes are collected.
struct PolicyReader {
  var source: FieldReader
  private let vocabulary: Vocabulary

  init(_ source: FieldReader, _ vocabulary: Vocabulary) {
    self.source = source
    self.vocabulary = vocabulary
  }

  private var tree: Tree { source.tree }

  mutating func rule(_ root: NodeID) -> Rule? {
    source.allow(["apiVersion", "kind", "metadata", "spec"], in: root)
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
    source.allow(["name", "labels", "annotations"], in: metadata)
    let name = source.required("name", of: metadata)
    checkName(name, metadata)
    guard let spec = source.field("spec", of: root) else {
      source.report("`spec` is missing", at: root)
      return nil
    }
    source.allow(
      [
        "title", "category", "severity", "presets", "description", "remediation", "references", "params", "match",
        "variables", "validations", "tests",
      ], in: spec)
    guard tree.kind(spec) == .mapping else { return nil }
    return rule(named: name, spec)
  }

  /// A block of Markdown without the line breaks at its end.
  private mutating func markdown(_ name: String, _ spec: NodeID) -> String {
    var text = Substring(source.optional(name, of: spec) ?? "")
    while text.last?.isNewline == true { text = text.dropLast() }
    return String(text)
  }

  private mutating func checkName(_ name: String, _ metadata: NodeID) {
    guard let place = source.field("name", of: metadata) else { return }
    let allowed = name.allSatisfy {
      ($0.isASCII && $0.isLowercase) || ("0"..."9").contains($0) || $0 == "-" || $0 == "."
    }
    if !allowed || name.isEmpty || name.hasPrefix("-") || name.hasSuffix("-") {
      source.report("a rule's name has small letters, digits, `-` and `.` only, as in `no-host-port`", at: place)
    }
  }

  private mutating func rule(named name: String, _ spec: NodeID) -> Rule? {
    let severity = source.word("severity", of: spec, Severity.self) ?? .error
    let references = source.list("references", of: spec).map { node -> RuleDescription.Reference in
      source.allow(["title", "url"], in: node)
      return RuleDescription.Reference(title: source.required("title", of: node), url: source.required("url", of: node))
    }
    let presets = source.field("presets", of: spec) == nil ? nil : source.texts("presets", of: spec)
    let description = RuleDescription(
      name: name, title: source.required("title", of: spec), category: source.required("category", of: spec),
      severity: severity, presets: presets, description: markdown("description", spec),
      remediation: markdown("remediation", spec), references: references)
    guard let match = source.field("match", of: spec) else {
      source.report("`match` with the subject is missing", at: spec)
      return nil
    }
    source.allow(["subject", "kinds", "placement", "matchConditions"], in: match)
    guard let subject = source.word("subject", of: match, Subject.self) else { return nil }
    var environment = vocabulary.environment(for: subject)
    let parameters = parameters(spec, &environment)
    let variables = variables(spec, &environment)
    let conditions = conditions(match, environment)
    let validations = validations(spec, severity, environment)
    return Rule(
      description: description, subject: subject, kinds: kinds(match), placement: placement(match),
      conditions: conditions, variables: variables, parameters: parameters, validations: validations,
      tests: PolicyTestReader.tests(spec, &source),
      needs: RuleNeeds(vocabulary.slots, variables, conditions).needs(of: validations), file: source.file)
  }

  // MARK: Match

  private mutating func kinds(_ match: NodeID) -> [KindPattern] {
    source.list("kinds", of: match).compactMap { node in
      guard let pattern = KindPattern(tree.string(node)) else {
        source.report("a kind is written `apps/v1/Deployment`, `v1/Service` or `*/*/Ingress`", at: node)
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
      source.allow(["name", "expression"], in: node)
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
      source.allow(["type", "default", "description"], in: node)
      let text = source.required("type", of: node)
      guard let type = ParameterType.parse(text) else {
        if !text.isEmpty, let place = source.field("type", of: node) {
          source.report("no such type `\(text)`; write bool, int, double, string, list(T) or map(string, T)", at: place)
        }
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

  /// Compiles variables in the order of their dependencies: each may read any other, but not in a circle.
  private mutating func variables(_ spec: NodeID, _ environment: inout Environment) -> [Rule.Variable] {
    var waiting: [(name: String, node: NodeID, expression: NodeID)] = []
    for node in source.list("variables", of: spec) {
      source.allow(["name", "expression"], in: node)
      let name = source.required("name", of: node)
      _ = source.required("expression", of: node)
      guard let expression = source.field("expression", of: node) else { continue }
      if waiting.contains(where: { $0.name == name }) {
        source.report("the variable `\(name)` is there already", at: node)
      } else {
        waiting.append((name, node, expression))
      }
    }
    let names = Set(waiting.map { "variables.\($0.name)" })
    var result: [Rule.Variable] = []
    while !waiting.isEmpty {
      let ready = waiting.firstIndex { entry in
        // A variable is ready when its expression names none that still waits.
        var probe = environment
        for other in waiting where other.name != entry.name { probe.declare("variables.\(other.name)") }
        probe.declare("variables.\(entry.name)")
        guard let program = try? probe.compile(tree.string(entry.expression)) else { return true }
        return program.variables.isDisjoint(with: names.subtracting(environment.variables.keys))
      }
      guard let ready else {
        source.report(
          "the variable `\(waiting[0].name)` reads itself, by way of others or directly", at: waiting[0].node)
        return result
      }
      let entry = waiting.remove(at: ready)
      guard let program = source.compile(entry.expression, environment) else {
        environment.declare("variables.\(entry.name)")
        continue
      }
      result.append(
        Rule.Variable(slot: environment.declare("variables.\(entry.name)", program.resultType), program: program))
    }
    return result
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
    source.allow(
      ["forEach", "as", "expression", "at", "message", "messageExpression", "severity", "related", "fix"], in: node)
    guard tree.kind(node) == .mapping else { return nil }
    var environment = base
    var forEach: Program?
    var itemSlot = 0
    if let place = source.field("forEach", of: node) {
      forEach = source.compile(place, environment)
      let name = source.required("as", of: node)
      var type = Type.dyn
      if case .list(let item)? = forEach?.resultType { type = item }
      if case .map(let key, _)? = forEach?.resultType { type = key }
      if !name.isEmpty { itemSlot = environment.declare(name, type) }
    }
    _ = source.required("expression", of: node)
    guard let expression = source.field("expression", of: node) else { return nil }
    let program = source.compile(expression, environment, expecting: .bool)
    let at = places(node, environment)
    let message = message(node, environment)
    let related = source.list("related", of: node).compactMap { relatedPlace($0, environment) }
    for fix in source.list("fix", of: node) { check(fix: fix, environment) }
    guard let program, let message else { return nil }
    return Rule.Validation(
      forEach: forEach, itemSlot: itemSlot, expression: program, at: at, message: message,
      outcome: outcome(node, severity), related: related)
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
    let nodes = tree.kind(at) == .sequence ? Array(tree.items(of: at)) : [at]
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
      guard let program = source.compile(String(hole), in: node, from: start, environment) else { return nil }
      parts.append(.hole(program))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return Message(parts: parts)
  }

  private mutating func relatedPlace(_ node: NodeID, _ environment: Environment) -> Rule.Validation.Related? {
    source.allow(["at", "message"], in: node)
    guard let at = source.field("at", of: node), let program = source.compile(at, environment),
      let message = message(node, environment)
    else { return nil }
    return Rule.Validation.Related(at: program, message: message)
  }

  // MARK: Fixes

  /// Checks the expressions of a fix.
  private mutating func check(fix: NodeID, _ environment: Environment) {
    source.allow(["title", "safe", "edits"], in: fix)
    _ = source.required("title", of: fix)
    if let safe = source.field("safe", of: fix), tree.scalar(safe) == .string {
      _ = source.compile(safe, environment, expecting: .bool)
    }
    for edit in source.list("edits", of: fix) {
      source.allow(["remove", "set", "rename", "insert", "to", "path", "value"], in: edit)
      for name in ["remove", "set", "rename", "insert"] {
        if let target = source.field(name, of: edit) { _ = source.compile(target, environment) }
      }
    }
  }
}
