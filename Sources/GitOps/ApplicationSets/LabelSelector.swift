/// A Kubernetes label selector over names and values, whose values Argo CD does not restrict.
struct LabelSelector {
  private struct Requirement {
    let key: String
    let test: Test
    let values: Set<String>
  }

  private enum Test: String {
    case isIn = "In"
    case isNotIn = "NotIn"
    case exists = "Exists"
    case existsNot = "DoesNotExist"
  }

  private var requirements: [Requirement] = []

  var isEmpty: Bool { requirements.isEmpty }

  /// nil when it holds what no selector has, or what is not known.
  init?(_ place: Place?, _ read: (String) -> String?) {
    func text(_ place: Place) -> String? { place.string.flatMap(read) }
    for (key, value) in place?.field("matchLabels")?.entries ?? [] {
      guard let value = text(value) else { return nil }
      requirements.append(Requirement(key: key, test: .isIn, values: [value]))
    }
    for expression in place?.field("matchExpressions")?.items ?? [] {
      guard let key = expression.field("key").flatMap(text),
        let test = expression.field("operator")?.string.flatMap(Test.init)
      else { return nil }
      let stated = expression.field("values")?.items ?? []
      let values = stated.compactMap(text)
      guard values.count == stated.count else { return nil }
      requirements.append(Requirement(key: key, test: test, values: Set(values)))
    }
  }

  /// nil where it rests on a value that is not known.
  func matches(_ labels: Parameters) -> Bool? {
    var isCertain = true
    for requirement in requirements {
      let value = labels[requirement.key]
      if requirement.test == .exists || requirement.test == .existsNot {
        if (value != nil) != (requirement.test == .exists) { return false }
      } else if let value, value.string == nil {
        isCertain = false
      } else if let text = value?.string {
        if requirement.values.contains(text) != (requirement.test == .isIn) { return false }
      } else if requirement.test == .isIn {
        return false
      }
    }
    return isCertain ? true : nil
  }
}
