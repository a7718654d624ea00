import Linting
import Manifests
import Policies
import YAML

/// What a notification tells.
enum Notification {
  case omission(SARIFLimits.Omission)
  case notice(Notice)
}

/// The objects of SARIF about what was found, and what was not looked at.
extension JSONObject {
  /// A `result`.
  mutating func fill(result finding: Finding, ruleIndex: Int?) {
    add("ruleId", finding.rule)
    add("ruleIndex", ruleIndex)
    add("level", finding.severity.rawValue)
    add("message") { $0.add("text", JSONObject.plain(finding.shownMessage)) }
    add("locations", CollectionOfOne(finding)) { location, finding in
      location.add(physicalLocation: finding.file, finding.start, finding.end)
      if let resource = finding.resource {
        location.add("logicalLocations", CollectionOfOne(resource)) {
          $0.add("name", $1.name)
          $0.add("fullyQualifiedName", [$1.apiVersion, $1.kind, $1.namespace ?? "", $1.name].joined(separator: "/"))
          $0.add("kind", "resource")
        }
      }
    }
    if !finding.related.isEmpty {
      add("relatedLocations", finding.related.prefix(SARIFLimits.related).enumerated()) { location, related in
        location.add("id", related.offset + 1)
        location.add(physicalLocation: related.element.file, related.element.start, related.element.end)
        location.add("message") { $0.add("text", JSONObject.plain(related.element.message)) }
      }
    }
    if let fix = finding.fix { add("fixes", CollectionOfOne(fix)) { $0.fill(fix: $1) } }
    add("partialFingerprints") { $0.add("primaryLocationLineHash", finding.fingerprint.text) }
    add("baselineState", finding.baselineState?.rawValue)
    if let suppression = finding.suppression {
      add("suppressions", CollectionOfOne(suppression)) {
        $0.add("kind", $1.kind.rawValue)
        $0.add("status", "accepted")
        $0.add(
          "justification", $1.justification.flatMap { reason in reason.contains { !$0.isWhitespace } ? reason : nil })
      }
    }
    guard finding.placement != nil || !finding.scopes.isEmpty else { return }
    add("properties") { properties in
      if !finding.scopes.isEmpty { properties.add("scopes", texts: finding.scopes) }
      if let placement = finding.placement {
        properties.add("placement") {
          $0.add("status", placement.status)
          $0.add("profile", placement.profile)
          $0.add("reason", placement.reason)
        }
      }
    }
  }

  /// A `fix` (SARIF 3.55): the regions of one file that give way to text.
  private mutating func fill(fix: Finding.Fix) {
    add("description") { $0.add("text", JSONObject.plain(fix.isSafe ? fix.title : "\(fix.title) (changes behaviour)")) }
    add("artifactChanges", CollectionOfOne(fix)) { change, fix in
      change.add(artifact: fix.file)
      change.add("replacements", fix.replacements) { replacement, own in
        replacement.add("deletedRegion") { $0.add(region: own.start, own.end) }
        if !own.text.isEmpty { replacement.add("insertedContent") { $0.add("text", own.text) } }
      }
    }
  }

  /// A `notification`.
  /// - Parameter kinds: the ids of all descriptors.
  mutating func fill(notification: Notification, _ kinds: [String]) {
    switch notification {
    case .omission(let omission):
      fill(descriptor: omission.id, kinds, level: "warning", omission.text)
    case .notice(let notice):
      let text = (notice.rule.map { "\($0): " } ?? "") + notice.message
      fill(descriptor: notice.kind.rawValue, kinds, level: notice.kind == .renderFailed ? "error" : "note", text)
      add("locations", CollectionOfOne(notice)) { location, notice in
        location.add("physicalLocation") { physical in
          physical.add(artifact: notice.file)
          if let line = notice.line { physical.add("region") { $0.add("startLine", line) } }
        }
      }
    }
  }

  private mutating func fill(descriptor id: String, _ kinds: [String], level: String, _ text: String) {
    add("descriptor") {
      $0.add("id", id)
      $0.add("index", kinds.firstIndex(of: id))
    }
    add("level", level)
    add("message") { $0.add("text", JSONObject.plain(text)) }
  }

  // MARK: Places

  private mutating func add(physicalLocation file: FileName, _ start: Position, _ end: Position) {
    add("physicalLocation") {
      $0.add(artifact: file)
      $0.add("region") { $0.add(region: start, end) }
    }
  }

  private mutating func add(region start: Position, _ end: Position) {
    add("startLine", start.line)
    add("startColumn", start.column)
    add("endLine", end.line)
    add("endColumn", end.column)
  }

  private mutating func add(artifact file: FileName) {
    add("artifactLocation") {
      $0.add("uri", file.contained().uri)
      $0.add("uriBaseId", SARIFReporter.base)
    }
  }

  /// A message in which nothing is read as a link to a location of the result (SARIF 3.11.6).
  private static func plain(_ text: String) -> String {
    text.contains("](") ? text.replacing("](", with: "\\](") : text
  }
}
