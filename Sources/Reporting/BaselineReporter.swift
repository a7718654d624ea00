import Linting
import Manifests

/// A baseline: what counts today, so that `check --baseline` passes over it. One finding a line, ordered by file, rule and
/// fingerprint and without lines and columns, so that it changes where findings come and go and nowhere else.
public struct BaselineReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    out.write("{\"version\":1,\"findings\":[")
    let findings = report.findings.filter { $0.suppression == nil }.sorted {
      ($0.file, $0.rule, $0.fingerprint) < ($1.file, $1.rule, $1.fingerprint)
    }
    for (index, finding) in findings.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(finding))
    }
    out.write("\n]}\n")
  }

  private func object(_ finding: Finding) -> String {
    JSONObject.make {
      $0.add("file", finding.file.text)
      $0.add("rule", finding.rule)
      $0.add("resource", finding.resource.map(name))
      $0.add("fingerprint", finding.fingerprint.text)
    }
  }

  private func name(_ resource: ResourceIdentity) -> String {
    "\(resource.kind) \(resource.namespace.map { "\($0)/" } ?? "")\(resource.name)"
  }
}
