import Kustomize
import Manifests
import YAML

/// What a run reads.
public struct LintInput: Sendable {
  /// Files to judge.
  public var files: [SourceFile]
  /// Files that are read for profiles and neighbours, and not reported on; those that are judged anyway may be among
  /// them.
  public var context: [SourceFile] = []
  /// Folders below which files may be read that manifests name, absolute or from the working directory.
  public var folders: [[UInt8]] = []
  /// Where the working directory lies in its repository, with `/`; empty at its root, nil where nobody knows.
  public var repositoryPrefix: String?
  /// The checkout that the working directory lies in, for the report.
  public var workTree: WorkTree?
  /// Who owns the files; for an audit.
  public var owners = Ownership()
  public var settings = ScopeSettings()
  /// Findings that are known already and do not count; nil: none are.
  public var baseline: Baseline?
  /// What programs are to render; nil: none is run.
  public var rendering: Rendering?
  /// What was passed over before reading.
  public var notices: [Notice] = []
  /// What follows the run; nil: nothing does.
  public var monitor: RunMonitor?
  /// What stands in place of what files hold.
  public var texts: [FileName: [UInt8]] = [:]
  /// The tool's version, for the report.
  public var version = ""

  public init(files: [SourceFile]) { self.files = files }

  /// The files that kustomizations may name.
  var sources: BuildFiles { BuildFiles(runFiles, below: folders) }

  /// What runs programs, if any is to run.
  func renderer(_ sources: BuildFiles) -> Renderer? {
    rendering.map { Renderer($0, sources, below: folders, judged: Set(files.map(\.name.text))) }
  }

  /// The charts that are rendered, as if each were a kustomization.
  var charts: [Deployment] { rendering?.helm == nil ? [] : rendering?.charts.map { Deployment($0) } ?? [] }

  /// The files in the order in which they are read, those to judge first.
  var runFiles: [RunFile] {
    var known = Set(files)
    func file(_ source: SourceFile, isContext: Bool) -> RunFile {
      RunFile(
        source, text: texts[source.name] ?? (source.path == nil ? source.standardInput() : nil), isContext: isContext)
    }
    return files.map { file($0, isContext: false) }
      + context.filter { known.insert($0).inserted }.map { file($0, isContext: true) }
  }
}

extension BuildFiles {
  /// The files of a run, and those below its folders.
  init(_ files: [RunFile], below folders: [[UInt8]]) {
    let known = Dictionary(files.map { ($0.source.name.text, $0) }, uniquingKeysWith: { first, _ in first })
    let contained = ContainedFiles(below: folders)
    self.init(
      read: { name in
        guard let file = known[name] else { return contained.bytes(of: FileName(name)) }
        return file.text ?? file.source.bytes(upTo: Limits.documentBytes)
      },
      holds: { known[$0] != nil || contained.holds(FileName($0)) },
      kustomizations: Dictionary(
        known.keys.filter(BuildFiles.isKustomization).map { (BuildPath.folder(of: $0), $0) },
        uniquingKeysWith: { min($0, $1) }))
  }
}
