#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// By what it is seen that a file, or the list of a folder's entries, is not what it was.
public struct FileStamp: Hashable, Sendable {
  /// In nanoseconds since 1970.
  public let modified: Int
  /// When anything of it was changed, its name and rights too; no program can set this time back.
  private let changed: Int
  /// In bytes.
  public let size: Int
  private let inode: UInt64

  /// nil where nothing stands at the path.
  public init?(_ path: [UInt8]) {
    var status = stat()
    guard System.withPath(path, { stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  private init?(of descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    #if canImport(Darwin)
      (modified, changed) = (FileStamp.nanoseconds(status.st_mtimespec), FileStamp.nanoseconds(status.st_ctimespec))
    #else
      (modified, changed) = (FileStamp.nanoseconds(status.st_mtim), FileStamp.nanoseconds(status.st_ctim))
    #endif
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
  }

  /// The stamp and the digest of what stands at a path; no digest of what is no file that can be read.
  /// - Returns: nil when it changed meanwhile.
  static func withDigest(ofFile path: [UInt8]) -> (stamp: FileStamp?, digest: Digest?)? {
    let file = SourceFile(name: FileName(bytes: path), path: path, format: .yaml)
    guard let descriptor = try? file.open() else { return (FileStamp(path), nil) }
    defer { file.close(descriptor) }
    guard let stamp = FileStamp(of: descriptor) else { return nil }
    var running = Digest.Running()
    var left = stamp.size
    // A buffer on the stack, which the system fills and the digest reads; no pointer outlives the closure.
    let isRead = withUnsafeTemporaryAllocation(byteCount: 1 << 17, alignment: 16) { buffer in
      while left > 0 {
        let got = read(descriptor, buffer.baseAddress, buffer.count)
        guard got > 0 else { return false }
        running.add(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
        left -= got
      }
      return left == 0
    }
    guard isRead, FileStamp(of: descriptor) == stamp else { return nil }
    return (stamp, running.digest())
  }

  /// The numbers that it is made of, and back.
  public var numbers: [Int] { [modified, changed, size, Int(bitPattern: UInt(inode))] }

  /// - Parameter numbers: four.
  public init(numbers: [Int]) {
    (modified, changed, size, inode) = (numbers[0], numbers[1], numbers[2], UInt64(UInt(bitPattern: numbers[3])))
  }

  /// Whether it was last changed before a time. Where times are told in whole seconds, two of them must lie between.
  func isOlder(than time: Int) -> Bool {
    let latest = max(modified, changed)
    return latest % 1_000_000_000 == 0 ? latest < time - 2_000_000_000 : latest < time
  }

  /// The present time, as stamps count it.
  public static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }

  private static func nanoseconds(_ time: timespec) -> Int { Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec) }
}
