import Fargate
import Linting
import Reporting

/// A placement and what every profile says of it, for people.
struct PlacementText {
  let explanation: PlacementExplanation
  let style: Style

  private var traits: PodTraits { explanation.traits }

  func write(to out: inout some TextOutputStream) {
    let place = "\(explanation.file.text):\(explanation.line)" + (explanation.pointer.map { " \($0)" } ?? "")
    let scope = explanation.scope.map { ", scope \($0)" } ?? ""
    line(0, style.paint(clean(explanation.workload.text), .bold) + "  \(clean(place + scope))", to: &out)
    let placement = explanation.placement
    let kind: Style.Kind = placement.status == "fargate" ? .good : .bad
    line(0, "\(style.paint(placement.status, kind)): \(clean(placement.reason))", to: &out)
    writePod(to: &out)
    if explanation.profiles.isEmpty { line(0, "no Fargate profile is known", to: &out) }
    for profile in explanation.profiles { write(profile, to: &out) }
    if explanation.capacity.isEmpty {
      line(0, "no EC2 or hybrid capacity is known", to: &out)
    } else {
      line(0, "other capacity:", to: &out)
      for capacity in explanation.capacity { line(1, clean(capacity), to: &out) }
    }
  }

  private func line(_ depth: Int, _ text: String, to out: inout some TextOutputStream) {
    out.write(String(repeating: "  ", count: depth) + text + "\n")
  }

  private func clean(_ text: String) -> String { text.shownOnTerminal }

  // MARK: Pod

  private func writePod(to out: inout some TextOutputStream) {
    switch traits.namespace {
    case .known(let name): line(1, "namespace \(clean(name))", to: &out)
    case .default: line(1, "namespace default: the manifest names none", to: &out)
    case .unknown(let reason): line(1, "namespace not known: \(clean(reason))", to: &out)
    }
    let labels = traits.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ?? "(substituted later)")" }
    line(1, clean("labels " + (labels.isEmpty ? "none" : labels.joined(separator: ", "))), to: &out)
    if let reason = traits.laterLabels { line(1, "labels may be added: \(clean(reason))", to: &out) }
    switch traits.computeType {
    case .absent: break
    case .value("ec2"): line(1, "annotation \(PodTraits.computeTypeAnnotation): ec2 keeps it off Fargate", to: &out)
    case .value(let value):
      line(1, clean("annotation \(PodTraits.computeTypeAnnotation): \(value) changes nothing"), to: &out)
    case .unknown: line(1, "annotation \(PodTraits.computeTypeAnnotation) is substituted later", to: &out)
    }
    if let name = traits.labels[PodTraits.profileLabel] {
      let chosen = name.map { "`\($0)` among the profiles that match" } ?? "a profile that is substituted later"
      line(1, clean("label \(PodTraits.profileLabel) chooses \(chosen)"), to: &out)
    }
    if traits.owner == .daemonSet { line(1, "no profile takes the pods of a DaemonSet", to: &out) }
  }

  // MARK: Profiles

  private func write(_ profile: PlacementExplanation.Profile, to out: inout some TextOutputStream) {
    line(0, clean(profile.title), to: &out)
    for selector in profile.selectors {
      let labels = selector.content.labels.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      let content = "namespace \(selector.content.namespace ?? "?")" + (labels.isEmpty ? "" : ", labels \(labels)")
      let kind: Style.Kind = selector.answer.matches == .yes ? .good : .bad
      line(1, "\(style.paint(word(selector.answer), kind))  \(clean(content))", to: &out)
      for reason in reasons(selector) { line(3, clean(reason), to: &out) }
    }
    if let doubt = profile.doubt { line(1, clean("not certain: \(doubt)"), to: &out) }
  }

  private func word(_ answer: SelectorAnswer) -> String {
    switch answer.matches {
    case .yes: "matches"
    case .maybe: "may match"
    case .no: "no"
    }
  }

  /// What keeps a selector from matching.
  private func reasons(_ selector: PlacementExplanation.Selector) -> [String] {
    var reasons: [String] = []
    switch selector.answer.namespaceMatches {
    case .yes: break
    case .maybe: reasons.append("the namespace is not known")
    case .no: reasons.append("the namespace is \(traits.namespace.name.map { "`\($0)`" } ?? "another")")
    }
    for pair in selector.answer.missing ?? [] {
      let own: String
      switch traits.labels[pair.key] {
      case .some(.some(let value)): own = "the pod has `\(pair.key)=\(value)`"
      case .some(.none): own = "the pod's value is substituted later"
      case .none: own = "the pod has no such label"
      }
      reasons.append("label `\(pair.key)=\(pair.value)` is missing: \(own)")
    }
    return reasons
  }
}
