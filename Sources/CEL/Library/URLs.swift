extension Library {
  /// Kubernetes' library for URLs.
  static let urls: [Function] = [
    Function("url", [.global([.string], .url)], cost: .traversing(times: 1)) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return URLReference(parsing: text).map { .url(Box($0)) }
        ?? .invalid("`\(text)` is neither an absolute URI nor an absolute path")
    },
    Function("isURL", [.global([.string], .bool)]) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return .bool(URLReference(parsing: text) != nil)
    },
    part("getScheme", .string) { .string($0.scheme) },
    part("getHost", .string) { .string($0.host) },
    part("getHostname", .string) { .string($0.hostname) },
    part("getPort", .string) { .string($0.port) },
    part("getEscapedPath", .string) { .string($0.escapedPath) },
    part("getQuery", .map(.string, .list(.string))) { url in
      .map(MapValue(fields: url.query.map { ($0.key, .list($0.values.map(Value.string))) }))
    },
  ]

  private static func part(_ name: String, _ result: Type, _ body: @escaping @Sendable (URLReference) -> Value)
    -> Function
  {
    Function(name, [.member([.url], result)]) { arguments, _ in
      guard case .url(let box) = arguments[0] else { return nil }
      return body(box.content)
    }
  }
}
