import CEL

extension Functions {
  /// `image(s)`: the parts of a container image's name; what is not written is empty.
  static let image = Function("image", [.global([.string], .object(["image"]))]) { arguments, e in
    guard case .string(let text) = arguments[0] else {
      return .error(EvaluationError(.noSuchOverload, "no such overload: image takes text"))
    }
    // Many rules ask for the same few images.
    return e.remembered("image", text) { ImageName(text).value }
  }
}

/// `registry/name:tag@digest` (the distribution project's reference grammar).
struct ImageName {
  var registry = ""
  var name: String
  var tag = ""
  var digest = ""

  init(_ text: String) {
    var rest = text.utf8[...]
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      digest = String(Substring(rest[at...].dropFirst()))
      rest = rest[..<at]
    }
    if let colon = rest.lastIndex(of: UInt8(ascii: ":")), !rest[colon...].contains(UInt8(ascii: "/")) {
      tag = String(Substring(rest[colon...].dropFirst()))
      rest = rest[..<colon]
    }
    // The first part is a registry when it looks like a host.
    if let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      let first = rest[..<slash]
      if first.contains(where: { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") })
        || first.elementsEqual("localhost".utf8)
      {
        registry = String(Substring(first))
        rest = rest[slash...].dropFirst()
      }
    }
    name = String(Substring(rest))
  }

  var version: Semver? { Semver(prefixOf: tag) }

  /// The name, and what follows each `/` in it: `a/b`, `b`.
  var ends: [String] {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return parts.indices.map { parts[$0...].joined(separator: "/") }
  }

  fileprivate var value: Value {
    .map(
      MapValue(
        names: ImageName.names,
        values: [
          .string(registry), .string(name), .string(tag), .string(digest),
          .optional(version.map { .of(.semver(Box($0))) } ?? .none), .list(ends.map(Value.string)),
        ]))
  }

  private static let names = ["registry", "name", "tag", "digest", "version", "ends"]
}
