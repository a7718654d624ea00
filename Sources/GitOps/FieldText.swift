/// Reads the texts of an object as the controllers get them: after Flux has put its variables in, and with the
/// parameters of an ApplicationSet.
struct FieldText {
  var substitution: Substitution?
  var template: (engine: TextTemplate, parameters: Parameters)?

  /// The text of a scalar that is a string; placeholders that nothing fills are left. nil where there is no string, or
  /// a Go template asks for what is not known.
  func text(_ place: Place) -> String? { place.string.flatMap(filled) }

  func filled(_ text: String) -> String? {
    let substituted = substitution?.applied(to: text) ?? text
    guard let template else { return substituted }
    return template.engine.render(substituted, template.parameters)
  }

  /// What a field says; nil where there is no string, or an empty one.
  func stated(_ place: Place?) -> Stated? {
    guard let place, place.string != nil else { return nil }
    guard let text = text(place), !text.holdsPlaceholder else { return .unknown(place) }
    return text.isEmpty ? nil : .value(text, place)
  }

  /// Whether a placeholder is left in any text at or below a node.
  func leavesPlaceholders(in place: Place) -> Bool {
    place.anyScalar { $0.contains("{{") || (self.substitution?.applied(to: $0) ?? $0).contains("${") }
  }
}
