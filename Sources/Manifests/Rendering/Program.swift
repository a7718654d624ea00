/// A program that is run without a shell and shut off from its caller.
///
/// It gets its arguments as they are, `PATH`, `LANG=C` and two empty folders for `HOME` and `TMPDIR`, and nothing else
/// of the environment; an empty standard input; no descriptor but its three; a session of its own, so that it can ask
/// no terminal. What it leaves running when it ends, or when a limit is passed, is killed.
struct Program: Sendable {
  /// Absolute.
  let path: [UInt8]
  /// The folders in which programs are looked for, all of them absolute.
  private let folders: [[UInt8]]

  /// The first executable file of a name on a search path, as `PATH` holds one; nil where there is none.
  ///
  /// Folders that are not absolute count for nothing: they would be those of a stranger's repository.
  static func find(_ name: String, on searchPath: [UInt8]) -> Program? {
    let folders = searchPath.split(separator: UInt8(ascii: ":")).filter { $0.first == PathName.slash }.map(Array.init)
    return folders.lazy.map { PathName.join($0, Array(name.utf8)) }.first(where: System.isExecutable)
      .map { Program(path: $0, folders: folders) }
  }

  /// Runs the program to its end.
  /// - Parameters:
  ///   - folder: in which it runs; absolute.
  ///   - scratch: whose folders it gets.
  ///   - more: of its environment, as `NAME=VALUE`.
  /// - Returns: what it printed.
  func run(
    _ arguments: [[UInt8]], in folder: [UInt8], _ scratch: borrowing ScratchFolder, _ limits: ProgramLimits,
    environment more: [[UInt8]] = []
  ) throws(ProgramError) -> [UInt8] {
    let environment =
      [
        Array("PATH=".utf8) + folders.joined(separator: [UInt8(ascii: ":")]), Array("HOME=".utf8) + scratch.home,
        Array("TMPDIR=".utf8) + scratch.temporary, Array("LANG=C".utf8),
      ] + more
    let child = try ChildProcess(path, [path] + arguments, environment, in: folder)
    return try child.output(limits)
  }
}

/// What a program may take.
public struct ProgramLimits: Sendable {
  public var time = Duration.seconds(60)
  /// In bytes.
  public var output = 64 << 20
  /// Of what it says to standard error, in bytes; the rest is not kept.
  public var message = 64 << 10

  public init() {}
}

/// Why a program gave nothing.
enum ProgramError: Error, Sendable, Equatable {
  /// The system would not start it.
  case notStarted(reason: String)
  /// It ended with another code than 0, and what it said to standard error.
  case failed(code: Int32, message: String)
  /// Something else killed it.
  case killed(signal: Int32)
  case tookTooLong(Duration)
  case saidTooMuch(bytes: Int)
}
