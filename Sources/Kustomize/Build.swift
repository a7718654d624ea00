import YAML

/// Builds kustomizations without running anything: what `kustomize build` makes, each value with its origin.
public struct Build: Sendable {
  private let files: BuildFiles
  private let cache = SourceCache()

  public init(_ files: BuildFiles) { self.files = files }

  /// What a kustomization makes, as far as can be told.
  public struct Result: Sendable {
    /// In the order in which they come; empty where kustomize would refuse to build.
    public var resources: [EffectiveResource] = []
    public var problems: [BuildProblem] = []
    /// The files that were read, the kustomizations' own too.
    public var files: [String] = []

    public var isRefused: Bool { problems.contains { $0.kind == .refused } }
    /// Whether resources or changes are missing that only a run can tell.
    public var isIncomplete: Bool { problems.contains { $0.kind == .external } }
  }

  /// The documents of a file that builds have read, as far as they are kept.
  public func documents(of file: String) -> [RetainedDocument]? { cache.documents(file)?.map(\.document) }

  /// The tree of a kustomization's file; nil where it cannot be read.
  public func tree(of file: String) -> Tree? {
    let sources = try? Loader(files, cache).documents(file)
    return sources?.first?.tree
  }

  /// - Parameter folder: of the kustomization, as reports name it; empty for the working directory.
  public func run(_ folder: String) -> Result {
    let loader = Loader(files, cache)
    let accumulator = Accumulator(loader)
    var result = Result()
    do throws(BuildError) {
      try accumulator.add(folder: folder, isComponent: false, from: nil)
      try accumulator.finish()
      for draft in accumulator.drafts.all { result.resources.append(try EffectiveResource(draft)) }
    } catch {
      result.problems.append(BuildProblem(kind: .refused, message: error.message, origin: error.origin))
    }
    result.problems += accumulator.problems
    result.files = loader.reached
    if result.isRefused { result.resources = [] }
    return result
  }
}
