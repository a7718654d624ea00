import Manifests
import YAML

/// The resources that decide the size of a Fargate pod.
public struct ResourceAmounts: Hashable, Sendable {
  /// Millicores.
  public var cpu: Amount
  /// Bytes.
  public var memory: Amount
  /// Bytes.
  public var ephemeralStorage: Amount

  public init(cpu: Amount = .absent, memory: Amount = .absent, ephemeralStorage: Amount = .absent) {
    self.cpu = cpu
    self.memory = memory
    self.ephemeralStorage = ephemeralStorage
  }

  public subscript(resource: SizedResource) -> Amount {
    get {
      switch resource {
      case .cpu: cpu
      case .memory: memory
      case .ephemeralStorage: ephemeralStorage
      }
    }
    set {
      switch resource {
      case .cpu: cpu = newValue
      case .memory: memory = newValue
      case .ephemeralStorage: ephemeralStorage = newValue
      }
    }
  }

  public static let unknown = ResourceAmounts(cpu: .unknown, memory: .unknown, ephemeralStorage: .unknown)

  /// Combines two, resource by resource.
  func merging(_ other: ResourceAmounts, _ combine: (Amount, Amount) -> Amount) -> ResourceAmounts {
    ResourceAmounts(
      cpu: combine(cpu, other.cpu), memory: combine(memory, other.memory),
      ephemeralStorage: combine(ephemeralStorage, other.ephemeralStorage))
  }

  public static func + (left: ResourceAmounts, right: ResourceAmounts) -> ResourceAmounts { left.merging(right, +) }

  static func larger(_ left: ResourceAmounts, _ right: ResourceAmounts) -> ResourceAmounts {
    left.merging(right, Amount.larger)
  }

  /// What is absent here from another.
  public func or(_ standard: ResourceAmounts) -> ResourceAmounts { merging(standard) { $0.or($1) } }

  // MARK: Reading

  /// Reads a map of resource names and quantities.
  /// - Parameter list: nil: there is none.
  init(list: NodeID?, in tree: Tree) {
    self.init()
    guard let list else { return }
    guard !tree.isPlaceholder(list) else {
      self = .unknown
      return
    }
    func amount(_ name: Symbol, _ step: Int128) -> Amount {
      tree.field(name, in: list).map { Amount(quantity: $0, in: tree, steps: step) } ?? .absent
    }
    cpu = amount(Names.cpu, Quantity.unit / 1_000)
    memory = amount(Names.memory, Quantity.unit)
    ephemeralStorage = amount(Names.ephemeralStorage, Quantity.unit)
  }

  /// What `resources` ask for: a request that is absent is the limit, as the API server defaults it.
  /// - Parameter resources: nil: there are none.
  public init(resources: NodeID?, in tree: Tree) {
    guard let resources, !tree.isPlaceholder(resources) else {
      self = resources == nil ? ResourceAmounts() : .unknown
      return
    }
    self = ResourceAmounts(list: tree.field(Names.requests, in: resources), in: tree)
      .or(ResourceAmounts(list: tree.field(Names.limits, in: resources), in: tree))
  }

  /// Where `resources` ask for a resource: the request, else the limit that stands for it.
  public static func place(of resource: SizedResource, inResources node: NodeID, in tree: Tree) -> NodeID? {
    lists(of: node, in: tree).lazy.compactMap { tree.field(Symbol(resource.rawValue), in: $0) }.first
  }

  /// The value that is substituted later and that what `resources` ask for rests on; nil where none is.
  public static func placeholder(of resource: SizedResource, inResources node: NodeID, in tree: Tree) -> NodeID? {
    if tree.isPlaceholder(node) { return node }
    return lists(of: node, in: tree).lazy.compactMap { placeholder(of: resource, inList: $0, in: tree) }.first
  }

  /// The same for a map of resource names and quantities.
  public static func placeholder(of resource: SizedResource, inList node: NodeID, in tree: Tree) -> NodeID? {
    [node, tree.field(Symbol(resource.rawValue), in: node)].compactMap { $0 }.first { tree.isPlaceholder($0) }
  }

  private static func lists(of resources: NodeID, in tree: Tree) -> [NodeID] {
    [Names.requests, Names.limits].compactMap { tree.field($0, in: resources) }
  }

  /// What a LimitRange gives containers of its namespace that ask for nothing; nil when the object is none.
  ///
  /// The API server fills `default` from `max`, then `defaultRequest` from `default`, then from `min`.
  public init?(defaultsOf resource: Resource) {
    guard resource.identity.kind == "LimitRange", resource.identity.apiVersion == "v1" else { return nil }
    let tree = resource.tree
    self.init()
    for item in ResourceAmounts.limits.nodes(in: tree, from: resource.node)
    where tree.text(of: Names.type, in: item) == "Container" {
      for name in [Names.defaultRequest, Names.default, Names.max, Names.min] {
        self = or(ResourceAmounts(list: tree.field(name, in: item), in: tree))
      }
    }
  }

  private static let limits = FieldPath("spec.limits[]")

  private enum Names {
    static let cpu = Symbol("cpu")
    static let memory = Symbol("memory")
    static let ephemeralStorage = Symbol("ephemeral-storage")
    static let requests = Symbol("requests")
    static let limits = Symbol("limits")
    static let type = Symbol("type")
    static let defaultRequest = Symbol("defaultRequest")
    static let `default` = Symbol("default")
    static let max = Symbol("max")
    static let min = Symbol("min")
  }
}

extension Amount {
  /// Reads a quantity, rounded up to whole steps, which are in units of 10⁻⁹.
  fileprivate init(quantity node: NodeID, in tree: Tree, steps: Int128) {
    let quantity: Quantity? =
      switch tree.scalar(node) {
      case _ where tree.kind(node) != .scalar || tree.isPlaceholder(node): nil
      case .string: tree.withUTF8(node) { Quantity(parsing: $0) }
      case .int(let value): Quantity(nano: Int128(value) * Quantity.unit)
      case .double(let value): Quantity(parsing: "\(value)")
      default: nil
      }
    guard let quantity, quantity.nano >= 0 else {
      self = .unknown
      return
    }
    let (whole, rest) = quantity.nano.quotientAndRemainder(dividingBy: steps)
    self = .known(Int64(clamping: whole + (rest > 0 ? 1 : 0)))
  }
}
