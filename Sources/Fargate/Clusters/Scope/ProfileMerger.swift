/// Gathers the profiles of a scope: one that is seen twice, by cluster and name, counts once.
struct ProfileMerger {
  private(set) var profiles: [ScopeProfile] = []
  private var isState: [Bool] = []
  private var places: [Identity: Int] = [:]

  private struct Identity: Hashable {
    let cluster: Int
    let name: String
  }

  mutating func add(_ definition: ScopeProfile.Definition, cluster: Int, isState: Bool) {
    guard let name = definition.profile.name?.value else { return append(definition, isState) }
    let identity = Identity(cluster: cluster, name: name)
    guard let place = places[identity] else {
      places[identity] = profiles.count
      return append(definition, isState)
    }
    // A state is what a plan will replace.
    if isState != self.isState[place] {
      if isState {
        profiles[place].others.append(definition)
      } else {
        profiles[place].others.insert(profiles[place].definition, at: 0)
        profiles[place].definition = definition
        profiles[place].contradictions = []
        self.isState[place] = false
      }
      return
    }
    profiles[place].others.append(definition)
    if SelectorContent.all(of: definition.profile) != SelectorContent.all(of: profiles[place].definition.profile) {
      profiles[place].contradictions.append(definition)
    }
  }

  private mutating func append(_ definition: ScopeProfile.Definition, _ isState: Bool) {
    profiles.append(ScopeProfile(definition: definition))
    self.isState.append(isState)
  }

  /// What a selector says, wherever it stands.
  private struct SelectorContent: Hashable {
    let namespace: String?
    let labels: Set<[String]>
    let unresolved: String?

    static func all(of profile: FargateProfile) -> Set<SelectorContent> {
      Set(
        profile.selectors.map { selector in
          SelectorContent(
            namespace: text(selector.namespace),
            labels: Set(selector.labels.map { [text($0.key) ?? "", text($0.value) ?? ""] }),
            unresolved: selector.unresolved)
        })
    }

    private static func text(_ value: Sourced<String>?) -> String? { value?.value ?? value?.unresolved }
  }
}
