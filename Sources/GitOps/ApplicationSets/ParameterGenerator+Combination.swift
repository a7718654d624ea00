/// Generators that combine the parameters of others (Generators-Matrix, Generators-Merge).
extension ParameterGenerator {
  mutating func matrix(_ settings: Place, _ outer: Parameters?, _ depth: Int) -> [Parameters]? {
    let children = settings.field("generators")?.items ?? []
    guard children.count == 2 else {
      return fail(.invalid, "a matrix has two generators, here are \(children.count)", settings)
    }
    guard let first = sets(of: children[0], outer: outer, depth: depth + 1) else { return nil }
    var result: [Parameters] = []
    for set in first {
      guard let second = sets(of: children[1], outer: set, depth: depth + 1) else { return nil }
      guard result.count + second.count <= ParameterGenerator.limit else {
        return fail(.limit, "the matrix gives more than \(ParameterGenerator.limit) sets", settings)
      }
      for other in second {
        guard let combined = combined(set, other) else {
          return fail(.invalid, "the generators give one parameter different values", settings)
        }
        result.append(combined)
      }
    }
    return result
  }

  /// nil where flat parameters contradict each other; in those of Go templates, the first generator's hold.
  private func combined(_ first: Parameters, _ second: Parameters) -> Parameters? {
    if engine.isGo { return second.overridden(by: first) }
    var result = first
    for (key, value) in second {
      if let other = result[key], other != value { return nil }
      result[key] = value
    }
    return result
  }

  mutating func merge(_ settings: Place, _ outer: Parameters?, _ depth: Int) -> [Parameters]? {
    let children = settings.field("generators")?.items ?? []
    let keys = Set(settings.field("mergeKeys")?.items.compactMap(\.string) ?? []).sorted()
    guard children.count > 1, !keys.isEmpty else {
      return fail(.invalid, "a merge has two generators or more, and keys", settings)
    }
    var result: [Parameters] = []
    var places: [[Parameter]: Int] = [:]
    for (number, child) in children.enumerated() {
      guard let sets = sets(of: child, outer: outer, depth: depth + 1) else { return nil }
      var seen: Set<[Parameter]> = []
      for set in sets {
        let key = keys.map { set[$0] ?? .null }
        if key.contains(.unknown) { return fail(.unresolved, "a merge key's value is not known", child) }
        guard seen.insert(key).inserted else {
          return fail(.invalid, "two sets of one generator have the same merge keys", child)
        }
        if number == 0 {
          places[key] = result.count
          result.append(set)
        } else if let place = places[key] {
          result[place] = engine.isGo ? result[place].overridden(by: set) : result[place].merging(set) { $1 }
        }
      }
    }
    return result
  }
}
