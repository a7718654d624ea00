import CEL
import Fargate
import YAML

/// The variables and functions that every policy shares, each variable in its slot.
public struct Vocabulary: Sendable {
  /// With the functions; the variables of the subject are declared in copies.
  let environment: Environment
  private let environments: [Subject: Environment]
  let slots: Slots
  let schema: Schema
  /// What the variable `tables` is.
  let tables: Tree

  /// Where an evaluation finds the variables of policy-format.md.
  struct Slots: Sendable {
    let document: Int
    let object: Int
    let namespaceObject: Int
    let workload: Int
    let apiVersion: Int
    let kind: Int
    let name: Int
    let namespace: Int
    let workloadObject: Int
    let pods: Int
    let replicas: Int
    let daemon: Int
    let finishes: Int
    let claims: Int
    let pod: Int
    let containers: Int
    let placement: Int
    let placementStatus: Int
    let placementReason: Int
    let container: Int
    let role: Int
    let cluster: Int
    let profile: Int
    let reached: Int
    let scope: Int
    let preset: Int
    let tables: Int
  }

  /// Variables in the order of their slots, and the subjects that have them.
  private static let variables: [(name: String, subjects: Set<Subject>)] = {
    let workload: Set<Subject> = [.workload, .pod, .container]
    let fields = [
      "apiVersion", "kind", "name", "namespace", "object", "pods", "replicas", "daemon", "finishes", "claims",
    ]
    let everywhere = Set(Subject.allCases)
    let inPods: Set<Subject> = [.pod, .container]
    return [("document", [.document])]
      + ["object", "namespaceObject"].map { ($0, workload.union([.object])) }
      + (["workload"] + fields.map { "workload.\($0)" }).map { ($0, workload) }
      + ["pod", "containers", "placement", "placement.status", "placement.reason"].map { ($0, inPods) }
      + [
        ("container", [.container]), ("role", [.container, .role]), ("cluster", [.cluster]), ("profile", [.profile]),
        ("reached", [.object]), ("scope", everywhere), ("preset", everywhere), ("tables", everywhere),
      ]
  }()

  /// - Parameter functions: those that the policies' own functions do not include.
  public init(tables: Tables, functions: [Function] = []) {
    schema = Schema(tables: tables)
    self.tables = tables.tree
    var all = Environment()
    all.objectTypes = schema.objectTypes
    for function in Functions.all(requirements: NodeRequirements(tables: tables)) { all.add(function) }
    for function in functions { all.add(function) }
    all.constants = ["preset", "tables"]
    environment = all
    environments = Dictionary(
      uniqueKeysWithValues: Subject.allCases.map { ($0, Vocabulary.environment(all, for: $0)) })
    // Every environment declares every name in this order, so that slots agree; see `environment(for:)`.
    var declared = all
    func slot(_ name: String) -> Int { declared.declare(name, Vocabulary.type(of: name)) }
    slots = Slots(
      document: slot("document"), object: slot("object"), namespaceObject: slot("namespaceObject"),
      workload: slot("workload"), apiVersion: slot("workload.apiVersion"), kind: slot("workload.kind"),
      name: slot("workload.name"), namespace: slot("workload.namespace"), workloadObject: slot("workload.object"),
      pods: slot("workload.pods"), replicas: slot("workload.replicas"), daemon: slot("workload.daemon"),
      finishes: slot("workload.finishes"), claims: slot("workload.claims"), pod: slot("pod"),
      containers: slot("containers"), placement: slot("placement"), placementStatus: slot("placement.status"),
      placementReason: slot("placement.reason"), container: slot("container"), role: slot("role"),
      cluster: slot("cluster"), profile: slot("profile"), reached: slot("reached"), scope: slot("scope"),
      preset: slot("preset"), tables: slot("tables"))
  }

  /// The environment of a subject: its variables and those of what it belongs to; nil: those that need none.
  public func environment(for subject: Subject?) -> Environment { environment(for: subject, kinds: []) }

  /// - Parameter kinds: those that the rule is about; none: all.
  func environment(for subject: Subject?, kinds: [KindPattern]) -> Environment {
    guard let subject, var result = environments[subject] else { return Vocabulary.environment(environment, for: nil) }
    if !kinds.isEmpty { result.retype("object", schema.type(of: kinds)) }
    return result
  }

  private static func environment(_ functions: Environment, for subject: Subject?) -> Environment {
    var result = functions
    for (name, subjects) in variables {
      let isVisible = subjects.isSuperset(of: Subject.allCases) || subject.map { subjects.contains($0) } ?? false
      // Of a container the role is a word.
      let type = name == "role" && subject == .role ? .object(["role"]) : type(of: name)
      result.declare(isVisible ? name : "(not here) \(name)", type)
    }
    return result
  }

  /// The slots of every subject with `object` alone to be named, and CEL without the functions of policies: what
  /// Kubernetes' own policies build on.
  var admission: Environment {
    var result = Environment()
    result.objectTypes = schema.objectTypes
    for (name, _) in Vocabulary.variables { result.declare(name == "object" ? name : "(not here) \(name)") }
    return result
  }

  private static func type(of name: String) -> Type {
    switch name {
    case "workload.apiVersion", "workload.kind", "workload.name", "workload.namespace", "placement.status",
      "placement.reason", "role", "preset":
      .string
    case "workload.daemon", "workload.finishes": .bool
    case "workload.pods": .list(.object(["pod"]))
    case "workload.claims": .list(.object(["PersistentVolumeClaim"]))
    case "containers": .list(.object(["Container"]))
    case "container": .object(["Container"])
    case "pod", "workload", "placement", "cluster", "profile", "scope": .object([name])
    case "reached": .list(.object(["pod"]))
    case "tables": .object([TableTypes.root])
    case "namespaceObject": .optional(.object(["Namespace"]))
    case "workload.replicas": .optional(.dyn)
    default: .dyn
    }
  }
}
