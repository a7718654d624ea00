import Fargate
import Manifests
import YAML

/// What the first reading of one file gave.
struct FileResult: Sendable {
  var findings: [Finding] = []
  var notices: [Notice] = []
  var candidates: [(resource: UInt32, candidate: Judgement.Candidate)] = []
  var revisits: [Revisit] = []
  var facts = FileFacts()
  var clusterDocuments: [ClusterDocument] = []
  /// Paths of the repository that its objects deploy.
  var deployedPaths: [String] = []
  /// Its objects that say what Argo CD and Flux deploy.
  var deployers: [Deployer] = []
  var suppressions: [Suppression] = []
  /// Of what a deployment makes, by place among its objects.
  var madeSuppressions: [UInt32: [MadeSuppression]] = [:]
  var documents = 0
  var resources = 0
  var workloads = 0
  var skipped = false
}

extension FileResult {
  /// What was found in the file as YAML, and what it says beside its objects.
  var withoutObjects: FileResult {
    var rest = self
    rest.findings = findings.filter { $0.resource == nil }
    rest.candidates = []
    rest.revisits = []
    rest.facts = FileFacts()
    return rest
  }
}

/// An object that says what Argo CD or Flux deploys, or that one of these takes values from, kept for the run.
struct Deployer: Sendable {
  let document: RetainedDocument
  let resource: Resource
}

/// An object that rules ask of its neighbours, once these are known.
struct Revisit: Sendable {
  /// Its place among the file's objects.
  let resource: UInt32
  /// By number.
  let rules: [Int]
}

/// A document that describes clusters, kept for the run.
struct ClusterDocument: Sendable {
  let document: RetainedDocument
  let descriptions: [ClusterDescription]
}
