import CProcess

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Owns one running program and the pipes that it writes to; both end with the value.
///
/// `Foundation.Process` could start it, but gives no session and no way to wait for a while only, and this target takes
/// what it needs of the system without Foundation.
struct ChildProcess: ~Copyable {
  /// Also the number of its process group, as it leads a session.
  private let process: pid_t
  private let output: Pipe
  private let messages: Pipe

  /// Starts a program.
  /// - Parameter words: its arguments, its own name first.
  init(_ path: [UInt8], _ words: [[UInt8]], _ environment: [[UInt8]], in folder: [UInt8]) throws(ProgramError) {
    var output = try Pipe()
    var messages = try Pipe()
    process = try ChildProcess.start(path, words, environment, in: folder, output.writing, messages.writing)
    // The reading ends learn of the end when nobody can write any more.
    output.closeWriting()
    messages.closeWriting()
    self.output = output
    self.messages = messages
  }

  /// Whatever it started and left behind goes with it.
  deinit {
    kill(-process, SIGKILL)
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  private static func start(
    _ path: [UInt8], _ words: [[UInt8]], _ environment: [[UInt8]], in folder: [UInt8], _ output: Int32,
    _ messages: Int32
  ) throws(ProgramError) -> pid_t {
    var process: pid_t = 0
    let started = System.withPaths(words) { words in
      System.withPaths(environment) { environment in
        System.withPath(path) { path in
          System.withPath(folder) { cprocess_start(&process, path, words, environment, $0, output, messages) }
        }
      }
    }
    // Four times nil: a NUL in one of them, which no system call takes.
    let number = started.flatMap(\.self).flatMap(\.self).flatMap(\.self) ?? EINVAL
    guard number == 0 else { throw .notStarted(reason: OpenError(number: number).reason) }
    return process
  }

  // MARK: Waiting

  /// Waits for its end.
  /// - Returns: what it printed.
  func output(_ limits: ProgramLimits) throws(ProgramError) -> [UInt8] {
    let start = ContinuousClock.now
    var printed = Stream(descriptor: output.reading)
    var said = Stream(descriptor: messages.reading)
    while true {
      // What was written before the end is in the pipes by then.
      let hasEnded = hasEnded
      printed.read(upTo: limits.output + 1)
      said.read(upTo: limits.message)
      if printed.bytes.count > limits.output { throw .saidTooMuch(bytes: limits.output) }
      if hasEnded { break }
      let left = limits.time - (ContinuousClock.now - start)
      if left <= .zero { throw .tookTooLong(limits.time) }
      wait(for: [printed, said], left)
    }
    return try result(printed.bytes, said.bytes)
  }

  /// Whether it has ended; it can still be asked how.
  private var hasEnded: Bool {
    var info = siginfo_t()
    return waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == SIGCHLD
  }

  /// Waits until something can be read, a little while at most: no descriptor tells of the end.
  private func wait(for streams: [Stream], _ left: Duration) {
    var open = streams.filter { !$0.isAtEnd }.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let most: Duration = .milliseconds(open.isEmpty ? 2 : 20)
    let milliseconds = min(left, most) / .milliseconds(1)
    poll(&open, nfds_t(open.count), max(1, Int32(milliseconds)))
  }

  private func result(_ printed: [UInt8], _ said: [UInt8]) throws(ProgramError) -> [UInt8] {
    var info = siginfo_t()
    guard waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) == 0 else {
      throw .notStarted(reason: System.lastError().reason)
    }
    let status = info._sifields._sigchld.si_status
    guard info.si_code == CLD_EXITED else { throw .killed(signal: status) }
    guard status == 0 else { throw .failed(code: status, message: String(decoding: said, as: UTF8.self)) }
    return printed
  }

  /// What has come through a pipe that never blocks.
  private struct Stream {
    let descriptor: Int32
    private(set) var bytes: [UInt8] = []
    private(set) var isAtEnd = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Reads what is there, and lets go what passes the limit.
    mutating func read(upTo limit: Int) {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while !isAtEnd {
        let got = Glibc.read(descriptor, &buffer, buffer.count)
        if got < 0, errno == EINTR { continue }
        if got == 0 { isAtEnd = true }
        guard got > 0 else { return }
        bytes += buffer[..<min(got, max(0, limit - bytes.count))]
      }
    }
  }
}

/// A pipe whose ends are closed with it and never inherited; its reading end never blocks.
private struct Pipe: ~Copyable {
  let reading: Int32
  /// -1 once it is closed.
  private(set) var writing: Int32

  init() throws(ProgramError) {
    var ends: [Int32] = [0, 0]
    let isMade = pipe(&ends) == 0
    reading = isMade ? Pipe.aboveStandard(ends[0]) : -1
    writing = isMade ? Pipe.aboveStandard(ends[1]) : -1
    guard reading >= 0, writing >= 0 else { throw .notStarted(reason: System.lastError().reason) }
    for end in [reading, writing] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    _ = fcntl(reading, F_SETFL, O_NONBLOCK)
  }

  mutating func closeWriting() {
    close(writing)
    writing = -1
  }

  deinit {
    for end in [reading, writing] where end >= 0 { close(end) }
  }

  /// The same end with a number that no standard stream has: a caller may have closed its own.
  private static func aboveStandard(_ descriptor: Int32) -> Int32 {
    guard descriptor < 3 else { return descriptor }
    defer { close(descriptor) }
    return fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
  }
}
