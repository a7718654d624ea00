import Manifests
import Policies
import YAML

/// Brings together what was found in all files and scopes: the same in several scopes is one finding with their names,
/// and the same by way of several pods one with all their places.
struct Gathering {
  private let scopes: RunScopes
  private(set) var findings: [Finding] = []
  private var found: Set<Notice> = []
  /// Findings that may come again, in another scope or from another pod.
  private var places: [Identity: Int] = [:]

  private struct Identity: Hashable {
    let rule: String
    let file: FileName
    let start: Position
    let pointer: String?
    let message: String
  }

  init(scopes: RunScopes) { self.scopes = scopes }

  mutating func add(_ notice: Notice) { found.insert(notice) }

  /// What the first reading of a file gave, candidates where their pods turn out to land.
  mutating func add(_ result: FileResult, ofFile file: Int) {
    let names = scopes.ofFile[file].compactMap { scopes.all[$0].name }
    for var finding in result.findings {
      if finding.resource != nil { finding.scopes = names }
      findings.append(finding)
    }
    found.formUnion(result.notices)
    for (resource, candidate) in result.candidates {
      let id = ResourceID(file: UInt32(file), place: resource)
      for scope in scopes.ofFile[file] { settle(candidate, of: id, in: scope) }
    }
  }

  private mutating func settle(_ candidate: Judgement.Candidate, of id: ResourceID, in number: Int) {
    let scope = scopes.all[number]
    let all = scope.index.inventory.pods(of: id)
    // A workload may show no pod: it is asked where its pods would land.
    let pods: [PodID?] = if let pod = candidate.pod { [all[pod]] } else { all.isEmpty ? [nil] : all }
    var placement: Finding.Placement?
    if let wanted = candidate.placement {
      guard let pod = pods.first(where: { scope.applies(wanted, to: $0, in: id) }) else { return }
      placement = scope.shown(pod, in: id)
    } else if candidate.pod != nil, let pod = pods.first {
      placement = scope.shown(pod, in: id)
    }
    switch candidate.outcome {
    case .notice(let notice): found.insert(notice)
    case .finding(var finding):
      finding.placement = placement
      add(finding, in: number)
    }
  }

  mutating func add(_ judgement: Judgement, in scope: Int) {
    found.formUnion(judgement.notices)
    for finding in judgement.findings { add(finding, in: scope) }
  }

  private mutating func add(_ finding: Finding, in scope: Int) {
    let name = scopes.all[scope].name
    let identity = Identity(
      rule: finding.rule, file: finding.file, start: finding.start, pointer: finding.pointer, message: finding.message)
    if let place = places[identity] {
      if let name, !findings[place].scopes.contains(name) { findings[place].scopes.append(name) }
      let known = Set(findings[place].related)
      findings[place].related += finding.related.filter { !known.contains($0) }
      return
    }
    places[identity] = findings.count
    var finding = finding
    finding.scopes = name.map { [$0] } ?? []
    findings.append(finding)
  }

  /// In report order: file, line, kind, rule, message.
  var notices: [Notice] {
    found.sorted { left, right in
      if left.file != right.file { return left.file < right.file }
      return (left.line ?? 0, left.kind.rawValue, left.rule ?? "", left.message)
        < (right.line ?? 0, right.kind.rawValue, right.rule ?? "", right.message)
    }
  }
}
