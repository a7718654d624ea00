/// `vars`: `$(NAME)` in certain fields becomes the value of a field of another resource (kustomize's refVarTransformer).
struct VariableTransformer {
  private let values: [String: Element]

  /// - Throws: that a variable's field is not there.
  init?(_ variables: [Kustomization.Variable], _ drafts: Drafts) throws(BuildError) {
    var values: [String: Element] = [:]
    for variable in variables {
      guard let draft = drafts.all.first(where: { $0.variables.contains(variable.name.value) }) else {
        throw BuildError(
          variable.name.origin, "no resource holds the value of the variable `\(variable.name.value)`")
      }
      let path = variable.fieldPath.split(separator: "[").joined(separator: ".").filter { $0 != "]" }
      guard let value = try FieldPathMatcher(path, at: variable.name.origin).lookUp(in: draft.root) else {
        throw BuildError(
          variable.name.origin, "\(draft.identifier.text) has no `\(variable.fieldPath)` for `\(variable.name.value)`")
      }
      if value.kind == .scalar, value.settledTag == .int, Int64(value.text) == nil {
        throw BuildError(
          value.origin ?? variable.name.origin,
          "kustomize takes decimal numbers alone for variables, and `\(value.text)` is the value of `\(variable.name.value)`"
        )
      }
      values[variable.name.value] = value
    }
    if values.isEmpty { return nil }
    self.values = values
  }

  func apply(to drafts: Drafts, _ fields: [FieldSpec]) throws(BuildError) {
    for draft in drafts.all {
      for field in fields where draft.originalIdentifier.type.isSelected(by: field.type) {
        try field.apply(to: draft, creating: nil, origin: nil) { (element) throws(BuildError) in
          switch element.kind {
          case .scalar: replace(element)
          case .sequence:
            for item in element.items {
              guard item.kind == .scalar, item.settledTag == .string else {
                throw BuildError(item.origin, "kustomize looks for variables here and expects text")
              }
              replace(item)
            }
          case .mapping: for field in element.fields where field.value.kind == .scalar { replace(field.value) }
          }
        }
      }
      draft.forgetIdentifier()
    }
  }

  private func replace(_ element: Element) {
    // What got its text from elsewhere is text here, however it is spelled.
    if element.tag == .untagged { element.tag = .string }
    guard element.settledTag == .string, element.text.contains("$") else { return }
    if let value = whole(element.text) {
      element.tag = value.settledTag == .timestamp ? .string : value.settledTag
      element.text = value.settledTag == .int ? VariableTransformer.text(of: value) : value.text
      element.origin = value.origin
      return
    }
    element.text = replacing(element.text)
    element.tag = .string
  }

  /// The value of a text that is one variable.
  private func whole(_ text: String) -> Element? {
    guard text.hasPrefix("$("), text.hasSuffix(")") else { return nil }
    return values[String(text.dropFirst(2).dropLast())].flatMap { $0.kind == .scalar ? $0 : nil }
  }

  /// Numbers are what Go makes of their values, however they are spelled.
  private static func text(of value: Element) -> String {
    switch value.settledTag {
    case .int: Int64(value.text).map { String($0) } ?? value.text
    case .float: Double(value.text).map(CanonicalJSON.shortest) ?? value.text
    default: value.text
    }
  }

  private func replacing(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let character = rest.popFirst() {
      guard character == "$", let next = rest.first else {
        result.append(character)
        continue
      }
      if next == "$" {
        rest.removeFirst()
        result.append("$")
      } else if next == "(", let end = rest.firstIndex(of: ")") {
        let name = String(rest[rest.index(after: rest.startIndex)..<end])
        if let value = values[name], value.kind == .scalar {
          result += VariableTransformer.text(of: value)
        } else {
          result += "$(\(name))"
        }
        rest = rest[rest.index(after: end)...]
      } else {
        result.append("$")
      }
    }
    return result
  }
}
