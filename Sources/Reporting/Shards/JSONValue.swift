import Linting
import Manifests
import Policies
import YAML

/// A value of a shard's report, and what it stands for; nil where it stands for something else.
struct JSONValue {
  let tree: Tree
  let node: NodeID

  subscript(key: String) -> JSONValue? {
    tree.kind(node) == .mapping ? tree.value(of: key, in: node).map { JSONValue(tree: tree, node: $0) } : nil
  }

  var text: String? { tree.kind(node) == .scalar ? tree.string(node) : nil }
  var number: Int? { text.flatMap { Int($0) } }
  var isTrue: Bool { text == "true" }
  var items: [JSONValue] {
    tree.kind(node) == .sequence ? tree.items(of: node).map { JSONValue(tree: tree, node: $0) } : []
  }

  // MARK: Places

  var position: Position? {
    guard let line = self["line"]?.number, let column = self["column"]?.number else { return nil }
    return Position(line: line, column: column)
  }

  /// The name of a file, from its uri where it is no text.
  var fileName: FileName? {
    if let uri = self["uri"]?.text { return FileName(bytes: JSONValue.bytes(ofURI: uri)) }
    return self["file"]?.text.map { FileName($0) }
  }

  private static func bytes(ofURI uri: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(uri.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  var workTree: WorkTree? {
    self["prefix"]?.text.map {
      WorkTree(
        prefix: $0, revision: self["revision"]?.text, branch: self["branch"]?.text, remote: self["remote"]?.text)
    }
  }

  // MARK: Findings

  var finding: Finding? {
    guard let rule = self["rule"]?.text, let category = self["category"]?.text,
      let severity = self["severity"]?.text.flatMap(Severity.init(rawValue:)), let message = self["message"]?.text,
      let file = fileName, let start = self["start"]?.position, let end = self["end"]?.position,
      let document = self["document"]?.number, let fingerprint = self["fingerprint"]?.text.flatMap(Fingerprint.init)
    else { return nil }
    var finding = Finding(
      rule: rule, category: category, severity: severity, message: message, file: file, start: start, end: end,
      pointer: self["pointer"]?.text, document: document, resource: self["resource"]?.identity,
      container: self["container"]?.text, placement: self["placement"]?.placement,
      related: self["related"]?.items.compactMap(\.related) ?? [], fingerprint: fingerprint,
      suppression: self["suppressed"]?.suppression, scopes: self["scopes"]?.items.compactMap(\.text) ?? [],
      fix: self["fix"]?.fix)
    finding.baselineState = self["baselineState"]?.text.flatMap(Finding.BaselineState.init(rawValue:))
    return finding
  }

  private var identity: ResourceIdentity? {
    guard let apiVersion = self["apiVersion"]?.text, let kind = self["kind"]?.text, let name = self["name"]?.text
    else { return nil }
    return ResourceIdentity(apiVersion: apiVersion, kind: kind, namespace: self["namespace"]?.text, name: name)
  }

  private var placement: Finding.Placement? {
    guard let status = self["status"]?.text, let reason = self["reason"]?.text else { return nil }
    return Finding.Placement(
      status: status, reason: reason, profile: self["profile"]?.text, file: self["file"]?.text,
      line: self["line"]?.number)
  }

  private var related: Finding.Related? {
    guard let file = fileName, let start = position, let end = self["end"]?.position,
      let message = self["message"]?.text
    else { return nil }
    return Finding.Related(file: file, start: start, end: end, message: message)
  }

  private var fix: Finding.Fix? {
    guard let title = self["title"]?.text, let file = fileName, let replacements = self["replacements"] else {
      return nil
    }
    return Finding.Fix(
      title: title, isSafe: self["safe"]?.isTrue ?? false, file: file,
      replacements: replacements.items.compactMap(\.replacement))
  }

  private var replacement: Replacement? {
    guard let start = self["start"]?.position, let end = self["end"]?.position, let text = self["text"]?.text else {
      return nil
    }
    return Replacement(start: start, end: end, text: text)
  }

  private var suppression: Finding.Suppression? {
    guard let kind = self["kind"]?.text.flatMap(Finding.Suppression.Kind.init(rawValue:)) else { return nil }
    return Finding.Suppression(kind: kind, justification: self["justification"]?.text)
  }

  var verdict: RunVerdict? {
    guard let isUsed = self["isUsed"] else { return nil }
    return RunVerdict(
      isUsed: isUsed.isTrue, ifUsed: self["ifUsed"]?.finding, ifUnused: self["ifUnused"]?.finding)
  }

  // MARK: The rest of a report

  var notice: Notice? {
    guard let kind = self["kind"]?.text.flatMap(Notice.Kind.init(rawValue:)), let file = fileName,
      let message = self["message"]?.text
    else { return nil }
    return Notice(kind: kind, rule: self["rule"]?.text, file: file, line: self["line"]?.number, message: message)
  }

  var rule: RuleDescription? {
    guard let name = self["name"]?.text, let title = self["title"]?.text, let category = self["category"]?.text,
      let severity = self["severity"]?.text.flatMap(Severity.init(rawValue:)),
      let description = self["description"]?.text, let remediation = self["remediation"]?.text
    else { return nil }
    let references = self["references"]?.items.compactMap { entry in
      entry["title"]?.text.flatMap { title in
        entry["url"]?.text.map { RuleDescription.Reference(title: title, url: $0) }
      }
    }
    return RuleDescription(
      name: name, title: title, category: category, severity: severity,
      presets: self["presets"]?.items.compactMap(\.text), description: description, remediation: remediation,
      references: references ?? [])
  }

  var summary: Report.Summary {
    func count(_ key: String) -> Int { self[key]?.number ?? 0 }
    var summary = Report.Summary()
    summary.files = count("files")
    summary.documents = count("documents")
    summary.resources = count("resources")
    summary.workloads = count("workloads")
    summary.skipped = count("skipped")
    return summary
  }
}
