import Manifests
import Policies
import YAML

/// Brings together what was found in all files and scopes: the same in several scopes is one finding with their names,
/// and the same by way of several pods one with all their places.
struct Gathering {
  private let scopes: RunScopes
  private let files: [RunFile]
  private let today: CalendarDate
  /// The files whose findings are reported.
  private let judged: Set<FileName>
  private(set) var findings: [Finding] = []
  private var found: Set<Notice> = []
  /// Findings that may come again, in another scope or from another pod, by the hash of their identity; those whose hash
  /// another has, and those of deployments, by the identity itself.
  private var places: [Int: UInt32] = [:]
  private var otherPlaces: [Identity: Int] = [:]
  /// By number of the scope: its name, or none.
  private let names: [[String]]
  /// The placement that was settled last, which the next is mostly equal to.
  private var lastPlacement: Finding.Placement?
  /// How often a rule has spoken of one place of one object that a kustomization makes.
  private var counts: [Repetition: Int] = [:]
  private var madeSuppressions: [ResourceID: [MadeSuppression]] = [:]
  /// The annotations among these, by file.
  private(set) var suppressions: [FileName: [Suppression]] = [:]

  private struct Identity: Hashable {
    let rule: String
    let file: FileName
    let start: Position
    let pointer: String?
    /// nil for what a kustomization makes: names in messages differ from one to another.
    let message: String?
    /// Of what stands nowhere but was rendered, which shares the place of what made it with others.
    let resource: ResourceIdentity?
    let ordinal: Int

    /// That of a finding of what a file holds.
    init(_ finding: Finding) {
      (rule, file, start, pointer) = (finding.rule, finding.file, finding.start, finding.pointer)
      (message, resource, ordinal) = (finding.message, nil, 0)
    }

    /// - Parameter ordinal: how often the rule has spoken of the place, 0 where that is not known yet.
    init(made finding: Finding, _ ordinal: Int) {
      (rule, file, start, pointer) = (finding.rule, finding.file, finding.start, finding.pointer)
      message = finding.pointer == nil ? finding.message : nil
      resource = finding.pointer == nil ? finding.resource : nil
      self.ordinal = ordinal
    }
  }

  private struct Repetition: Hashable {
    let identity: Identity
    let object: ResourceID
    let scope: Int
  }

  init(scopes: RunScopes, files: [RunFile], today: CalendarDate) {
    self.scopes = scopes
    self.today = today
    self.files = files
    names = scopes.all.map { scope in scope.name.map { [$0] } ?? [] }
    judged = Set(
      files.filter { !$0.isContext && ($0.deployment == nil || $0.deployment?.chart != nil) }.map(\.source.name))
  }

  mutating func add(_ notice: Notice) { found.insert(notice) }

  /// Makes room for so many findings.
  mutating func expect(_ count: Int) { findings.reserveCapacity(count) }

  /// The findings, which are then somebody else's.
  mutating func takeFindings() -> [Finding] {
    defer { findings = [] }
    return findings
  }

  /// What the first reading of a file gave, candidates where their pods turn out to land.
  mutating func add(_ result: FileResult, ofFile file: Int) {
    let names = scopes.ofFile[file].compactMap { scopes.all[$0].name }
    let isDeployment = files[file].deployment != nil
    for (place, suppressions) in result.madeSuppressions {
      madeSuppressions[ResourceID(file: UInt32(file), place: place)] = suppressions
      for suppression in suppressions { note(suppression, isUsed: false) }
    }
    for finding in result.findings {
      let id = finding.objects.first.map { ResourceID(file: UInt32(file), place: $0.place) }
      if isDeployment, let id {
        for scope in scopes.ofFile[file] { add(finding, of: id, in: scope) }
        continue
      }
      var finding = finding
      if finding.resource != nil { finding.scopes = names }
      finding.objects = ObjectSet(id)
      findings.append(finding)
    }
    for notice in result.notices { add(notice, ofFile: file) }
    for (resource, candidate) in result.candidates {
      let id = ResourceID(file: UInt32(file), place: resource)
      for scope in scopes.ofFile[file] { settle(candidate, of: id, in: scope) }
    }
  }

  /// What deployments show of files that are read for others only is none of the report's.
  private func isReported(_ name: FileName, ofFile file: Int) -> Bool {
    files[file].deployment == nil || judged.contains(name) || judged.contains(files[file].source.name)
  }

  private mutating func add(_ notice: Notice, ofFile file: Int) {
    if isReported(notice.file, ofFile: file) { found.insert(notice) }
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
    case .notice(let notice): add(notice, ofFile: Int(id.file))
    case .finding(var finding):
      if placement != lastPlacement { lastPlacement = placement }
      finding.placement = lastPlacement
      add(finding, of: id, in: number)
    }
  }

  /// - Parameter file: nil: it is about clusters.
  mutating func add(_ judgement: Judgement, in scope: Int, ofFile file: Int? = nil) {
    for notice in judgement.notices {
      if let file { add(notice, ofFile: file) } else { found.insert(notice) }
    }
    for finding in judgement.findings { add(finding, of: finding.objects.first, in: scope) }
  }

  private mutating func add(_ finding: Finding, of object: ResourceID?, in scope: Int) {
    let isMade = object.map { files[Int($0.file)].deployment != nil } ?? false
    if let object, !isReported(finding.file, ofFile: Int(object.file)) { return }
    var own = Identity(finding)
    if isMade, let object {
      let repetition = Repetition(identity: Identity(made: finding, 0), object: object, scope: scope)
      counts[repetition, default: 0] += 1
      own = Identity(made: finding, counts[repetition] ?? 1)
    }
    var finding = finding
    if let object { suppress(&finding, of: object) }
    let known = place(of: own)
    // What is suppressed for some deployments alone is about the others.
    let isAnew = known.map { findings[$0].suppression != nil && finding.suppression == nil } ?? true
    if let place = known, !isAnew {
      if finding.suppression != nil, findings[place].suppression == nil { return }
      for name in names[scope] where !findings[place].scopes.contains(name) { findings[place].scopes.append(name) }
      let known = Set(findings[place].related)
      findings[place].related += finding.related.filter { !known.contains($0) }
      if let object { findings[place].objects.insert(object) }
      return
    }
    finding.scopes = names[scope]
    finding.objects = ObjectSet(object)
    if let known {
      findings[known] = finding
    } else {
      note(own, isMade: isMade)
      findings.append(finding)
    }
  }

  /// Where a finding stands that came before.
  private func place(of identity: Identity) -> Int? {
    if let place = places[identity.hashValue], Identity(findings[Int(place)]) == identity { return Int(place) }
    return otherPlaces[identity]
  }

  /// Remembers the identity of the finding that comes next.
  private mutating func note(_ identity: Identity, isMade: Bool) {
    if isMade || places[identity.hashValue] != nil {
      otherPlaces[identity] = findings.count
    } else {
      places[identity.hashValue] = UInt32(findings.count)
    }
  }

  // MARK: Suppressions

  /// Lets the annotations of what a deployment makes cover a finding of it.
  private mutating func suppress(_ finding: inout Finding, of object: ResourceID) {
    for suppression in madeSuppressions[object] ?? [] where suppression.covers(finding) {
      if let until = suppression.note.until, until < today { continue }
      note(suppression, isUsed: true)
      finding.suppression = Finding.Suppression(kind: .inSource, justification: suppression.note.reason)
    }
  }

  private mutating func note(_ suppression: MadeSuppression, isUsed: Bool) {
    let place = suppression.place
    var own = Suppression(
      rule: suppression.rule, suppression.note, reach: .objects, at: (place.start, place.end))
    if isUsed { own.used = [suppression.rule] }
    suppressions[place.file, default: []].merge(own)
  }

  // MARK: Deployments

  private struct Statement: Hashable {
    let rule: String
    let file: FileName
    let start: Position
    let pointer: String?
    let message: String

    init(_ finding: Finding) {
      rule = finding.rule
      file = finding.file
      start = finding.start
      pointer = finding.pointer
      message = finding.message
    }
  }

  /// Makes one of what is said of a place because of a deployment and because of a file that is applied as it is.
  mutating func unite() {
    func isMade(_ finding: Finding) -> Bool { finding.objects.contains { files[Int($0.file)].deployment != nil } }
    let made = findings.indices.filter { isMade(findings[$0]) }
    let wanted = Set(made.map { Statement(findings[$0]) })
    var written: [Statement: Int] = [:]
    for (number, finding) in findings.enumerated()
    where !wanted.isEmpty && !finding.objects.isEmpty && !isMade(finding) {
      let statement = Statement(finding)
      if wanted.contains(statement) { written[statement] = number }
    }
    var gone: Set<Int> = []
    for number in made {
      let finding = findings[number]
      guard let place = written[Statement(finding)], findings[place].suppression == nil || finding.suppression != nil
      else { continue }
      findings[place].scopes += finding.scopes.filter { !findings[place].scopes.contains($0) }
      findings[place].related += finding.related
      gone.insert(number)
    }
    if !gone.isEmpty { findings = findings.enumerated().filter { !gone.contains($0.offset) }.map(\.element) }
    for number in findings.indices where findings[number].related.count > 1 {
      var seen: Set<Finding.Related> = []
      findings[number].related.removeAll { !seen.insert($0).inserted }
    }
  }

  /// The most deployments that a finding names.
  private static let named = 5

  /// Says of what only some of the kustomizations that deploy an object make of it which they are.
  mutating func relateToDeployments() {
    guard let inventory = scopes.all.first?.index.inventory else { return }
    var deployments: [WrittenPlace: Set<UInt32>] = [:]
    for (number, file) in files.enumerated() where file.deployment != nil {
      for place in inventory.files[number].written { deployments[place, default: []].insert(UInt32(number)) }
    }
    if deployments.isEmpty { return }
    for number in findings.indices {
      let own = Set(findings[number].objects.map(\.file))
      guard let object = findings[number].objects.first, let written = inventory.written(object),
        let all = deployments[written], own.count < all.count
      else { continue }
      let start = Position(line: 1, column: 1)
      let names = Set(own.map { files[Int($0)].source.name })
      findings[number].related += names.sorted().prefix(Gathering.named).map { name in
        Finding.Related(file: name, start: start, end: start, message: "as this kustomization makes it")
      }
    }
  }

  var notices: [Notice] { found.inReportOrder }
}
