/// The suffix that kustomize gives the names of generated ConfigMaps and Secrets: it follows from their content.
enum ContentHash {
  /// kustomize hashes what is neither as its parser holds it, down to lines and comments.
  static func isKnown(of draft: Draft) -> Bool { ["ConfigMap", "Secret"].contains(draft.identifier.type.kind) }

  static func suffix(of draft: Draft) -> String {
    let root = draft.root
    let kind = draft.identifier.type.kind
    let content: String
    func part(_ name: String) -> String {
      guard let value = root[name] else { return "\"\"" }
      if value.kind == .scalar {
        var text = ""
        CanonicalJSON.write(value.text, to: &text)
        return text
      }
      return value.canonicalJSON
    }
    switch kind {
    case "ConfigMap":
      let binary = root["binaryData"]?.kind == .mapping ? "\"binaryData\":\(part("binaryData"))," : ""
      content = "{\(binary)\"data\":\(part("data")),\"kind\":\"ConfigMap\",\"name\":\"\"}"
    case "Secret":
      let strings = root["stringData"]?.kind == .mapping ? "\"stringData\":\(part("stringData"))," : ""
      content = "{\"data\":\(part("data")),\"kind\":\"Secret\",\"name\":\"\",\(strings)\"type\":\(part("type"))}"
    default: content = root.canonicalJSON
    }
    let hex = SHA256.hash(Array(content.utf8)).prefix(5).flatMap { byte in
      [byte >> 4, byte & 15].map { Array("0123456789abcdef")[Int($0)] }
    }
    // Letters that could spell a word give way.
    let exchanged: [Character: Character] = ["0": "g", "1": "h", "3": "k", "a": "m", "e": "t"]
    return String(hex.map { exchanged[$0] ?? $0 })
  }
}
