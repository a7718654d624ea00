import Linting
import Manifests

extension Arguments {
  private enum Renderer: String, CaseIterable { case kustomize, helm }

  /// The programs that `--render` names; nil without it.
  /// - Throws: one that nobody knows, or that is not installed.
  func rendering() throws(UsageError) -> Rendering? {
    guard has("render") else { return nil }
    let path = System.variable("PATH") ?? []
    var rendering = Rendering()
    let names = list("render")
    guard !names.isEmpty else { throw UsageError("`--render` names kustomize, helm or both with a comma between") }
    let renderers = try names.map { name throws(UsageError) in
      try Arguments.parse(name, for: "render", Renderer.self)
    }
    for renderer in renderers {
      switch renderer {
      case .kustomize:
        guard let program = KustomizeProgram(on: path) else {
          throw UsageError("`--render kustomize` runs `kustomize` or `kubectl`, and neither is on the PATH")
        }
        rendering.kustomize = program
      case .helm:
        guard let program = HelmProgram(on: path) else {
          throw UsageError("`--render helm` runs `helm`, which is not on the PATH")
        }
        rendering.helm = program
      }
    }
    return rendering
  }
}

extension [Notice] {
  /// Says on standard error what was to be rendered and could not be.
  /// - Returns: whether there was any.
  func complain() -> Bool {
    for notice in self {
      Output.standardError("\(notice.file.text.shownOnTerminal): error: \(notice.message.shownOnTerminal)")
    }
    return !isEmpty
  }
}
