extension Library {
  /// IP addresses and blocks of them: Kubernetes' libraries and the network extension library.
  static let network: [Function] = [
    Function(
      "ip", [.global([.string], .ip), .member([.cidr], .ip)],
      cost: .computed(atLeast: 0) { arguments, e in
        if case .cidr = arguments[0] { 1 } else { CostModel.traversing(e.size(arguments[0])) }
      }
    ) { arguments, _ in
      switch arguments[0] {
      case .string(let text): address(text).map { .ip(Box($0)) } ?? .invalid("`\(text)` is no IP address")
      case .cidr(let cidr): .ip(Box(cidr.content.address))
      default: nil
      }
    },
    Function("isIP", [.global([.string], .bool)], cost: .traversing(times: 1)) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return .bool(address(text) != nil)
    },
    Function("ip.isCanonical", [.global([.string], .bool)], cost: .traversing(times: 2)) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return address(text).map { .bool($0.text == text) } ?? .invalid("`\(text)` is no IP address")
    },
    ofAddress("family", .int) { .int(Int64($0.family)) },
    ofAddress("isUnspecified", .bool) { .bool($0.isUnspecified) },
    ofAddress("isLoopback", .bool) { .bool($0.isLoopback) },
    ofAddress("isLinkLocalMulticast", .bool) { .bool($0.isLinkLocalMulticast) },
    ofAddress("isLinkLocalUnicast", .bool) { .bool($0.isLinkLocalUnicast) },
    ofAddress("isGlobalUnicast", .bool) { .bool($0.isGlobalUnicast) },
    Function("cidr", [.global([.string], .cidr)], cost: .traversing(times: 1)) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return CIDR(parsing: text).map { .cidr(Box($0)) } ?? notBlock(text)
    },
    Function("isCIDR", [.global([.string], .bool)], cost: .traversing(times: 1)) { arguments, _ in
      guard case .string(let text) = arguments[0] else { return nil }
      return .bool(CIDR(parsing: text) != nil)
    },
    ofBlock("masked", .cidr) { .cidr(Box($0.masked)) },
    ofBlock("isMask", .bool) { .bool($0.masked == $0) },
    ofBlock("prefixLength", .int) { .int(Int64($0.prefixLength)) },
    Function(
      "containsIP", [.member([.cidr, .ip], .bool), .member([.cidr, .string], .bool)],
      cost: .computed(atLeast: 0) { arguments, e in comparingBlock(arguments, e) }
    ) { arguments, _ in
      guard case .cidr(let cidr) = arguments[0] else { return nil }
      switch arguments[1] {
      case .ip(let other): return .bool(cidr.content.contains(other.content))
      case .string(let text):
        return address(text).map { .bool(cidr.content.contains($0)) } ?? .invalid("`\(text)` is no IP address")
      default: return nil
      }
    },
    Function(
      "containsCIDR", [.member([.cidr, .cidr], .bool), .member([.cidr, .string], .bool)],
      cost: .computed(atLeast: 1) { arguments, e in
        comparingBlock(arguments, e) + CostModel.traversing(e.size(arguments[0])) + 1
      }
    ) { arguments, _ in
      guard case .cidr(let cidr) = arguments[0] else { return nil }
      switch arguments[1] {
      case .cidr(let other): return .bool(cidr.content.contains(other.content))
      case .string(let text):
        return CIDR(parsing: text).map { .bool(cidr.content.contains($0)) } ?? notBlock(text)
      default: return nil
      }
    },
  ]

  /// The bytes of a block's prefix with those of an address, which is read first where it is a text.
  private static func comparingBlock(_ arguments: [Value], _ e: Evaluation) -> Int {
    var units = CostModel.traversing(e.size(arguments[0]), times: 2)
    if case .string = arguments[1] { units += CostModel.traversing(e.size(arguments[1])) }
    return units
  }

  private static func address(_ text: String) -> IPAddress? { IPAddress(parsing: text) }

  private static func notBlock(_ text: String) -> Value {
    .invalid("`\(text)` is no CIDR: an address, `/` and the length of its prefix")
  }

  private static func ofAddress(_ name: String, _ result: Type, _ body: @escaping @Sendable (IPAddress) -> Value)
    -> Function
  {
    Function(name, [.member([.ip], result)]) { arguments, _ in
      guard case .ip(let box) = arguments[0] else { return nil }
      return body(box.content)
    }
  }

  private static func ofBlock(_ name: String, _ result: Type, _ body: @escaping @Sendable (CIDR) -> Value) -> Function {
    Function(name, [.member([.cidr], result)]) { arguments, _ in
      guard case .cidr(let box) = arguments[0] else { return nil }
      return body(box.content)
    }
  }
}
