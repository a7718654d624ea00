import Manifests

/// One of several parts of a run, each of which judges some of the files and reads all that these have to do with.
///
/// Which shard a file belongs to rests on its name alone: files that come or go move no others.
public struct Shard: Sendable, Hashable {
  /// From 1.
  public let number: Int
  public let count: Int

  public static let most = 10_000

  public init?(_ number: Int, of count: Int) {
    guard (1...Shard.most).contains(count), (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// Reads `2/7`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]) else { return nil }
    self.init(number, of: count)
  }

  /// Whether what is found in a file is for this shard to report.
  public func holds(_ file: FileName) -> Bool {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in file.bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    // FNV leaves the high bits of short names alike; multiplying spreads the low ones into them.
    hash = (hash ^ (hash >> 32)) &* 0x9e37_79b9_7f4a_7c15
    return Int((hash >> 32) % UInt64(count)) == number - 1
  }
}
