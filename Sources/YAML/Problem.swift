/// What is wrong with a text as YAML, or as what Kubernetes makes of YAML.
public struct Problem: Error, Sendable {
  public enum Kind: Sendable {
    /// Not YAML (or not JSON).
    case syntax
    /// Not UTF-8 (or not UTF-16 where a byte order mark says so).
    case encoding
    /// A mapping holds a key twice; `related` is the first.
    case duplicateKey
    /// YAML allows it, kubectl refuses it.
    case notForKubernetes
    /// A limit of size, depth or aliases is passed; the document is not read further.
    case limit
  }

  public let kind: Kind
  /// Lower case, what was found and what to do.
  public let message: String
  /// In characters from the start of the chunk.
  public let range: Range<Int>
  public let related: Range<Int>?

  init(_ kind: Kind, _ message: String, _ range: Range<Int>, related: Range<Int>? = nil) {
    self.kind = kind
    self.message = message
    self.range = range
    self.related = related
  }
}

/// Bounds that keep a hostile document from exhausting memory or time. What lies beyond them is said, never guessed.
public enum Limits {
  /// Collections within collections. The API server's JSON decoder stops at 10,000; real manifests stay below 40.
  public static let depth = 1_000
  /// Bytes of one document. A stored object may have 1.5 MB; a dump of a cluster as one `List` is far larger.
  public static let documentBytes = 32 << 20
  /// Nodes of one document, keys counted too.
  public static let nodes = 4_000_000
  /// Nodes after all aliases are followed, where that is also ten times what is written.
  public static let expandedNodes = 2_000_000
}
