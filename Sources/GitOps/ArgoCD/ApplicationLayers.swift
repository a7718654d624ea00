/// An Application, or the template of one: mappings of which the first that has a field gives it.
///
/// A generator's template goes before that of its ApplicationSet (operator-manual/applicationset/Template).
struct ApplicationLayers {
  let layers: [Place]

  init(_ layers: [Place]) { self.layers = layers }

  func field(_ name: String) -> ApplicationLayers { ApplicationLayers(layers.compactMap { $0.field(name) }) }

  /// The node of a field, where it is not made of several.
  func place(_ name: String) -> Place? {
    let found = field(name).layers
    return found.first { $0.string?.isEmpty != true } ?? found.first
  }

  /// The items of a list: that of the first layer that has any.
  func items(_ name: String) -> [ApplicationLayers] {
    let lists = field(name).layers.map(\.items)
    return (lists.first { !$0.isEmpty } ?? []).map { ApplicationLayers([$0]) }
  }

  var isEmpty: Bool { layers.isEmpty }
}
