import Manifests

/// What a run reads.
public struct LintInput: Sendable {
  /// Files to judge.
  public var files: [SourceFile]
  /// Files that are read for profiles and neighbours, and not reported on; those that are judged anyway may be among
  /// them.
  public var context: [SourceFile] = []
  public var settings = ScopeSettings()
  /// What was passed over before reading.
  public var notices: [Notice] = []
  /// The tool's version, for the report.
  public var version = ""

  public init(files: [SourceFile]) { self.files = files }

  /// The files in the order in which they are read, those to judge first.
  var runFiles: [RunFile] {
    let known = Set(files)
    return files.map { RunFile($0, text: $0.path == nil ? $0.standardInput() : nil) }
      + context.filter { !known.contains($0) }.map { RunFile($0, isContext: true) }
  }
}
