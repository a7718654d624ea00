/// A file or folder that a configuration names.
public struct ConfiguredPath: Sendable {
  /// As it is written.
  public let text: String
  /// Absolute.
  public let path: [UInt8]
  /// The path as text, for what opens it.
  public var name: String { String(decoding: path, as: UTF8.self) }
  public let place: Place
}
