import CEL
import Manifests
import YAML

/// Reads ValidatingAdmissionPolicies with their bindings and parameters, which may stand in different files.
///
/// Only what the API server refuses is an error.
struct AdmissionReader {
  private var policies: [FieldReader] = []
  private var bindings: [FieldReader] = []
  /// All that is neither: parameters may be of any kind.
  private var others: [Tree] = []

  static let group = "admissionregistration.k8s.io/"

  /// Takes a document of a policy path; false when it can have no part in a policy.
  mutating func take(_ tree: Tree, file: String, text: SourceText) -> Bool {
    guard let root = tree.root, let kind = tree.text(of: Symbol("kind"), in: root),
      let apiVersion = tree.text(of: Symbol("apiVersion"), in: root)
    else { return false }
    let source = FieldReader(file: file, text: text, tree: tree)
    switch (apiVersion.hasPrefix(AdmissionReader.group), kind) {
    case (true, "ValidatingAdmissionPolicy"): policies.append(source)
    case (true, "ValidatingAdmissionPolicyBinding"): bindings.append(source)
    default:
      others.append(tree)
      return false
    }
    return true
  }

  /// The policies read so far, in the order in which they came, and what is wrong with them.
  func rules(_ vocabulary: Vocabulary) -> (
    rules: [(rule: Rule, name: NodeID, source: FieldReader)], errors: [LoadError]
  ) {
    var rules: [(Rule, NodeID, FieldReader)] = []
    var errors: [LoadError] = []
    for var source in policies {
      guard let root = source.tree.root else { continue }
      let read = rule(root, &source, vocabulary, &errors)
      errors += source.errors
      if let read, source.errors.isEmpty { rules.append((read.rule, read.name, source)) }
    }
    return (rules, errors)
  }

  private func rule(
    _ root: NodeID, _ source: inout FieldReader, _ vocabulary: Vocabulary, _ errors: inout [LoadError]
  ) -> (rule: Rule, name: NodeID)? {
    guard let metadata = source.field("metadata", of: root), let nameNode = source.field("name", of: metadata) else {
      source.report("`metadata.name` is missing", at: root)
      return nil
    }
    guard let spec = source.field("spec", of: root) else {
      source.report("`spec` is missing", at: root)
      return nil
    }
    let name = source.tree.string(nameNode)
    let bound = bindings.compactMap { binding -> AdmissionPolicy.Binding? in
      var binding = binding
      let result = self.binding(&binding, of: name, paramKind: paramKind(spec, &source))
      errors += binding.errors
      return result
    }
    let policy = policy(spec, &source, AdmissionEnvironment(vocabulary), bound)
    let description = RuleDescription(
      name: name, title: title(spec, &source) ?? name, category: "admission",
      severity: policy.bindings.first?.severity ?? .error, presets: nil, description: "",
      remediation: "", references: [])
    return (Rule(description: description, admission: policy, isBound: !bound.isEmpty, file: source.file), nameNode)
  }

  /// What the first validation says.
  private func title(_ spec: NodeID, _ source: inout FieldReader) -> String? {
    let tree = source.tree
    return source.list("validations", of: spec).lazy.compactMap { tree.text(of: Symbol("message"), in: $0) }.first
  }

  // MARK: The policy

  private func policy(
    _ spec: NodeID, _ source: inout FieldReader, _ slots: AdmissionEnvironment, _ bound: [AdmissionPolicy.Binding]
  ) -> AdmissionPolicy {
    var environment = slots.environment
    let conditions = source.list("matchConditions", of: spec).compactMap { node -> Rule.Condition? in
      let name = source.optional("name", of: node) ?? ""
      return expression("expression", of: node, &source, environment, expecting: .bool).map {
        Rule.Condition(name: name, program: $0)
      }
    }
    var variables: [Rule.Variable] = []
    for node in source.list("variables", of: spec) {
      let name = "variables.\(source.required("name", of: node))"
      guard let program = expression("expression", of: node, &source, environment) else { continue }
      variables.append(
        Rule.Variable(name: name, slot: environment.declare(name, program.resultType), program: program))
    }
    let validations = source.list("validations", of: spec).compactMap { node -> AdmissionPolicy.Validation? in
      guard let program = expression("expression", of: node, &source, environment, expecting: .bool) else { return nil }
      let text = source.tree.string(source.field("expression", of: node) ?? node)
      let shown = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return AdmissionPolicy.Validation(
        expression: program, message: source.optional("message", of: node) ?? "failed expression: \(shown)",
        messageExpression: source.field("messageExpression", of: node).flatMap {
          source.compile($0, environment, expecting: .string)
        })
    }
    let constraints = source.field("matchConstraints", of: spec)
    let everything = AdmissionPolicy.Binding(
      name: "", match: MatchResources(nil, &source), severity: .error, parameters: .none)
    return AdmissionPolicy(
      slots: slots, match: MatchResources(constraints, &source), conditions: conditions, variables: variables,
      validations: validations, failsClosed: source.optional("failurePolicy", of: spec) != "Ignore",
      bindings: bound.isEmpty ? [everything] : bound.sorted { $0.severity > $1.severity })
  }

  private func expression(
    _ name: String, of node: NodeID, _ source: inout FieldReader, _ environment: Environment,
    expecting type: Type? = nil
  ) -> Program? {
    _ = source.required(name, of: node)
    guard let place = source.field(name, of: node) else { return nil }
    return source.compile(place, environment, expecting: type)
  }

  // MARK: Bindings

  private func paramKind(_ spec: NodeID, _ source: inout FieldReader) -> (apiVersion: String, kind: String)? {
    source.field("paramKind", of: spec).map {
      (source.required("apiVersion", of: $0), source.required("kind", of: $0))
    }
  }

  /// nil when the binding is another policy's.
  private func binding(
    _ source: inout FieldReader, of policy: String, paramKind: (apiVersion: String, kind: String)?
  ) -> AdmissionPolicy.Binding? {
    guard let root = source.tree.root, let spec = source.field("spec", of: root),
      source.required("policyName", of: spec) == policy
    else { return nil }
    let actions = source.texts("validationActions", of: spec)
    let severity: Severity = actions.contains("Deny") ? .error : actions.contains("Warn") ? .warning : .note
    var parameters = AdmissionPolicy.Parameters.none
    if let paramKind, let reference = source.field("paramRef", of: spec) {
      let found = self.parameters(reference, &source, paramKind)
      parameters = found.isEmpty ? .missing : .resources(found)
    }
    let name = source.field("metadata", of: root).flatMap { source.optional("name", of: $0) }
    return AdmissionPolicy.Binding(
      name: name ?? "", match: MatchResources(source.field("matchResources", of: spec), &source), severity: severity,
      parameters: parameters)
  }

  private func parameters(
    _ reference: NodeID, _ source: inout FieldReader, _ kind: (apiVersion: String, kind: String)
  ) -> [Tree] {
    let name = source.optional("name", of: reference)
    let namespace = source.optional("namespace", of: reference)
    let selector = LabelSelector(source.field("selector", of: reference), &source)
    return others.filter { tree in
      guard let root = tree.root, tree.text(of: Symbol("kind"), in: root) == kind.kind,
        tree.text(of: Symbol("apiVersion"), in: root) == kind.apiVersion
      else { return false }
      let object = AdmissionObject(root, in: tree)
      if let name, object.name != name { return false }
      if let namespace, let own = object.namespace, own != namespace { return false }
      return selector.selects(object.label) == true
    }
  }
}
