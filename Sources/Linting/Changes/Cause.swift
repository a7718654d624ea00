import Manifests
import YAML

/// The place of a change that brings findings about.
public struct Cause: Sendable, Hashable {
  public let file: FileName
  public let start: Position
  /// Exclusive.
  public let end: Position

  public init(file: FileName, start: Position, end: Position) {
    self.file = file
    self.start = start
    self.end = end
  }
}
