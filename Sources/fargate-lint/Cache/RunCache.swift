import Manifests

/// Says again what a run said, where nothing that it was told has changed since.
///
/// A whole run is one piece: what one file changes in others, by joins and overlays, can never be stale. Where any
/// answer of the file system is another one, everything is judged anew.
struct RunCache {
  static let options = [
    Option(
      name: "cache", value: "DIR",
      help: "keep runs there, to say them again while nothing has changed (default: fargate-lint in the user's cache)"),
    Option(name: "no-cache", value: nil, help: "judge every file anew, and keep nothing"),
  ]

  private let folder: CacheFolder
  private let key: String
  private let home: CachedHome

  /// Runs a command, or says what it said when it ran before.
  /// - Parameter words: of the call.
  static func run(_ command: Command, _ arguments: Arguments, _ words: [String]) async throws(Failure) -> ExitCode {
    guard let cache = RunCache(command, arguments, words) else { return try await command.run(arguments) }
    if let past = cache.past() { return try past.sayAgain() }
    let (witness, transcript) = (Witness(), Transcript())
    let result = await Witness.$current.withValue(witness) {
      await Transcript.$current.withValue(transcript) { () async -> Result<ExitCode, Failure> in
        do throws(Failure) { return .success(try await command.run(arguments)) } catch { return .failure(error) }
      }
    }
    let exitCode = try result.get()
    if exitCode != .failure, let said = transcript.said(), let observations = witness.observations() {
      cache.keep(CachedRun(observations: observations, said: said, exitCode: exitCode))
    }
    return exitCode
  }

  // MARK: Which runs

  /// What makes of a run something that changes by itself, or asks more than files.
  private static let unkept = [
    "no-cache", "watch", "statistics", "render", "changed-since", "diff", "show-config",
  ]

  /// nil where runs of the call are not kept.
  private init?(_ command: Command, _ arguments: Arguments, _ words: [String]) {
    guard command == .check || command == .audit, !arguments.operands.contains("-"),
      !RunCache.unkept.contains(where: arguments.has),
      let folder = RunCache.path(arguments).flatMap({ CacheFolder($0) }), let program = RunCache.program
    else { return nil }
    self.folder = folder
    let here = System.workingDirectory()
    var above = FilesAbove(name: ".git", folders: [here], workingDirectory: here)
    let path = above.home(of: here)
    home = CachedHome(path: path, real: System.realPath(path) ?? path)
    var parts = program + [String(describing: LintRequest.today()), command.rawValue]
    parts.append(FileName(bytes: PathName.relative(here, to: path)).text)
    parts.append(FileName(bytes: Array(PathName.last(path))).text)
    parts += ["HOME", "XDG_CONFIG_HOME", "NO_COLOR"].map { name in
      System.variable(name).map { "=" + FileName(bytes: $0).text } ?? ""
    }
    parts += [Output.isTerminal(1) ? "terminal" : "", Output.isTerminal(2) ? "terminal" : ""]
    key = String(Digest(of: Array((parts + words).joined(separator: "\0").utf8)).text.prefix(32))
  }

  private static func path(_ arguments: Arguments) -> [UInt8]? {
    if let named = arguments.value("cache") {
      return PathName.absolute(Array(named.utf8), from: System.workingDirectory())
    }
    let name = Array("fargate-lint".utf8)
    if let caches = System.variable("XDG_CACHE_HOME"), caches.first == UInt8(ascii: "/") {
      return PathName.join(caches, name)
    }
    guard let user = System.variable("HOME"), user.first == UInt8(ascii: "/") else { return nil }
    return PathName.join(PathName.join(user, Array(".cache".utf8)), name)
  }

  /// What tells this build from others; nil where the system does not say which file it runs.
  private static var program: [String]? {
    guard let stamp = System.realPath(Array("/proc/self/exe".utf8)).flatMap(FileStamp.init) else { return nil }
    return [FargateLint.version, String(stamp.modified), String(stamp.size)]
  }

  // MARK: Runs

  /// A run that would end as it did.
  private func past() -> CachedRun? {
    let time = Witness.trusted(at: FileStamp.now)
    for (name, content) in folder.files(of: key) {
      guard var run = CachedRun(content, home: home) else { continue }
      var isRestamped = false
      let holds = run.observations.indices.allSatisfy { index in
        switch run.observations[index].verdict(trustingUntil: time) {
        case .same: return true
        case .sameAnew(let anew):
          run.observations[index] = anew
          isRestamped = true
          return true
        case .different: return false
        }
      }
      guard holds else { continue }
      if isRestamped {
        folder.remove(name)
        keep(run)
      } else {
        folder.touch(name)
      }
      return run
    }
    return nil
  }

  private func keep(_ run: CachedRun) { folder.put(run.bytes(home: home), of: key) }
}

extension CachedRun {
  fileprivate func sayAgain() throws(Failure) -> ExitCode {
    do throws(UsageError) {
      for file in said.files {
        try ReportOutput.write(to: String(decoding: file.path, as: UTF8.self)) { $0.write(file.content) }
      }
      try ReportOutput.write(to: nil) { $0.write(said.output) }
    } catch { throw Failure(error) }
    var errors = Output(2)
    errors.write(said.errors)
    errors.flush()
    return exitCode
  }
}
