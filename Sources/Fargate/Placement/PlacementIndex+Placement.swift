extension PlacementIndex {
  /// Where a pod lands.
  ///
  /// A certain match stands whatever else is not known. Cost: the selectors of the pod's namespace and those with
  /// wildcards in theirs; all of them where none matches, to name the nearest.
  public func placement(of pod: PodTraits) -> Placement {
    if pod.owner == .daemonSet { return withoutProfile("no profile takes the pods of a DaemonSet", nearest: nil) }
    if pod.isKeptOff { return optedOut() }
    let candidates = candidates(for: pod)
    let found = matches(pod, among: candidates)
    let certain = found.filter { $0.certainty == .yes }.map(\.profile)
    let possible = possible(pod, found)
    if !certain.isEmpty {
      var placement = taken(pod, by: certain)
      placement.possible = possible
      return placement
    }
    let nearest = nearest(to: pod, among: candidates)
    if let first = found.first {
      let reason = "\(scope.profiles[first.profile].title) may select it: \(doubt(of: first, pod))"
      return Placement(
        status: .unknown, profile: nil, matches: [], possible: possible, nearest: nearest, reason: reason)
    }
    let sentence = scope.profiles.isEmpty ? "no Fargate profile is known" : "no profile selects it"
    var placement = withoutProfile(sentence, nearest: nearest)
    placement.possible = possible
    if placement.status == .pending, let reason = pod.laterNamespace, let first = possible.first {
      return Placement(
        status: .unknown, profile: nil, matches: [], possible: possible, nearest: nearest,
        reason: "\(scope.profiles[first].title) may select it: another namespace may be set, as \(reason)")
    }
    return placement
  }

  /// The profiles of which nobody can tell whether they match, whatever namespace the pod gets at last.
  private func possible(_ pod: PodTraits, _ found: [Match]) -> [Int] {
    guard let reason = pod.laterNamespace else { return found.filter { $0.certainty == .maybe }.map(\.profile) }
    let certain = Set(found.filter { $0.certainty == .yes }.map(\.profile))
    var anywhere = pod
    anywhere.namespace = .unknown(reason: reason)
    return matches(anywhere, among: Array(entries.indices)).map(\.profile).filter { !certain.contains($0) }
  }

  // MARK: Profiles

  private struct Match {
    let profile: Int
    let certainty: Certainty
    /// The first entry of which it is not certain whether it matches.
    let doubtful: Int?
  }

  /// The profiles that match or may match, in order. A profile that is defined in several ways surely matches where all
  /// of them do.
  private func matches(_ pod: PodTraits, among candidates: [Int]) -> [Match] {
    var definitions: [Int: [Certainty]] = [:]
    var doubtful: [Int: Int] = [:]
    for index in candidates {
      let entry = entries[index]
      let result = entry.matcher.matches(pod)
      if result == .no { continue }
      if result == .maybe, doubtful[entry.profile] == nil { doubtful[entry.profile] = index }
      let profile = scope.profiles[entry.profile]
      let count = 1 + profile.contradictions.count
      let owner = entry.definition == 0 ? profile.definition : profile.contradictions[entry.definition - 1]
      let certain = owner.profile.unresolved == nil ? result : .maybe
      var results = definitions[entry.profile] ?? Array(repeating: Certainty.no, count: count)
      results[entry.definition] = max(results[entry.definition], certain)
      definitions[entry.profile] = results
    }
    return definitions.map { profile, results in
      Match(
        profile: profile, certainty: results.allSatisfy { $0 == .yes } ? .yes : .maybe, doubtful: doubtful[profile])
    }
    .sorted { $0.profile < $1.profile }
  }

  private func taken(_ pod: PodTraits, by profiles: [Int]) -> Placement {
    var order = profiles.sorted { rank[$0] < rank[$1] }
    var reason = ""
    if order.count > 1 {
      let label: String? = pod.labels[PodTraits.profileLabel] ?? nil
      if let label, let chosen = order.firstIndex(where: { scope.profiles[$0].name == label }) {
        order.insert(order.remove(at: chosen), at: 0)
        reason = ", which its label names"
      } else {
        reason = ", the first by name of \(order.count) that match"
      }
    }
    if scope.clusters.count > 1 { reason += ", of one of \(scope.clusters.count) clusters that may be meant" }
    if pod.computeType == .unknown {
      return Placement(
        status: .unknown, profile: nil, matches: order, nearest: nil,
        reason:
          "\(scope.profiles[order[0]].title) matches, but the annotation `\(PodTraits.computeTypeAnnotation)` is not known yet"
      )
    }
    return Placement(
      status: .fargate, profile: order[0], matches: order, nearest: nil,
      reason: "matched by \(scope.profiles[order[0]].title)\(reason)")
  }

  /// Why it is not certain whether a profile selects a pod: the first of what is not known of the two.
  private func doubt(of match: Match, _ pod: PodTraits) -> String {
    let profile = scope.profiles[match.profile]
    if let doubt = profile.definition.profile.unresolved { return doubt }
    guard let entry = match.doubtful.map({ entries[$0] }) else { return profile.doubt ?? "it is not certain" }
    let definition = entry.definition == 0 ? profile.definition : profile.contradictions[entry.definition - 1]
    if let doubt = definition.profile.selectors[entry.selector].doubt { return doubt }
    if case .unknown(let reason) = pod.namespace { return "the pod's namespace is not known: \(reason)" }
    return pod.laterLabels.map { "labels may be added to the pod: \($0)" } ?? "a label of the pod is not known yet"
  }

  private func nearest(to pod: PodTraits, among candidates: [Int]) -> NearestSelector? {
    nearest(to: pod, in: candidates, namespaceMatches: true)
      ?? nearest(to: pod, in: Array(entries.indices), namespaceMatches: false)
  }

  private func nearest(to pod: PodTraits, in indices: [Int], namespaceMatches: Bool) -> NearestSelector? {
    var best: (entry: Entry, missing: [NearestSelector.Pair])?
    var isOnly = true
    for index in indices where entries[index].definition == 0 {
      let entry = entries[index]
      guard (entry.matcher.matchesNamespace(of: pod) == .yes) == namespaceMatches,
        let missing = entry.matcher.missing(from: pod)
      else { continue }
      guard let last = best else {
        best = (entry, missing)
        continue
      }
      if missing.count > last.missing.count { continue }
      isOnly = missing.count < last.missing.count
      let isFirst = rank[entry.profile] < rank[last.entry.profile]
      if isOnly || isFirst { best = (entry, missing) }
    }
    return best.map { entry, missing in
      NearestSelector(
        profile: entry.profile, selector: entry.selector, missing: missing, namespaceMatches: namespaceMatches,
        isOnly: isOnly)
    }
  }

  // MARK: Capacity

  private func optedOut() -> Placement {
    let reason = "kept off Fargate by annotation `\(PodTraits.computeTypeAnnotation): ec2`"
    let status: PlacementStatus = scope.isFargateOnly ? .pending : .ec2
    return Placement(
      status: status, profile: nil, matches: [], nearest: nil,
      reason: status == .pending ? "\(reason), and the scope has nothing else" : reason)
  }

  /// Where a pod lands that no profile takes.
  private func withoutProfile(_ sentence: String, nearest: NearestSelector?) -> Placement {
    func placement(_ status: PlacementStatus, _ rest: String) -> Placement {
      Placement(status: status, profile: nil, matches: [], nearest: nearest, reason: "\(sentence)\(rest)")
    }
    if let stated = scope.statedCapacity {
      if let kind = stated.subtracting([.fargate]).sorted(by: { $0.rawValue < $1.rawValue }).first {
        return placement(.ec2, ", and the configuration states \(kind.rawValue) capacity")
      }
    } else if let other = otherCapacity(isCertain: true) {
      return placement(.ec2, ", and the scope has \(other.title)")
    } else if let other = otherCapacity(isCertain: false), let doubt = other.capacity.unresolved {
      return placement(.unknown, ", and the scope may have \(other.title): \(doubt)")
    }
    if scope.isFargateOnly { return placement(.pending, ", and the scope has nothing but Fargate") }
    if scope.profiles.isEmpty { return placement(.unknown, ", and no cluster with capacity is known") }
    return placement(.unknown, ", and none of the scope's profiles is certain to be there")
  }

  private func otherCapacity(isCertain: Bool) -> ScopeCapacity? {
    scope.capacity.first { $0.capacity.kind != .fargate && ($0.capacity.unresolved == nil) == isCertain }
  }
}
