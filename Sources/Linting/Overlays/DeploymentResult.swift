import Kustomize
import Manifests

/// What the first reading of a deployment gave.
struct DeploymentResult: Sendable {
  var result = FileResult()
  /// The files that were read for it, as reports name them.
  var files: [String] = []
  var problems: [BuildProblem] = []
  /// Whether kustomize would build it.
  var isBuilt = false

  init() {}

  init(_ build: Build.Result, _ result: FileResult) {
    self.result = result
    files = build.files
    problems = build.problems
    isBuilt = !build.isRefused
  }

  /// Why namespaces and labels may still change on the way; nil: nothing is known to change them.
  var doubt: String? {
    problems.first { $0.mayChangeOthers }.map { problem in
      let place = problem.origin.map { "\($0.file):\($0.entry.start.line)" } ?? "its kustomization"
      return "\(place) brings in what only a run can tell"
    }
  }
}

extension BuildProblem {
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
      text = "\(message): `--render kustomize` runs kustomize"
    case .unmatched:
      kind = .patchUnmatched
      text = "\(message): nothing is patched"
    }
    return Notice(
      kind: kind, file: origin.map { FileName($0.file) } ?? kustomization, line: origin?.entry.start.line, message: text)
  }
}
