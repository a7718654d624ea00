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
  ///   - run: does the work, and gives the files that it read.
  static func run(_ paths: [[UInt8]], _ run: () async throws(UsageError) -> [[UInt8]]) async -> Never {
    while true {
      let start = FileStamp.now
      var files: [[UInt8]] = []
      do throws(UsageError) { files = try await run() } catch { Output.standardError(Failure(error).text) }
      let watched = WatchedPaths(files: files, below: paths)
      Output.standardError("fargate-lint: waiting for changes; Ctrl-C ends it")
      if watched.haveChanged(since: start) { continue }
      while !watched.haveChanged { usleep(interval) }
    }
  }
}
