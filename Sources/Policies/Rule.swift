import CEL
import Fargate
import Manifests
import YAML

/// A policy, checked and compiled.
public final class Rule: Sendable {
  public let description: RuleDescription
  public let subject: Subject
  let kinds: [KindPattern]
  /// nil: wherever the pod lands.
  public let placement: Set<PlacementStatus>?
  let conditions: [Condition]
  /// In an order in which each reads only earlier ones.
  let variables: [Variable]
  public let parameters: [Parameter]
  let validations: [Validation]
  public let tests: [PolicyTest]
  /// Mutants of which the policy says that they change nothing.
  public let equivalents: [EquivalentMutant]
  /// The file that it came from.
  public let file: String
  /// What judges in place of the validations, where the rule is a policy of Kubernetes' own.
  let admission: AdmissionPolicy?
  /// False for a policy of Kubernetes that no binding names.
  public let isBound: Bool
  /// What a document must have before each validation has anything to say; nil: it never has.
  private let needs: [Needs?]
  /// The same of the rule: one of them.
  private let anyNeeds: Needs?

  struct Condition: Sendable {
    let name: String
    let program: Program
  }

  struct Variable: Sendable {
    /// With `variables.` before it.
    let name: String
    let slot: Int
    let program: Program
  }

  /// A class: judging would copy each of its parts.
  final class Validation: Sendable {
    let forEach: Program?
    /// What the expressions call an item of `forEach`.
    let itemName: String
    let itemSlot: Int
    let expression: Program
    let at: [Program]
    let message: Message
    let outcome: Outcome
    let related: [Related]
    /// The best first.
    let fixes: [Fix]

    init(
      forEach: Program?, itemName: String, itemSlot: Int, expression: Program, at: [Program], message: Message,
      outcome: Outcome, related: [Related], fixes: [Fix]
    ) {
      self.forEach = forEach
      self.itemName = itemName
      self.itemSlot = itemSlot
      self.expression = expression
      self.at = at
      self.message = message
      self.outcome = outcome
      self.related = related
      self.fixes = fixes
    }

    struct Related: Sendable {
      let at: Program
      let message: Message
    }

    var programs: [Program] {
      [forEach, expression].compactMap(\.self) + at + message.programs
        + related.flatMap { [$0.at] + $0.message.programs } + fixes.flatMap(\.programs)
    }
  }

  /// What a failed validation makes.
  enum Outcome: Sendable {
    case finding(Severity)
    case notice
  }

  init(
    description: RuleDescription, subject: Subject, kinds: [KindPattern], placement: Set<PlacementStatus>?,
    conditions: [Condition], variables: [Variable], parameters: [Parameter], validations: [Validation],
    tests: [PolicyTest], equivalents: [EquivalentMutant], needs: [Needs?], file: String
  ) {
    self.description = description
    self.subject = subject
    self.kinds = kinds
    self.placement = placement
    self.conditions = conditions
    self.variables = variables
    self.parameters = parameters
    self.validations = validations
    self.tests = tests
    self.equivalents = equivalents
    self.file = file
    admission = nil
    isBound = true
    self.needs = needs
    anyNeeds = needs.dropFirst().reduce(needs.first ?? nil) { Needs.either($0, $1) }
  }

  init(description: RuleDescription, admission: AdmissionPolicy, isBound: Bool, file: String) {
    self.description = description
    self.admission = admission
    self.isBound = isBound
    self.file = file
    subject = .object
    kinds = []
    placement = nil
    conditions = []
    variables = []
    parameters = []
    validations = []
    tests = []
    needs = []
    anyNeeds = Needs()
    equivalents = []
  }

  /// Whether the rule asks for more than its subject's own document shows: where pods land, what else is in the scope.
  public var looksAround: Bool {
    if [.cluster, .profile, .role, .scope].contains(subject) { return true }
    if subject == .object, placement != nil { return true }
    return programs.contains { program in
      program.asksHost
        || program.variables.contains {
          $0 == "scope" || $0 == "reached" || $0.split(separator: ".").first == "placement"
        }
    }
  }

  /// All expressions of the rule.
  private var programs: [Program] {
    conditions.map(\.program) + variables.map(\.program) + validations.flatMap(\.programs)
  }

  /// Whether the rule is part of a preset.
  public func isIn(preset: String) -> Bool { description.presets?.contains(preset) ?? true }

  public func matches(_ identity: ResourceIdentity) -> Bool {
    if let admission { return admission.match.covers(ResourceKind(identity)) }
    return kinds.isEmpty || kinds.contains { $0.matches(identity) }
  }

  /// Whether the rule may have something to say of a resource, by its kind and the keys of its document alone.
  ///
  /// Not asked where values may be substituted later or pods are shown in another shape than they are written in.
  public func mayConcern(_ resource: Resource) -> Bool {
    anyNeeds?.mayBeMet(by: resource.tree, kind: resource.identity.kind) ?? false
  }

  /// The same of each validation, in their order.
  func mayConcern(_ resource: Resource, validation: Int) -> Bool {
    needs[validation]?.mayBeMet(by: resource.tree, kind: resource.identity.kind) ?? false
  }

  /// The kinds that the rule looks at, as its policy writes them; empty: all, or what `exclusion` says.
  public var kindNames: [String] { kinds.map(\.text) }

  /// The same rule with the parameters that a test sets.
  public func withParameters(of test: PolicyTest) -> Rule {
    guard !test.parameters.isEmpty else { return self }
    let set = parameters.map { test.parameters[$0.name] ?? $0 }
    return Rule(
      description: description, subject: subject, kinds: kinds, placement: placement, conditions: conditions,
      variables: variables, parameters: set, validations: validations, tests: tests, equivalents: equivalents,
      needs: needs, file: file)
  }

  /// The same rule with other values of its parameters: nothing is compiled anew, as expressions read them from slots.
  public func setting(_ values: [String: (node: NodeID, tree: Tree)]) -> Rule {
    guard admission == nil, !values.isEmpty else { return self }
    let set = parameters.map { parameter in
      values[parameter.name].map { parameter.taking($0.node, of: $0.tree) } ?? parameter
    }
    return Rule(
      description: description, subject: subject, kinds: kinds, placement: placement, conditions: conditions,
      variables: variables, parameters: set, validations: validations, tests: tests, equivalents: equivalents,
      needs: needs, file: file)
  }
}

/// A text with holes that are expressions.
struct Message: Sendable {
  enum Part: Sendable {
    case text(String)
    case hole(Program)
  }

  let parts: [Part]

  var programs: [Program] {
    parts.compactMap { if case .hole(let program) = $0 { program } else { nil } }
  }
}

/// A test that a policy carries: a manifest, and exactly the findings that it must make.
public struct PolicyTest: Sendable {
  public struct Expectation: Sendable {
    public let line: Int?
    public let column: Int?
    public let file: String?
    public let message: String?
    public let severity: Severity?
    /// Written as `severity: notice`: not a finding, but a notice that the rule gives.
    public let isNotice: Bool
  }

  public let name: String
  /// Text by path; a `manifest` is the one file `manifest.yaml`.
  public let files: [(path: String, text: String)]
  public let preset: String?
  /// Values by name; those that are not here keep their defaults.
  let parameters: [String: Parameter]
  /// nil: as without the option.
  public let assumeFargate: AssumeFargate?
  public let expectations: [Expectation]
  /// What all fixes make of the files, by path; empty where the test does not say.
  public let fixed: [(path: String, text: String)]
  /// The line of the policy file where the test begins.
  public let line: Int
}
