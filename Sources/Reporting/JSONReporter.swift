import Linting
import Manifests
import YAML

/// The JSON report, a versioned contract (`docs/report.schema.json`): one finding and one notice a line.
public struct JSONReporter: Reporter {
  public init() {}

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    writeMembers(of: report, to: &out)
    out.write("}\n")
  }

  /// Writes the report without the brace that ends it.
  func writeMembers(of report: Report, to out: inout some TextOutputStream) {
    let tool = JSONObject.make {
      $0.add("name", "fargate-lint")
      $0.add("version", report.version)
    }
    out.write("{\"version\":1,\"tool\":\(tool),\"preset\":\(JSONObject.literal(report.preset)),\n")
    out.write("\"summary\":\(summary(report.summary)),\n\"findings\":[")
    for (index, finding) in report.findings.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(finding))
    }
    out.write("],\n\"notices\":[")
    for (index, notice) in report.notices.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(notice))
    }
    out.write("]")
  }

  private func summary(_ summary: Report.Summary) -> String {
    JSONObject.make {
      $0.add("files", summary.files)
      $0.add("documents", summary.documents)
      $0.add("resources", summary.resources)
      $0.add("workloads", summary.workloads)
      $0.add("errors", summary.errors)
      $0.add("warnings", summary.warnings)
      $0.add("notes", summary.notes)
      $0.add("suppressed", summary.suppressed)
      $0.add("baselined", summary.baselined)
      $0.add("skipped", summary.skipped)
    }
  }

  private func position(_ position: Position) -> String {
    JSONObject.make {
      $0.add("line", position.line)
      $0.add("column", position.column)
    }
  }

  private func object(_ finding: Finding) -> String {
    JSONObject.make { object in
      object.add("rule", finding.rule)
      object.add("category", finding.category)
      object.add("severity", finding.severity.rawValue)
      object.add("message", finding.message)
      object.add("file", finding.file.text)
      object.add("start", json: position(finding.start))
      object.add("end", json: position(finding.end))
      object.add("pointer", finding.pointer)
      object.add("document", finding.document)
      object.add("resource", json: finding.resource.map(identity))
      if !finding.scopes.isEmpty { object.add("scopes", texts: finding.scopes) }
      if let placement = finding.placement {
        object.add("placement") {
          $0.add("status", placement.status)
          $0.add("profile", placement.profile)
          $0.add("file", placement.file)
          $0.add("line", placement.line)
          $0.add("reason", placement.reason)
        }
      }
      if !finding.related.isEmpty { object.add("related", list: finding.related.map(related)) }
      object.add("fingerprint", finding.fingerprint)
      object.add("baselineState", finding.baselineState?.rawValue)
      if let suppression = finding.suppression {
        object.add("suppressed") {
          $0.add("kind", suppression.kind.rawValue)
          $0.add("justification", suppression.justification)
        }
      }
    }
  }

  private func identity(_ resource: ResourceIdentity) -> String {
    JSONObject.make {
      $0.add("apiVersion", resource.apiVersion)
      $0.add("kind", resource.kind)
      $0.add("namespace", resource.namespace)
      $0.add("name", resource.name)
    }
  }

  private func related(_ related: Finding.Related) -> String {
    JSONObject.make {
      $0.add("file", related.file.text)
      $0.add("line", related.start.line)
      $0.add("column", related.start.column)
      $0.add("message", related.message)
    }
  }

  private func object(_ notice: Notice) -> String {
    JSONObject.make {
      $0.add("kind", notice.kind.rawValue)
      $0.add("rule", notice.rule)
      $0.add("file", notice.file.text)
      $0.add("line", notice.line)
      $0.add("message", notice.message)
    }
  }
}
