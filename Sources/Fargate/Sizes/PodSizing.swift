import Manifests

/// What a pod asks for, what it gets, and what it could ask for instead.
public struct PodSizing: Sendable {
  public let requests: PodRequests
  /// What the namespace gives containers that ask for nothing of a resource.
  public let defaults: ResourceAmounts
  public let sizes: PodSizes
  /// With the overhead of a runtime class, without the memory that Fargate adds.
  public let total: ResourceAmounts
  public let fit: PodSizes.Fit

  public init(_ requests: PodRequests, defaults: ResourceAmounts = ResourceAmounts(), sizes: PodSizes) {
    self.requests = requests
    self.defaults = defaults
    self.sizes = sizes
    total = requests.total(defaults: defaults) + requests.overhead
    fit = sizes.fit(total)
  }

  /// A request of a container that counts.
  public struct Request: Hashable, Sendable {
    /// Its place in `requests.containers`.
    public let container: Int
    public let amount: Int64
  }

  /// The largest of the requests that make up a total, the first of equals; nil where none is known.
  public func largest(_ resource: SizedResource) -> Request? {
    var best: Request?
    for container in requests.deciding(resource, defaults: defaults) {
      guard case .known(let amount) = requests.containers[container].amounts.or(defaults)[resource] else { continue }
      if amount > best?.amount ?? 0 { best = Request(container: container, amount: amount) }
    }
    return best
  }

  /// A smaller request, and the size that the pod gets with it.
  public struct Step: Hashable, Sendable {
    /// The most that the container may ask for.
    public let most: Int64
    public let size: PodSize
  }

  /// The most that a container may ask for of a resource for the pod to get a smaller size, or one at all where no size
  /// holds it; nil where the container cannot do that by itself.
  ///
  /// - Complexity: O(sizes² + containers).
  public func step(below request: Request, of resource: SizedResource) -> Step? {
    guard let below = sizes.most(of: resource, belowFitOf: total) else { return nil }
    var changed = requests
    func isEnough(_ amount: Int64) -> Bool {
      changed.containers[request.container].amounts[resource] = .known(amount)
      guard let value = (changed.total(defaults: defaults) + requests.overhead)[resource].value else { return false }
      return value <= below.amount
    }
    // The total grows with the request, though not everywhere: a peak elsewhere may be the larger.
    guard isEnough(1) else { return nil }
    var (enough, much) = (Int64(1), request.amount)
    while much - enough > 1 {
      let middle = enough + (much - enough) / 2
      if isEnough(middle) { enough = middle } else { much = middle }
    }
    return Step(most: enough, size: below.size)
  }

  /// The resource without whose requests the size would be the cheapest; nil where nothing is asked for or it is not
  /// known.
  /// - Parameter prices: by which what is left is compared where a size holds it.
  public func deciding(by prices: FargatePrices) -> SizedResource? {
    let asked = SizedResource.allCases.filter { total[$0].value ?? 0 > 0 }
    func rest(_ resource: SizedResource) -> (cost: Double, excess: Double) {
      var less = total
      less[resource] = .absent
      switch sizes.fit(less) {
      case .size(let size): return (prices.monthly(size), 0)
      case .tooLarge, .unknown: return (.infinity, -sizes.excess(of: total, resource))
      }
    }
    return asked.map { ($0, rest($0)) }.min { $0.1 < $1.1 }?.0
  }
}

extension PodSizing {
  /// All that is said of a pod's size, found once for all pods that ask for the same.
  public struct Summary: Sendable {
    public let total: ResourceAmounts
    public let fit: PodSizes.Fit
    public let deciding: SizedResource?
    private let parts: [Part]

    private struct Part {
      let resource: SizedResource
      let largest: Request
      let lower: Step?
    }

    public init(_ sizing: PodSizing, prices: FargatePrices) {
      total = sizing.total
      fit = sizing.fit
      deciding = sizing.deciding(by: prices)
      parts = SizedResource.allCases.compactMap { resource in
        sizing.largest(resource).map {
          Part(resource: resource, largest: $0, lower: sizing.step(below: $0, of: resource))
        }
      }
    }

    public func largest(_ resource: SizedResource) -> Request? { parts.first { $0.resource == resource }?.largest }

    /// The step below the largest request of a resource.
    public func lower(_ resource: SizedResource) -> Step? { parts.first { $0.resource == resource }?.lower }
  }
}

extension PodSizes {
  /// How many times the most that any size has is asked for.
  fileprivate func excess(of whole: ResourceAmounts, _ resource: SizedResource) -> Double {
    let most: Int64 =
      switch resource {
      case .cpu: combinations.map(\.cpu).max() ?? 1
      case .memory: (combinations.flatMap(\.memories).max() ?? 1) << 20
      case .ephemeralStorage: largestStorageRequest << 30
      }
    return Double(whole[resource].value ?? 0) / Double(max(most, 1))
  }
}
