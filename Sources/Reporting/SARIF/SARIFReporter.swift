import Linting
import Manifests
import Policies
import YAML

/// SARIF 2.1.0 as GitHub code scanning takes it.
///
/// What GitHub would refuse or cut is left out by rule (`SARIFLimits`), and said in a notification. Uris are relative to
/// the working directory; a file outside of it has none that another machine could follow: its name is then given below
/// `outside/`.
public struct SARIFReporter: Reporter {
  public init() {}

  private static let projectPage = "https://fargate-lint.dev"
  /// The base of all uris: the working directory.
  static let base = "%SRCROOT%"
  /// The base of that, where the working directory lies below the repository's root.
  private static let repositoryBase = "REPOROOT"

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let places = Dictionary(uniqueKeysWithValues: report.rules.enumerated().map { ($1.name, $0) })
    let limits = SARIFLimits(report)
    out.write("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n")
    out.write(
      "\"tool\":{\"driver\":{\"name\":\"fargate-lint\",\"semanticVersion\":\(JSONObject.literal(report.version)),")
    out.write("\"informationUri\":\"\(SARIFReporter.projectPage)\",\"rules\":[")
    writeLines(report.rules, to: &out) { $0.fill(rule: $1) }
    let kinds = Set(limits.notices.map(\.kind.rawValue)).union(limits.omissions.map(\.id)).sorted()
    out.write("],\"notifications\":[")
    writeLines(kinds, to: &out) { $0.add("id", $1) }
    out.write("]}},\n\"columnKind\":\"utf16CodeUnits\",\"automationDetails\":{\"id\":\"fargate-lint/\"},\n")
    out.write("\"originalUriBaseIds\":\(bases(report.workTree)),\n")
    if let provenance = provenance(report.workTree) { out.write("\"versionControlProvenance\":[\(provenance)],\n") }
    let isWhole = report.unrendered.isEmpty
    out.write("\"invocations\":[{\"executionSuccessful\":\(isWhole),\"toolExecutionNotifications\":[")
    let notifications = limits.omissions.map { Notification.omission($0) } + limits.notices.map { .notice($0) }
    writeLines(notifications, to: &out) { $0.fill(notification: $1, kinds) }
    out.write("]}],\n")
    if report.part != nil {
      out.write("\"properties\":{\"\(ShardReader.property)\":")
      JSONReporter().write(report, to: &out)
      out.write("},\n")
    }
    out.write("\"results\":[")
    writeLines(limits.findings, to: &out) { $0.fill(result: $1, ruleIndex: places[$1.rule]) }
    out.write("]}]}\n")
  }

  public func omissions(in report: Report) -> [String] { SARIFLimits(report).omissions.map(\.text) }

  /// Writes the members of a list, each an object on a line of its own.
  private func writeLines<Item>(
    _ items: [Item], to out: inout some TextOutputStream, _ fill: (inout JSONObject, Item) -> Void
  ) {
    for (index, item) in items.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(JSONObject.make { fill(&$0, item) })
    }
  }

  // MARK: Version control

  private func isBelowRoot(_ tree: WorkTree?) -> Bool { tree.map { !$0.prefix.isEmpty } ?? false }

  private func bases(_ tree: WorkTree?) -> String {
    JSONObject.make { bases in
      bases.add(SARIFReporter.base) { base in
        if let tree, isBelowRoot(tree) {
          base.add("uri", FileName(tree.prefix).uri + "/")
          base.add("uriBaseId", SARIFReporter.repositoryBase)
        }
        base.add("description") { $0.add("text", "The folder in which the check ran.") }
      }
      if isBelowRoot(tree) {
        bases.add(SARIFReporter.repositoryBase) {
          $0.add("description") { $0.add("text", "The root of the repository.") }
        }
      }
    }
  }

  /// Nothing where the repository has no remote, by which it could be named.
  private func provenance(_ tree: WorkTree?) -> String? {
    guard let tree, let remote = tree.remote else { return nil }
    return JSONObject.make {
      $0.add("repositoryUri", remote)
      $0.add("revisionId", tree.revision)
      $0.add("branch", tree.branch)
      $0.add("mappedTo") {
        $0.add("uriBaseId", isBelowRoot(tree) ? SARIFReporter.repositoryBase : SARIFReporter.base)
      }
    }
  }
}
