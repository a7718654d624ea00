import Kustomize
import Manifests

/// What the first reading of a deployment gave.
struct DeploymentResult: Sendable {
  var result = FileResult()
  /// The files that were read for it, as reports name them.
  var files: [String] = []
  var problems: [BuildProblem] = []
  /// Those of them that are data of generated resources.
  var dataFiles: Set<String> = []
  /// The folders of kustomizations below that cannot be built either.
  var refusedFolders: Set<String> = []
  /// Whether it can be built.
  var isBuilt = false
  /// Why namespaces and labels may still change on the way; nil: nothing is known to change them.
  var doubt: String?
  /// Why what a program was asked to render is missing.
  private var failure: RenderError?

  init() {}

  init(_ made: Made, _ result: FileResult) {
    self.result = result
    files = made.files
    problems = made.problems
    dataFiles = made.dataFiles
    refusedFolders = made.refusedFolders
    isBuilt = made.isBuilt
    doubt = made.doubt
    failure = made.failure
  }

  /// - Parameter matched: the patches that meet something elsewhere.
  func notices(of deployment: Deployment, besides matched: Set<BuildProblem.Place>) -> [Notice] {
    problems.filter { problem in !(problem.placeUnmatched.map(matched.contains) ?? false) }
      .map { $0.notice(of: deployment.source.name) } + failures(of: deployment)
  }

  /// Says that a program which was to run has failed.
  func failures(of deployment: Deployment) -> [Notice] {
    guard let failure else { return [] }
    let what = deployment.chart == nil ? "what kustomize makes here" : "what helm makes of this chart"
    return [
      Notice(
        kind: .renderFailed, file: deployment.source.name, message: "\(what) was not checked: \(failure.message)")
    ]
  }
}

extension BuildProblem {
  /// Where something is written that a build speaks of.
  struct Place: Hashable {
    let file: String
    let line: Int
    let column: Int
  }

  /// Of a patch that meets no resource; else nil.
  var placeUnmatched: Place? {
    guard kind == .unmatched, let origin else { return nil }
    return Place(file: origin.file, line: origin.entry.start.line, column: origin.entry.start.column)
  }

  /// - Parameter kustomization: the file of the deployment in which it came up.
  func notice(of kustomization: FileName) -> Notice {
    let kind: Notice.Kind
    let text: String
    switch self.kind {
    case .refused:
      kind = .kustomizationRefused
      text = "kustomize would not build this (\(message)): its manifests are judged as they are written"
    case .external:
      kind = .kustomizationExternal
      text = "\(message): `--render kustomize\(needsHelm ? ",helm" : "")` runs kustomize"
    case .unmatched:
      kind = .patchUnmatched
      text = "\(message): nothing is patched"
    }
    return Notice(
      kind: kind, file: origin.map { FileName($0.file) } ?? kustomization, line: origin?.entry.start.line, message: text
    )
  }
}
