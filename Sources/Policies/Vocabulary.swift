import CEL
import Fargate
import YAML

/// The variables and functions that every policy shares, each variable in its slot.
public struct Vocabulary: Sendable {
  /// With the functions; the variables of the subject are declared in copies.
  let environment: Environment
  let slots: Slots
  let schema: Schema

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
    let preset: Int
    let tables: Int
  }

  private static let byLevel: [(subject: Subject, names: [String])] = [
    (.document, ["document"]),
    (.object, ["object", "namespaceObject"]),
    (
      .workload,
      [
        "workload", "workload.apiVersion", "workload.kind", "workload.name", "workload.namespace", "workload.object",
        "workload.pods", "workload.replicas", "workload.daemon", "workload.finishes", "workload.claims",
      ]
    ),
    (.pod, ["pod", "containers", "placement", "placement.status", "placement.reason"]),
    (.container, ["container", "role"]),
  ]

  public init(tables: Tables) {
    schema = Schema(tables: tables)
    var all = Environment()
    all.objectTypes = schema.objectTypes
    for function in Functions.all(requirements: NodeRequirements(tables: tables)) { all.add(function) }
    environment = all
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
      preset: slot("preset"), tables: slot("tables"))
  }

  /// The environment of a subject: its variables and those of what it belongs to; nil: those that need none.
  public func environment(for subject: Subject?) -> Environment { environment(for: subject, kinds: []) }

  /// - Parameter kinds: those that the rule is about; none: all.
  func environment(for subject: Subject?, kinds: [KindPattern]) -> Environment {
    var result = environment
    let visible: Set<String>
    switch subject {
    case nil: visible = []
    case .document?: visible = ["document"]
    case let subject?:
      let depth = Subject.allCases.firstIndex(of: subject) ?? 0
      visible = Set(Vocabulary.byLevel[1...depth].flatMap(\.names))
    }
    for (_, names) in Vocabulary.byLevel {
      for name in names {
        let type = name == "object" ? schema.type(of: kinds) : Vocabulary.type(of: name)
        result.declare(visible.contains(name) ? name : "(not here) \(name)", type)
      }
    }
    result.declare("preset", .string)
    result.declare("tables", Vocabulary.type(of: "tables"))
    return result
  }

  /// The slots of every subject with `object` alone to be named, and CEL without the functions of policies: what
  /// Kubernetes' own policies build on.
  var admission: Environment {
    var result = Environment()
    result.objectTypes = schema.objectTypes
    for (_, names) in Vocabulary.byLevel {
      for name in names { result.declare(name == "object" ? name : "(not here) \(name)") }
    }
    for name in ["preset", "tables"] { result.declare("(not here) \(name)") }
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
    case "pod", "workload", "placement": .object([name])
    case "tables": .object([TableTypes.root])
    case "namespaceObject": .optional(.object(["Namespace"]))
    case "workload.replicas": .optional(.dyn)
    default: .dyn
    }
  }
}
