import Manifests

/// The programs that a run may start, and the charts that it is to render.
public struct Rendering: Sendable {
  public var kustomize: KustomizeProgram?
  public var helm: HelmProgram?
  public var charts: [Chart] = []
  public var limits = ProgramLimits()

  public init() {}
}
