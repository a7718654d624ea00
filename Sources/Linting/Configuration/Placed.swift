import Manifests
import YAML

/// A value of a configuration, and where it is written.
public struct Placed<Value: Sendable>: Sendable {
  public let value: Value
  public let place: Place
}

/// A place in a file.
public struct Place: Sendable, Hashable {
  public let file: FileName
  public let start: Position
  /// Exclusive; on the line of the start.
  public let end: Position
}
