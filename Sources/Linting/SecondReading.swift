import CEL
import Fargate
import Kustomize
import Manifests
import Policies
import YAML

/// Judges what looks around: objects whose documents are read again, clusters, profiles and scopes; for one thread.
struct SecondReading {
  private let rules: ConfiguredRules
  private let files: [RunFile]
  private let kinds: WorkloadKinds
  private let binding: SubjectBinding
  private let scopes: RunScopes
  private let builds: BuildCache
  private let detail: VerdictDetail
  /// One a scope, made when it is first asked for.
  private var rooms: [Int: Room] = [:]

  /// What judges within one scope.
  private struct Room {
    let judge: SubjectJudge
    let neighbours: Neighbours
  }

  init(
    rules: ConfiguredRules, files: [RunFile], store: BuildStore, kinds: WorkloadKinds, binding: SubjectBinding,
    scopes: RunScopes, detail: VerdictDetail
  ) {
    builds = BuildCache(store)
    self.detail = detail
    self.rules = rules
    self.files = files
    self.kinds = kinds
    self.binding = binding
    self.scopes = scopes
  }

  private mutating func room(_ scope: Int) -> Room {
    if let known = rooms[scope] { return known }
    let judge = SubjectJudge(preset: rules.sets[0].preset, binding: binding, detail: detail)
    judge.begin(Tree.empty)
    let neighbours = Neighbours(
      scope: scopes.all[scope], files: files, builds: builds, kinds: kinds, &judge.evaluation)
    judge.evaluation.host = neighbours
    judge.bind(scope: neighbours.values.scopeValue)
    let room = Room(judge: judge, neighbours: neighbours)
    rooms[scope] = room
    return room
  }

  // MARK: Objects

  /// What rules find of a file's objects in each of its scopes.
  mutating func check(_ revisits: ArraySlice<Revisit>, of file: Int, into result: inout [ScopedJudgement]) {
    for scope in scopes.ofFile[file] {
      let room = room(scope)
      for revisit in revisits {
        let id = ResourceID(file: UInt32(file), place: revisit.resource)
        let written = room.neighbours.scope.index.inventory.written(id)
        let set = rules.set(of: written?.file ?? files[file].source.name)
        var judgement = Judgement(isOpen: false)
        check(id, revisit.rules.map { set.rules[$0] }, room, into: &judgement)
        result.append(ScopedJudgement(scope: scope, judgement: judgement))
      }
    }
  }

  private func check(_ id: ResourceID, _ wanted: [Rule], _ room: Room, into judgement: inout Judgement) {
    let scope = room.neighbours.scope
    let fact = scope.index.inventory[id]
    let pods = scope.index.inventory.pods(of: id)
    // What no pod's placement lets a rule say needs no second reading.
    let open = wanted.filter { rule in
      guard let placement = rule.placement, rule.subject != .object else { return true }
      return pods.isEmpty
        ? scope.applies(placement, to: nil, in: id) : pods.contains { scope.applies(placement, to: $0) }
    }
    guard !open.isEmpty, let opened = room.neighbours.open(fact.document, of: id.file) else { return }
    room.neighbours.begin(file: id.file, document: fact.document, &room.judge.evaluation)
    room.judge.replace(opened.tree)
    guard let resource = opened.resource(fact.node) else { return }
    let document = opened.document
    let workload = Workload(resource, kinds: kinds)
    var bySubject: [Subject: [Rule]] = [:]
    var reached: [PodID]?
    for rule in open {
      if rule.subject == .object {
        let found = reached ?? scope.index.pods(reachedBy: id)
        reached = found
        if let placement = rule.placement, !found.contains(where: { scope.applies(placement, to: $0) }) { continue }
      }
      bySubject[rule.subject, default: []].append(rule)
    }
    guard !bySubject.isEmpty else { return }
    if bySubject[.object] != nil {
      room.judge.bind(reached: (reached ?? []).compactMap { room.neighbours.value(of: $0, &room.judge.evaluation) })
    }
    let placements = pods.map { placement($0, room) }
    let shown = (reached ?? []).first { pod in
      bySubject[.object]?.contains { $0.placement.map { scope.applies($0, to: pod) } ?? false } ?? false
    }
    room.judge.judge(
      resource, document.identity(of: resource), workload, by: bySubject, .known(placements),
      reachedPlacement: shown.map { scope.shown($0) }, { document.located($0, part: $1) },
      elsewhere: { room.neighbours.locate($0, part: $1) }, into: &judgement)
    judgement.concern(id)
    judgement.relate(to: document)
  }

  private func placement(_ pod: PodID, _ room: Room) -> SubjectJudge.PodPlacement {
    let scope = room.neighbours.scope
    let values = room.neighbours.values
    let judged = scope.judged(pod)
    let placement = judged.placement
    return SubjectJudge.PodPlacement(
      fields: PlacementFields(
        status: judged.status, reason: judged.reason, profile: placement?.profile.map { values.profile($0) },
        matches: placement?.matches.map { values.profile($0) } ?? [],
        possible: placement?.possible.map { values.profile($0) } ?? [],
        nearest: placement?.nearest.map { values.nearest($0) }, namespace: scope.deployedNamespace(of: pod.resource)),
      shown: scope.shown(pod), applies: { scope.applies($0, to: pod) })
  }

  // MARK: Clusters

  /// What rules find of a scope's clusters, its profiles and itself.
  mutating func checkClusters(of scope: Int) -> Judgement {
    var judgement = Judgement(isOpen: false)
    let clusters = scopes.all[scope].clusters
    let own = Dictionary(grouping: rules.sets[0].rules.filter { !$0.subject.isOfResource && $0.subject != .document }) {
      $0.subject
    }
    if own.isEmpty || clusters.descriptions.isEmpty { return judgement }
    let room = room(scope)
    for rule in own[.scope] ?? [] { judge(rule, at: 0, nil, room, into: &judgement) }
    for (number, cluster) in clusters.clusters.enumerated() where own[.cluster] != nil {
      room.judge.bind(cluster: room.neighbours.values.cluster(number))
      let main =
        cluster.descriptions.first { clusters.descriptions[$0].description.isCluster } ?? cluster.descriptions[0]
      for rule in own[.cluster] ?? [] { judge(rule, at: main, nil, room, into: &judgement) }
    }
    for (number, profile) in clusters.profiles.enumerated() where own[.profile] != nil {
      room.judge.bind(profile: room.neighbours.values.profile(number))
      for rule in own[.profile] ?? [] {
        judge(rule, at: profile.definition.description, profile.definition.profile.node, room, into: &judgement)
      }
    }
    if let rules = own[.role] {
      for role in room.neighbours.values.roles {
        room.judge.bind(role: room.neighbours.values.role(role))
        for rule in rules { judge(rule, at: role.description, role.role.node, room, into: &judgement) }
      }
    }
    return judgement
  }

  /// - Parameters:
  ///   - description: in whose document the subject stands.
  ///   - node: of that document; nil: the description's own.
  private func judge(
    _ rule: Rule, at description: Int, _ node: NodeID?, _ room: Room, into judgement: inout Judgement
  ) {
    let scope = room.neighbours.scope
    let own = scope.clusters.descriptions[description].description
    guard let place = scope.documents.first(where: { $0.document.tree === own.tree }) else { return }
    room.neighbours.begin(file: .max, document: 0, &room.judge.evaluation)
    room.judge.replace(own.tree)
    place.document.withDocument { document in
      let whole = node ?? own.node
      let resource = Resource.resources(in: own.tree).first { $0.node == own.node }
      let context = SubjectJudge.Context(
        resource: resource, identity: resource?.identity, subjectPlace: own.tree.nameOrSelf(whole))
      room.judge.run(
        rule, context, { document.located($0, part: $1, in: place.file) }, { room.neighbours.locate($0, part: $1) },
        into: &judgement)
    }
  }
}

/// What was found in one scope.
struct ScopedJudgement: Sendable {
  let scope: Int
  let judgement: Judgement
}

extension Tree {
  /// The name of an object that has one at its top, else the object: what a finding about the whole points at.
  fileprivate func nameOrSelf(_ node: NodeID) -> NodeID {
    for field in ["name", "metadata"] {
      guard let value = value(of: field, in: node) else { continue }
      if kind(value) == .scalar { return value }
      if let name = self.value(of: "name", in: value) { return name }
    }
    return node
  }
}
