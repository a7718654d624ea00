#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder of files that may be taken away at any time, which several runs use at once.
///
/// A file comes in whole or not at all, under a name that begins with its key. What is damaged is as if it were not
/// there. Only its user can read it.
public struct CacheFolder: Sendable {
  private let path: [UInt8]
  /// In bytes, of all files.
  private let limit: Int

  /// Makes the folder where it is not there.
  /// - Parameter path: absolute.
  /// - Returns: nil where it cannot be made.
  public init?(_ path: [UInt8], limit: Int = 256 << 20) {
    guard CacheFolder.make(path) else { return nil }
    self.path = path
    self.limit = limit
  }

  private static func make(_ path: [UInt8]) -> Bool {
    if System.kind(path) == .folder { return true }
    guard path.count > 1, make(PathName.folder(of: path)) else { return false }
    return (try? System.makeFolder(path)) != nil || System.kind(path) == .folder
  }

  // MARK: Taking out

  /// The files of a key, what was used last before the others. Each is read when it is asked for.
  public func files(of key: String) -> some Sequence<(name: [UInt8], content: [UInt8])> {
    names(of: key).lazy.compactMap { name in
      SourceFile(name: FileName(bytes: name), path: PathName.join(path, name), format: .yaml).bytes(upTo: limit)
        .flatMap(CacheFolder.whole).map { (name, $0) }
    }
  }

  private func names(of key: String) -> [[UInt8]] {
    let entries = (try? System.entries(path)) ?? []
    let names = entries.map(\.name).filter { $0.starts(with: key.utf8) && !CacheFolder.isUnfinished($0) }
    return names.map { ($0, FileStamp(PathName.join(path, $0))?.modified ?? 0) }.sorted { $0.1 > $1.1 }.map(\.0)
  }

  /// Marks a file as used.
  public func touch(_ name: [UInt8]) {
    // No times given: now.
    _ = System.withPath(PathName.join(path, name)) { utimensat(AT_FDCWD, $0, nil, 0) }
  }

  // MARK: Putting in

  /// How many files of one key are kept: the states that a repository goes back and forth between.
  private static let variants = 4

  /// Keeps a content. What cannot be written is not kept.
  public func put(_ content: [UInt8], of key: String) {
    let digest = Digest(of: content)
    guard content.count < limit / 4 else { return }
    let name = Array("\(key)-\(digest.text.prefix(16))".utf8)
    let file = PathName.join(path, name)
    let unfinished = file + Array(".\(getpid()).tmp".utf8)
    System.removeEntry(unfinished)
    guard (try? System.write(content + CacheFolder.checksum(of: content), to: unfinished)) != nil,
      System.withPath(unfinished, { from in System.withPath(file) { rename(from, $0) } }) == 0
    else { return System.removeEntry(unfinished) }
    for old in names(of: key).dropFirst(CacheFolder.variants) { remove(old) }
    prune()
  }

  public func remove(_ name: [UInt8]) { System.removeEntry(PathName.join(path, name)) }

  private static func isUnfinished(_ name: [UInt8]) -> Bool { name.suffix(4).elementsEqual(".tmp".utf8) }

  /// The content before its checksum; nil when it is not what was put in.
  private static func whole(_ file: [UInt8]) -> [UInt8]? {
    var content = file
    content.removeLast(min(8, content.count))
    return checksum(of: content).elementsEqual(file.suffix(8)) ? content : nil
  }

  /// Eight bytes that tell a damaged file, as a disk or a power cut leaves it; they prove nothing against who can write
  /// here.
  private static func checksum(of content: [UInt8]) -> [UInt8] {
    var sum = UInt64(content.count)
    content.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count - 7, by: 8) {
        sum = (sum ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
        sum ^= sum >> 32
      }
      for byte in bytes.suffix(bytes.count % 8) { sum = (sum ^ UInt64(byte)) &* 0x9e37_79b9_7f4a_7c15 }
    }
    return (0..<8).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
  }

  /// An hour, in nanoseconds: what is unfinished for longer has been left by a run that was killed.
  private static let patience = 3_600_000_000_000

  /// Takes away what was used longest ago, until there is room.
  private func prune() {
    var files: [(path: [UInt8], stamp: FileStamp)] = []
    for entry in (try? System.entries(path)) ?? [] {
      let file = PathName.join(path, entry.name)
      guard let stamp = FileStamp(file) else { continue }
      if !CacheFolder.isUnfinished(entry.name) {
        files.append((file, stamp))
      } else if stamp.modified < FileStamp.now - CacheFolder.patience {
        System.removeEntry(file)
      }
    }
    var total = files.reduce(0) { $0 + $1.stamp.size }
    for file in files.sorted(by: { $0.stamp.modified < $1.stamp.modified }) where total > limit {
      System.removeEntry(file.path)
      total -= file.stamp.size
    }
  }
}
