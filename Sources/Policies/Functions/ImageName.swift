import CEL

extension Functions {
  /// `image(s)`: the parts of a container image's name; what is not written is empty.
  static let image = Function("image", [.global([.string], .object(["image"]))]) { arguments, _ in
    guard case .string(let text) = arguments[0] else {
      return .error(EvaluationError(.noSuchOverload, "no such overload: image takes text"))
    }
    let name = ImageName(text)
    return .map(
      MapValue(fields: [
        ("registry", .string(name.registry)), ("name", .string(name.name)), ("tag", .string(name.tag)),
        ("digest", .string(name.digest)),
        ("version", .optional(name.version.map { .of(.semver(Box($0))) } ?? .none)),
      ]))
  }
}

/// `registry/name:tag@digest` (the distribution project's reference grammar).
struct ImageName {
  var registry = ""
  var name: String
  var tag = ""
  var digest = ""

  init(_ text: String) {
    var rest = Substring(text)
    if let at = rest.firstIndex(of: "@") {
      digest = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    }
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    // The first part is a registry when it looks like a host.
    if let slash = rest.firstIndex(of: "/") {
      let first = rest[..<slash]
      if first.contains(".") || first.contains(":") || first == "localhost" {
        registry = String(first)
        rest = rest[rest.index(after: slash)...]
      }
    }
    name = String(rest)
  }

  var version: Semver? { Semver(prefixOf: tag) }
}
