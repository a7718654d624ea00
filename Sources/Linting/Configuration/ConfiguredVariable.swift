/// The value that `${NAME}` has.
public struct ConfiguredVariable: Sendable {
  public let name: String
  public let value: Placed<String>
}
