import CEL

/// What expressions of a ValidatingAdmissionPolicy may name.
struct AdmissionEnvironment: Sendable {
  private(set) var environment: Environment
  let object: Int
  let oldObject: Int
  let request: Int
  let namespaceObject: Int
  let authorizer: Int
  let params: Int

  init(_ vocabulary: Vocabulary) {
    var environment = vocabulary.admission
    object = environment.declare("object")
    oldObject = environment.declare("oldObject")
    request = environment.declare("request", .object(["AdmissionRequest"]))
    namespaceObject = environment.declare("namespaceObject")
    authorizer = environment.declare("authorizer", AdmissionEnvironment.authorizerType)
    environment.declare("authorizer.requestResource", AdmissionEnvironment.checkType)
    params = environment.declare("params")
    for function in AdmissionEnvironment.functions { environment.add(function) }
    self.environment = environment
  }

  private static let authorizerType = Type.opaque("kubernetes.authorization.Authorizer", [])
  private static let checkType = Type.opaque("kubernetes.authorization.ResourceCheck", [])
  private static let pathType = Type.opaque("kubernetes.authorization.PathCheck", [])
  private static let groupType = Type.opaque("kubernetes.authorization.GroupCheck", [])
  private static let decisionType = Type.opaque("kubernetes.authorization.Decision", [])

  /// Kubernetes' authorizer library. Its answers are the cluster's: offline they are unknown, so none is ever called.
  private static let functions: [Function] = [
    declared("path", [([authorizerType, .string], pathType)]),
    declared("group", [([authorizerType, .string], groupType)]),
    declared("serviceAccount", [([authorizerType, .string, .string], authorizerType)]),
    declared("resource", [([groupType, .string], checkType)]),
    declared("subresource", [([checkType, .string], checkType)]),
    declared("namespace", [([checkType, .string], checkType)]),
    declared("name", [([checkType, .string], checkType)]),
    declared("fieldSelector", [([checkType, .string], checkType)]),
    declared("labelSelector", [([checkType, .string], checkType)]),
    declared("check", [([pathType, .string], decisionType), ([checkType, .string], decisionType)]),
    declared("allowed", [([decisionType], .bool)]),
    declared("errored", [([decisionType], .bool)]),
    declared("error", [([decisionType], .string)]),
    declared("reason", [([decisionType], .string)]),
  ]

  private static func declared(_ name: String, _ overloads: [(parameters: [Type], result: Type)]) -> Function {
    Function(declared: name, overloads.map { .member($0.parameters, $0.result) })
  }
}
