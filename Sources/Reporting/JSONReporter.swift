import Linting
import Manifests
import Policies
import YAML

/// The JSON report, a versioned contract (`docs/report.schema.json`): one finding and one notice a line.
///
/// That of a shard says besides what the whole report needs, in whatever format: `ShardReader` makes a `Report` of it.
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
    let isPart = report.part != nil
    for (index, finding) in report.findings.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(finding, isPart: isPart))
    }
    out.write("],\n\"notices\":[")
    for (index, notice) in report.notices.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(notice, isPart: isPart))
    }
    out.write("]")
    if let part = report.part { write(part, report.rules, report.workTree, to: &out) }
  }

  private func write(
    _ part: ReportPart, _ rules: [RuleDescription], _ tree: WorkTree?, to out: inout some TextOutputStream
  ) {
    out.write(",\n\"shard\":{\"number\":\(part.shard.number),\"count\":\(part.shard.count),")
    if let tree {
      let checkout = JSONObject.make {
        $0.add("prefix", tree.prefix)
        $0.add("revision", tree.revision)
        $0.add("branch", tree.branch)
        $0.add("remote", tree.remote)
      }
      out.write("\"checkout\":\(checkout),")
    }
    out.write("\"rules\":[")
    for (index, rule) in rules.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(rule))
    }
    out.write("],\n\"verdicts\":[")
    for (index, verdict) in part.verdicts.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(
        JSONObject.make {
          $0.add("isUsed", verdict.isUsed)
          $0.add("ifUsed", json: verdict.ifUsed.map { object($0, isPart: true) })
          $0.add("ifUnused", json: verdict.ifUnused.map { object($0, isPart: true) })
        })
    }
    out.write("]}")
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

  private func object(_ rule: RuleDescription) -> String {
    JSONObject.make { object in
      object.add("name", rule.name)
      object.add("title", rule.title)
      object.add("category", rule.category)
      object.add("severity", rule.severity.rawValue)
      if let presets = rule.presets { object.add("presets", texts: presets) }
      object.add("description", rule.description)
      object.add("remediation", rule.remediation)
      object.add(
        "references",
        list: rule.references.map { reference in
          JSONObject.make {
            $0.add("title", reference.title)
            $0.add("url", reference.url)
          }
        })
    }
  }

  /// - Parameter isPart: whether the report is that of a shard.
  private func object(_ finding: Finding, isPart: Bool) -> String {
    JSONObject.make { object in
      object.add("rule", finding.rule)
      object.add("category", finding.category)
      object.add("severity", finding.severity.rawValue)
      object.add("message", finding.message)
      add(finding.file, isPart: isPart, to: &object)
      object.add("start", json: position(finding.start))
      object.add("end", json: position(finding.end))
      object.add("pointer", finding.pointer)
      object.add("document", finding.document)
      object.add("resource", json: finding.resource.map(identity))
      if isPart { object.add("container", finding.container) }
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
      if !finding.related.isEmpty { object.add("related", list: finding.related.map { related($0, isPart: isPart) }) }
      if let fix = finding.fix {
        object.add("fix") {
          $0.add("title", fix.title)
          $0.add("safe", fix.isSafe)
          if isPart { add(replacementsOf: fix, to: &$0) }
        }
      }
      object.add("fingerprint", finding.fingerprint.text)
      object.add("baselineState", finding.baselineState?.rawValue)
      if let suppression = finding.suppression {
        object.add("suppressed") {
          $0.add("kind", suppression.kind.rawValue)
          $0.add("justification", suppression.justification)
        }
      }
    }
  }

  /// What a shard's report says of a fix besides: SARIF has the whole.
  private func add(replacementsOf fix: Finding.Fix, to object: inout JSONObject) {
    add(fix.file, isPart: true, to: &object)
    object.add(
      "replacements",
      list: fix.replacements.map { replacement in
        JSONObject.make {
          $0.add("start", json: position(replacement.start))
          $0.add("end", json: position(replacement.end))
          $0.add("text", replacement.text)
        }
      })
  }

  private func identity(_ resource: ResourceIdentity) -> String {
    JSONObject.make {
      $0.add("apiVersion", resource.apiVersion)
      $0.add("kind", resource.kind)
      $0.add("namespace", resource.namespace)
      $0.add("name", resource.name)
    }
  }

  private func related(_ related: Finding.Related, isPart: Bool) -> String {
    JSONObject.make {
      add(related.file, isPart: isPart, to: &$0)
      $0.add("line", related.start.line)
      $0.add("column", related.start.column)
      $0.add("message", related.message)
      if isPart { $0.add("end", json: position(related.end)) }
    }
  }

  /// Adds a name, and for the whole report the uri of one that is no text.
  private func add(_ file: FileName, isPart: Bool, to object: inout JSONObject) {
    let text = file.text
    object.add("file", text)
    if isPart, FileName(text) != file { object.add("uri", file.uri) }
  }

  private func object(_ notice: Notice, isPart: Bool) -> String {
    JSONObject.make {
      $0.add("kind", notice.kind.rawValue)
      $0.add("rule", notice.rule)
      add(notice.file, isPart: isPart, to: &$0)
      $0.add("line", notice.line)
      $0.add("message", notice.message)
    }
  }
}
