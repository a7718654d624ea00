extension Substitution {
  /// The text with `${NAME}`, `${NAME:=default}` and `${NAME:-default}` filled in, `$${` unescaped.
  ///
  /// What another operator changes, and what may have a value that is not known, is left as it stands, or as `others` fill
  /// it in.
  public func applied(to text: String) -> String {
    if variables.isEmpty, isComplete { return text }
    let filled = EnvironmentText(text).filled { name, fallback in
      guard let variable = variables.first(where: { $0.name == name }) else {
        return isComplete ? String(fallback) : nil
      }
      guard let text = variable.value.text else { return nil }
      return text.isEmpty ? String(fallback) : text
    }
    return others?.applied(to: filled) ?? filled
  }
}
