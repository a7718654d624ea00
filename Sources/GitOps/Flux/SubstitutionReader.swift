/// Reads what a Flux Kustomization substitutes after the build (kustomize-controller, Post build variable
/// substitution).
struct SubstitutionReader {
  /// The ConfigMaps and Secrets that a name may mean where the Kustomization lands; several if it cannot be told apart.
  let objects: (_ kind: String, _ name: String) -> [Place]
  let text: FieldText
  var problems: [DeploymentProblem] = []

  init(_ text: FieldText, objects: @escaping (_ kind: String, _ name: String) -> [Place]) {
    self.text = text
    self.objects = objects
  }

  /// nil where nothing is substituted: no variable and no object to take one from is named.
  mutating func substitution(of spec: Place) -> Substitution? {
    guard let postBuild = spec.field("postBuild") else { return nil }
    let inline = postBuild.field("substitute")?.entries ?? []
    let references = postBuild.field("substituteFrom")?.items ?? []
    guard !inline.isEmpty || !references.isEmpty else { return nil }
    var values: [String: Stated] = [:]
    var isComplete = true
    for reference in references {
      guard let kind = reference.field("kind")?.string, let name = text.stated(reference.field("name"))?.text else {
        isComplete = false
        continue
      }
      let found = objects(kind, name)
      if found.count == 1, let object = found.first {
        values.merge(SubstitutionReader.variables(of: object, isSecret: kind == "Secret")) { $1 }
      } else {
        isComplete = false
        explain(kind, name, found, reference)
      }
    }
    for (key, value) in inline { values[key] = stated(value) }
    let variables = values.sorted { $0.key < $1.key }.map { Substitution.Variable(name: $0.key, value: $0.value) }
    return Substitution(variables: variables, isComplete: isComplete)
  }

  private mutating func explain(_ kind: String, _ name: String, _ found: [Place], _ reference: Place) {
    if !found.isEmpty {
      problems.append(
        DeploymentProblem(.unresolved, "which \(kind) `\(name)` is meant cannot be told", reference))
    } else if kind == "ConfigMap", reference.field("optional")?.isTrue != true {
      problems.append(DeploymentProblem(.notFound, "no \(kind) `\(name)` is in this repository", reference))
    }
  }

  private func stated(_ place: Place) -> Stated {
    guard let value = text.text(place), !value.holdsPlaceholder else { return .unknown(place) }
    return .value(SubstitutionReader.joined(value), place)
  }

  /// A Secret's values are not read, only their names.
  private static func variables(of object: Place, isSecret: Bool) -> [String: Stated] {
    var values: [String: Stated] = [:]
    for (key, value) in (object.field("data")?.entries ?? []) + (object.field("stringData")?.entries ?? []) {
      guard !isSecret, let text = value.string, !text.holdsPlaceholder else {
        values[key] = .unknown(value)
        continue
      }
      values[key] = .value(joined(text), value)
    }
    return values
  }

  /// Flux takes line breaks out of values.
  private static func joined(_ value: String) -> String { value.filter { $0 != "\n" } }
}
