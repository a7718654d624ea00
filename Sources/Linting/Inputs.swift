/// What is read beside the files that are judged, by paths as the user gave them.
public struct Inputs: Sendable {
  /// Files that declare Fargate profiles, from `--profiles`.
  public var profiles: [String] = []
  /// Files and folders that are read for profiles and neighbours but not reported on, from `--context`; empty: not said.
  public var context: [String] = []
  public init() {}
}
