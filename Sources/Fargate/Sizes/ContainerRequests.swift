import Manifests
import YAML

/// What a container asks for, and when it runs.
public struct ContainerRequests: Hashable, Sendable {
  public let role: Container.Role
  public var amounts: ResourceAmounts

  public init(role: Container.Role, amounts: ResourceAmounts) {
    self.role = role
    self.amounts = amounts
  }

  /// A container that is not shown as it is written hides what it asks for.
  init(_ container: Container, in tree: Tree) {
    role = container.role
    guard let node = container.view.node else {
      amounts = .unknown
      return
    }
    amounts = ResourceAmounts(resources: tree.field(ContainerRequests.resources, in: node), in: tree)
  }

  private static let resources = Symbol("resources")
}
