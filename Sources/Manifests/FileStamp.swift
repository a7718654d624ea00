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
  private let size: Int
  private let inode: UInt64

  /// nil where nothing stands at the path.
  public init?(_ path: [UInt8]) {
    var status = stat()
    guard System.withPath(path, { stat($0, &status) }) == 0 else { return nil }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modified = Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
  }

  /// The present time, as stamps count it.
  public static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }
}
