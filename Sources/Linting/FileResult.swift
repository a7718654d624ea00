import Fargate
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
  /// What the file names when it is a kustomization.
  var kustomized = Kustomized()
  var suppressions: [Suppression] = []
  var documents = 0
  var resources = 0
  var workloads = 0
  var skipped = false
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
