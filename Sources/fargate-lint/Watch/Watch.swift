import Manifests

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `--watch`: does the same again whenever something has changed of what it read.
enum Watch {
  /// How often to look, in microseconds: seldom enough to cost nothing, often enough not to be waited for.
  private static let interval: UInt32 = 250_000

  /// - Parameters:
  ///   - paths: files and folders that the call names.
  ///   - written: files that the work writes.
  ///   - run: does the work, and gives the files that it read.
  static func run(
    _ paths: [[UInt8]], writing written: Set<[UInt8]>, _ run: () async throws(UsageError) -> [[UInt8]]
  ) async -> Never {
    var files: [[UInt8]] = []
    while true {
      let start = FileStamp.now
      // What a run that failed would have read is what the one before has.
      do throws(UsageError) { files = try await run() } catch { Output.standardError(Failure(error).text) }
      let watched = WatchedPaths(files: files, below: paths, besides: written)
      Output.standardError("fargate-lint: waiting for changes; Ctrl-C ends it")
      if watched.haveChanged(since: start) { continue }
      while !watched.haveChanged { usleep(interval) }
    }
  }
}
