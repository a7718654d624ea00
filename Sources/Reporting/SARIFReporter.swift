import Linting
import Manifests
import Policies
import YAML

/// SARIF 2.1.0 as GitHub code scanning takes it.
///
/// GitHub refuses more than 25,000 results a run: errors come first, then warnings, then notes; what is left out is
/// counted in a notification. A file outside the working directory has no uri that another machine could follow: its
/// name is then given with `..` and the leading `/` written as words of the path below `outside/`.
public struct SARIFReporter: Reporter {
  public init() {}

  static let resultLimit = 25_000
  static let notificationLimit = 5_000
  static let projectPage = "https://fargate-lint.dev"

  public func write(_ report: Report, to out: inout some TextOutputStream) {
    let places = Dictionary(uniqueKeysWithValues: report.rules.enumerated().map { ($1.name, $0) })
    let known = report.findings.filter { places[$0.rule] != nil }
    let kept = SARIFReporter.kept(known)
    out.write("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\n")
    out.write(
      "\"tool\":{\"driver\":{\"name\":\"fargate-lint\",\"semanticVersion\":\(JSONObject.literal(report.version)),")
    out.write("\"informationUri\":\"\(SARIFReporter.projectPage)\",\"rules\":[")
    for (index, rule) in report.rules.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(rule))
    }
    out.write("]}},\n\"columnKind\":\"utf16CodeUnits\",\"automationDetails\":{\"id\":\"fargate-lint/\"},\n")
    out.write(
      "\"originalUriBaseIds\":{\"%SRCROOT%\":{\"description\":{\"text\":\"The folder in which the check ran.\"}}},\n")
    out.write("\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[")
    writeNotifications(report, leftOut: known.count - kept.count, to: &out)
    out.write("]}],\n")
    if report.part != nil {
      out.write("\"properties\":{\"\(ShardReader.property)\":")
      JSONReporter().write(report, to: &out)
      out.write("},\n")
    }
    out.write("\"results\":[")
    for (index, finding) in kept.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(finding, ruleIndex: places[finding.rule] ?? 0))
    }
    out.write("]}]}\n")
  }

  /// The most serious results that GitHub takes, in report order.
  private static func kept(_ findings: [Finding]) -> [Finding] {
    guard findings.count > resultLimit else { return findings }
    var room = resultLimit
    var last = [Severity: Int]()
    for severity in Severity.allCases.reversed() {
      let taken = min(room, findings.count { $0.severity == severity })
      last[severity] = taken
      room -= taken
    }
    return findings.filter { finding in
      let left = last[finding.severity] ?? 0
      last[finding.severity] = left - 1
      return left > 0
    }
  }

  // MARK: Rules

  private func object(_ rule: RuleDescription) -> String {
    JSONObject.make { object in
      object.add("id", rule.name)
      object.add("name", rule.name)
      object.add("shortDescription") { $0.add("text", rule.title) }
      let full = rule.description.isEmpty ? rule.title : rule.description
      object.add("fullDescription") { $0.add("text", String(full.prefix(1_000))) }
      let help = [rule.description, rule.remediation].filter { !$0.isEmpty }.joined(separator: "\n\n")
      let links = rule.references.map { "- [\($0.title)](\($0.url))" }.joined(separator: "\n")
      object.add("help") {
        $0.add("text", help.isEmpty ? rule.title : help)
        $0.add("markdown", [help.isEmpty ? rule.title : help, links].filter { !$0.isEmpty }.joined(separator: "\n\n"))
      }
      object.add("helpUri", rule.helpURI)
      object.add("defaultConfiguration") { $0.add("level", rule.severity.rawValue) }
      object.add("properties") {
        $0.add("tags", texts: ["fargate", rule.category].reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
        $0.add("precision", "very-high")
        $0.add("problem.severity", rule.severity == .note ? "recommendation" : rule.severity.rawValue)
        if rule.category == "security" { $0.add("security-severity", securitySeverity(rule.severity)) }
      }
    }
  }

  private func securitySeverity(_ severity: Severity) -> String {
    switch severity {
    case .error: "8.0"
    case .warning: "5.0"
    case .note: "2.0"
    }
  }

  // MARK: Results

  private func object(_ finding: Finding, ruleIndex: Int) -> String {
    JSONObject.make { object in
      object.add("ruleId", finding.rule)
      object.add("ruleIndex", ruleIndex)
      object.add("level", finding.severity.rawValue)
      object.add("message") { $0.add("text", finding.message.isEmpty ? finding.rule : finding.message) }
      object.add("locations", list: [location(finding.file, finding.start, finding.end, id: nil, message: nil)])
      if !finding.related.isEmpty {
        object.add(
          "relatedLocations",
          list: finding.related.prefix(10).enumerated().map {
            location($1.file, $1.start, $1.end, id: $0 + 1, message: $1.message)
          })
      }
      object.add("partialFingerprints") { $0.add("primaryLocationLineHash", finding.fingerprint) }
      if let suppression = finding.suppression {
        let one = JSONObject.make {
          $0.add("kind", suppression.kind.rawValue)
          $0.add("justification", suppression.justification.flatMap { $0.isEmpty ? nil : $0 })
        }
        object.add("suppressions", list: [one])
      }
      if let placement = finding.placement {
        object.add("properties") { properties in
          properties.add("placement") {
            $0.add("status", placement.status)
            $0.add("reason", placement.reason)
          }
        }
      }
    }
  }

  private func location(_ file: FileName, _ start: Position, _ end: Position, id: Int?, message: String?) -> String {
    JSONObject.make { object in
      object.add("id", id)
      object.add("physicalLocation") {
        $0.add("artifactLocation", json: artifact(file))
        $0.add("region", json: region(start, end))
      }
      if let message { object.add("message") { $0.add("text", message) } }
    }
  }

  private func artifact(_ file: FileName) -> String {
    JSONObject.make {
      $0.add("uri", SARIFReporter.uri(file))
      $0.add("uriBaseId", "%SRCROOT%")
    }
  }

  private func region(_ start: Position, _ end: Position) -> String {
    JSONObject.make {
      $0.add("startLine", start.line)
      $0.add("startColumn", start.column)
      $0.add("endLine", end.line)
      $0.add("endColumn", end.column)
    }
  }

  static func uri(_ file: FileName) -> String {
    let bytes = file.bytes
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true).filter {
      !$0.elementsEqual([46])
    }
    let isOutside = bytes.first == UInt8(ascii: "/") || parts.first?.elementsEqual([46, 46]) == true
    let plain = parts.map { $0.elementsEqual([46, 46]) ? Array("up".utf8) : Array($0) }.joined(separator: [
      UInt8(ascii: "/")
    ])
    let uri = FileName(bytes: Array(plain)).uri
    return isOutside ? "outside/" + uri : uri
  }

  // MARK: Notifications

  private func writeNotifications(_ report: Report, leftOut: Int, to out: inout some TextOutputStream) {
    var first = true
    func write(_ text: String, to out: inout some TextOutputStream) {
      out.write(first ? "\n" : ",\n")
      first = false
      out.write(text)
    }
    if leftOut > 0 {
      write(
        notification(
          "results-left-out",
          "\(leftOut) more findings, the least serious, are left out: a run may hold \(SARIFReporter.resultLimit)"),
        to: &out)
    }
    for notice in report.notices.prefix(SARIFReporter.notificationLimit) { write(object(notice), to: &out) }
    if report.notices.count > SARIFReporter.notificationLimit {
      let more = report.notices.count - SARIFReporter.notificationLimit
      write(notification("notices-left-out", "\(more) more notices are left out; the JSON report has all"), to: &out)
    }
  }

  private func notification(_ id: String, _ text: String) -> String {
    JSONObject.make { object in
      object.add("descriptor") { $0.add("id", id) }
      object.add("level", "warning")
      object.add("message") { $0.add("text", text) }
    }
  }

  private func object(_ notice: Notice) -> String {
    JSONObject.make { object in
      object.add("descriptor") { $0.add("id", notice.kind.rawValue) }
      object.add("level", "note")
      let text = [notice.rule.map { "\($0): " }, notice.message].compactMap { $0 }.joined()
      object.add("message") { $0.add("text", text) }
      let place = JSONObject.make { location in
        location.add("physicalLocation") { physical in
          physical.add("artifactLocation", json: artifact(notice.file))
          if let line = notice.line { physical.add("region") { $0.add("startLine", line) } }
        }
      }
      object.add("locations", list: [place])
    }
  }
}
