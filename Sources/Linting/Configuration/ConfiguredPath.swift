/// A file or folder that a configuration names.
public struct ConfiguredPath: Sendable {
  /// As it is written.
  public let text: String
  /// Absolute.
  public let path: [UInt8]
  public let place: Place
}
