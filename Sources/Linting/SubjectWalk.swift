import CEL
import Fargate
import Manifests
import Policies
import YAML

/// Visits the subjects of a document one after another, each bound in an evaluation as a rule sees it.
public struct SubjectWalk: Sendable {
  private let kinds: WorkloadKinds
  private let binding: SubjectBinding
  private let options: LintOptions

  public init(options: LintOptions, vocabulary: Vocabulary, tables: Tables) {
    kinds = tables.workloadKinds
    binding = SubjectBinding(vocabulary: vocabulary, tables: tables)
    self.options = options
  }

  public struct Visit: Sendable {
    /// The node whose text the subject is; of pods that are put together from several, the resource.
    public let extent: NodeID
    /// Where a finding stands that names no place of its own.
    public let place: NodeID
  }

  /// Begins with a document.
  public func begin(_ tree: Tree, preset: String, _ evaluation: inout Evaluation) {
    binding.begin(tree, preset: preset, &evaluation)
  }

  /// Binds a node as the object, whatever it is.
  public func bind(object: NodeID, _ evaluation: inout Evaluation) { binding.bind(object: object, &evaluation) }

  /// Visits the document itself, or what its resources hold.
  public func visit(
    _ subject: Subject, in tree: Tree, _ evaluation: inout Evaluation, _ body: (Visit, inout Evaluation) -> Void
  ) {
    guard subject != .document else {
      if let root = tree.root { body(Visit(extent: root, place: root), &evaluation) }
      return
    }
    for resource in Resource.resources(in: tree) { visit(subject, of: resource, &evaluation, body) }
  }

  /// Visits what one resource holds: none of a pod's subjects where its kind is not known to make pods.
  public func visit(
    _ subject: Subject, of resource: Resource, _ evaluation: inout Evaluation,
    _ body: (Visit, inout Evaluation) -> Void
  ) {
    let whole = Visit(extent: resource.node, place: resource.namePlace)
    binding.bind(resource, &evaluation)
    if subject == .object { body(whole, &evaluation) }
    guard subject != .object, let workload = Workload(resource, kinds: kinds) else { return }
    binding.bind(workload, &evaluation)
    if subject == .workload { return body(whole, &evaluation) }
    for pod in workload.pods {
      binding.bind(pod, placement: options.assumedFields, &evaluation)
      guard subject == .container else {
        body(Visit(extent: pod.view.node ?? resource.node, place: pod.place), &evaluation)
        continue
      }
      for container in pod.containers {
        binding.bind(container, &evaluation)
        body(Visit(extent: container.view.node ?? resource.node, place: container.place), &evaluation)
      }
    }
  }
}
