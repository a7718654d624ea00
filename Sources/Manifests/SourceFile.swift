import YAML

/// A file to read.
public struct SourceFile: Hashable, Sendable {
  /// As reports show it.
  public let name: FileName
  /// As the system opens it; nil stands for standard input.
  public let path: [UInt8]?
  public let format: DocumentStream.Format

  public init(name: FileName, path: [UInt8]?, format: DocumentStream.Format) {
    self.name = name
    self.path = path
    self.format = format
  }

  /// Files of one name are rare.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
