import GitOps
import Kustomize
import Manifests

/// What a deployment makes, and what is to be said of it.
struct Made: Sendable {
  private(set) var documents: [ReadDocument] = []
  /// The files that were read for it, as reports name them.
  private(set) var files: [String] = []
  private(set) var problems: [BuildProblem] = []
  /// Those of them that are data of generated resources.
  private(set) var dataFiles: Set<String> = []
  /// The folders of kustomizations below that cannot be built either.
  private(set) var refusedFolders: Set<String> = []
  /// Whether it can be built.
  private(set) var isBuilt = false
  /// Why what a program was asked to render is missing.
  private(set) var failure: RenderError?
  /// Why namespaces and labels may still change on the way; nil: nothing is known to change them.
  var doubt: String?
  /// Whether a program made it, which is not run twice.
  private(set) var isRendered = false

  init() {}

  init(_ build: Build.Result) {
    documents = build.resources.map { .made($0) }
    files = build.files
    problems = build.problems
    dataFiles = build.dataFiles
    refusedFolders = build.refusedFolders
    isBuilt = !build.isRefused
    doubt = problems.first { $0.mayChangeOthers }.map { problem in
      let place = problem.origin.map { "\($0.file):\($0.entry.start.line)" } ?? "its kustomization"
      return "\(place) brings in what only a run can tell"
    }
  }

  /// How many nodes it has.
  var size: Int { documents.reduce(0) { $0 + $1.size } }

  /// Takes what a program rendered for all that could be told without.
  /// - Parameter origins: the files that it is written in.
  mutating func take(_ resources: [RenderedResource], from origins: [String]) {
    documents = resources.map { .rendered($0) }
    let known = Set(files)
    files += origins.filter { !known.contains($0) }
    problems.removeAll { $0.kind != .unmatched }
    isBuilt = true
    doubt = nil
    isRendered = true
  }

  /// The same with variables filled in where a program printed them as they are written.
  func filled(by variables: Variables?) -> Made {
    guard let variables, isRendered else { return self }
    var filled = self
    filled.documents = documents.map { document in
      guard case .rendered(let resource) = document else { return document }
      return .rendered(resource.filled(variables.applied))
    }
    return filled
  }

  /// Keeps what could be told without the program.
  mutating func failed(_ error: RenderError) {
    problems.removeAll { $0.kind == .external }
    failure = error
    isRendered = true
  }
}
