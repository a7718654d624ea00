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
    /// Those of them that are data of generated resources.
    public var dataFiles: Set<String> = []
    /// The folders of kustomizations below that cannot be built either.
    public var refusedFolders: Set<String> = []

    public var isRefused: Bool { problems.contains { $0.kind == .refused } }
    /// Whether resources or changes are missing that only a run can tell.
    public var isIncomplete: Bool { problems.contains { $0.kind == .external } }
  }

  /// The documents of a file that builds have read, as far as they are kept.
  public func documents(of file: String) -> [RetainedDocument]? { cache.documents(file)?.map(\.document) }

  /// What is in a file; nil where there is none.
  public func bytes(of file: String) -> [UInt8]? { files.read(file) }

  /// The trees of a file's documents; nil where it cannot be read.
  public func trees(of file: String) -> [Tree]? { (try? Loader(files, cache).documents(file))?.map(\.tree) }

  /// The tree of a kustomization's file; nil where it cannot be read.
  public func tree(of file: String) -> Tree? {
    let sources = try? Loader(files, cache).documents(file)
    return sources?.first?.tree
  }

  /// - Parameters:
  ///   - folder: of the kustomization, as reports name it; empty for the working directory.
  ///   - files: what is built where the folder has no kustomization; nil: it has one.
  ///   - edits: what another tool does to the kustomization.
  ///   - fill: fills in what is left to fill in of a text that a file holds; nil: nothing does.
  public func run(
    _ folder: String, files: [String]? = nil, _ edits: BuildEdits? = nil,
    filling fill: ((_ text: String, _ file: String?) -> String)? = nil
  ) -> Result {
    let loader = Loader(self.files, cache)
    let accumulator = Accumulator(loader)
    var result = Result()
    do throws(BuildError) {
      if let files {
        try accumulator.add(files: files, in: folder, edits)
      } else {
        try accumulator.add(folder: folder, isComponent: false, from: nil, edits)
      }
      try accumulator.finish(edits, filling: fill)
      for draft in accumulator.drafts.all { result.resources.append(try EffectiveResource(draft)) }
    } catch {
      result.problems.append(BuildProblem(kind: .refused, message: error.message, origin: error.origin))
    }
    result.problems += accumulator.problems
    result.files = loader.reached
    result.dataFiles = loader.data
    result.refusedFolders = loader.refused
    if result.isRefused { result.resources = [] }
    return result
  }
}
