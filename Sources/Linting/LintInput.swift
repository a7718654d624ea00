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
    var known = Set(files)
    func file(_ source: SourceFile, isContext: Bool) -> RunFile {
      RunFile(source, text: source.path == nil ? source.standardInput() : nil, isContext: isContext)
    }
    return files.map { file($0, isContext: false) }
      + context.filter { known.insert($0).inserted }.map { file($0, isContext: true) }
  }
}
