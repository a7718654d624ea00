#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What git ignores below a folder: git is asked, once a folder given.
enum GitIgnore {
  /// Absolute paths of ignored files and folders; empty when the folder lies in no work tree; nil when git does not
  /// answer.
  static func ignored(below folder: [UInt8]) -> Set<[UInt8]>? {
    guard home(of: folder) != nil else { return [] }
    guard let output = run(files, in: folder) else { return nil }
    var result: Set<[UInt8]> = []
    for name in output.split(separator: 0) {
      let trimmed = name.last == PathName.slash ? name.dropLast() : name
      result.insert(PathName.join(folder, Array(trimmed)))
    }
    Witness.note(.ignored, folder, Observation.answer(result))
    return result
  }

  /// Where a `.git` stands: the folder or one above it. Without one git, which takes milliseconds, is not started.
  static func home(of folder: [UInt8]) -> [UInt8]? {
    var current = folder
    while System.kind(PathName.join(current, Array(".git".utf8))) == nil {
      guard current.count > 1 else { return nil }
      current = PathName.folder(of: current)
    }
    return current
  }

  /// Untracked files that its rules exclude; a folder that is ignored whole is one name.
  private static let files = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"]
  /// Every key of its configuration behind the file that it stands in.
  static let keys = ["config", "--list", "--show-origin", "--name-only", "-z"]
  /// Configuration that could run a program is switched off.
  private static let safely = [
    "-c", "core.fsmonitor=false", "-c", "core.untrackedCache=false", "-c", "core.hooksPath=/dev/null",
  ]

  static func run(_ arguments: [String], in folder: [UInt8]) -> [UInt8]? {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    let words = [Array("git".utf8), Array("-C".utf8), folder] + (safely + arguments).map { Array($0.utf8) }
    var environment: [[UInt8]] = ["GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C"].map { Array($0.utf8) }
    for name in ["PATH", "HOME", "XDG_CONFIG_HOME"] {
      if let value = getenv(name) { environment.append(Array("\(name)=\(String(cString: value))".utf8)) }
    }
    var child: pid_t = 0
    let started = withCStrings(words) { words in
      withCStrings(environment) { posix_spawnp(&child, "git", &actions, nil, words, $0) }
    }
    close(ends[1])
    guard started == 0 else { return nil }
    let output = read(ends[0], for: 10_000)
    if output == nil { kill(child, SIGKILL) }
    var status: Int32 = 0
    waitpid(child, &status, 0)
    return status == 0 ? output : nil
  }

  /// All that comes, or nil when it takes longer than the milliseconds given.
  private static func read(_ descriptor: Int32, for milliseconds: Int32) -> [UInt8]? {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
      let got = Glibc.read(descriptor, &buffer, buffer.count)
      if got == 0 { return output }
      guard got > 0 else { return nil }
      output += buffer[..<got]
    }
  }

  /// Lends the texts as a null-terminated array of C strings: copies, as the system may write to them by their type.
  private static func withCStrings<Result>(
    _ texts: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = texts.map { text in System.withPath(text) { strdup($0) } ?? nil }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
