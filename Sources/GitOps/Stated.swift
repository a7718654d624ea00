/// What a field says, as far as the repository tells.
public enum Stated: Sendable, Hashable {
  case value(String, Place)
  /// The text holds a placeholder that something outside this repository fills.
  case unknown(Place)

  public var text: String? {
    if case .value(let text, _) = self { return text }
    return nil
  }

  public var place: Place {
    switch self {
    case .value(_, let place), .unknown(let place): place
    }
  }

  public var isUnknown: Bool { text == nil }
}

extension String {
  /// Whether something is still to be filled in: `${NAME}`, `$(NAME)`, `{{ name }}`, `<name>`.
  var holdsPlaceholder: Bool {
    if contains("${") || contains("{{") || contains("$(") { return true }
    guard let open = firstIndex(of: "<"), let close = self[open...].firstIndex(of: ">") else { return false }
    return self[index(after: open)..<close].first?.isLetter == true
  }
}
