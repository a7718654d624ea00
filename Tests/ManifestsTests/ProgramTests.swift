import Foundation
import TestData
import Testing

@testable import Manifests

@Suite("A program that is run")
struct ProgramTests {
  private static let path = Array("/usr/bin:/bin".utf8)

  /// Runs a line of shell, which stands for any program.
  private static func run(_ line: String, _ configure: (inout ProgramLimits) -> Void = { _ in }) throws -> String {
    let shell = try #require(Program.find("sh", on: path))
    var limits = ProgramLimits()
    configure(&limits)
    let scratch = try ScratchFolder.make()
    let printed = try shell.run(["-c", line].map { Array($0.utf8) }, in: scratch.path, scratch, limits)
    return String(decoding: printed, as: UTF8.self)
  }

  /// Whether a process is there and no corpse that waits for its parent.
  private static func isAlive(_ process: String) -> Bool {
    let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return stat.map { !$0.contains(") Z ") } ?? false
  }

  /// Whether a process goes away soon: the system takes its time to bury what was killed.
  private static func ends(_ process: String) -> Bool {
    (0..<1_000_000).contains { _ in
      if !isAlive(process) { return true }
      sched_yield()
      return false
    }
  }

  @Test("sees nothing of its caller's environment")
  func environment() throws {
    setenv("AWS_SECRET_ACCESS_KEY", "secret", 1)
    let lines = try Self.run("env").split(separator: "\n").filter { !$0.hasPrefix("PWD=") && !$0.hasPrefix("_=") }
    #expect(lines.map { $0.prefix { $0 != "=" } }.sorted() == ["HOME", "LANG", "PATH", "TMPDIR"])
    #expect(lines.contains("LANG=C"))
    #expect(lines.contains("PATH=/usr/bin:/bin"))
    #expect(try Self.run("ls -A \"$HOME\" \"$TMPDIR\" | grep -v :$").filter { $0 != "\n" } == "")
  }

  @Test("gets its arguments as they are, whatever a shell would make of them")
  func arguments() throws {
    let echo = try #require(Program.find("echo", on: Self.path))
    let scratch = try ScratchFolder.make()
    let printed = try echo.run([Array("$HOME; `id` *".utf8)], in: scratch.path, scratch, ProgramLimits())
    #expect(String(decoding: printed, as: UTF8.self) == "$HOME; `id` *\n")
  }

  @Test("has an empty standard input, no terminal and none of its caller's descriptors")
  func descriptors() throws {
    let left = open("/dev/null", O_RDONLY)
    defer { close(left) }
    #expect(try Self.run("cat; test -e /proc/self/fd/\(left) || echo closed") == "closed\n")
    #expect(try Self.run("(: </dev/tty) 2>/dev/null || echo none") == "none\n")
  }

  @Test("may not print more than its limit")
  func output() {
    #expect(throws: ProgramError.saidTooMuch(bytes: 1_000)) { try Self.run("yes") { $0.output = 1_000 } }
  }

  @Test("prints all that fits, however long")
  func long() throws {
    #expect(try Self.run("head -c 3000000 /dev/zero") { $0.output = 3_000_000 }.utf8.count == 3_000_000)
  }

  @Test("says why it failed, as far as that is kept")
  func failure() {
    #expect(throws: ProgramError.failed(code: 3, message: "xxxxx")) {
      try Self.run("head -c 300000 /dev/zero | tr '\\0' x >&2; exit 3") { $0.message = 5 }
    }
    #expect(throws: ProgramError.killed(signal: 9)) { try Self.run("kill -9 $$") }
  }

  @Test(
    "is killed with its children when it takes too long",
    arguments: ["wait", "exec sleep 600", "trap '' TERM HUP; wait", "exec >&- 2>&-; wait"])
  func time(end: String) throws {
    try TestData.withFolder { folder in
      let file = folder.appendingPathComponent("process")
      #expect(throws: ProgramError.tookTooLong(.seconds(1))) {
        try Self.run("sleep 600 & echo $! > '\(file.path)'; \(end)") { $0.time = .seconds(1) }
      }
      let process = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(Self.ends(process))
    }
  }

  @Test("leaves nothing running behind, and is not waited for by what it left")
  func leftovers() throws {
    let process = try Self.run("sleep 600 & echo $!").trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(Self.ends(process))
  }

  @Test("leaves no file behind")
  func scratch() throws {
    let home = try Self.run("mkdir -p $HOME/a/b; touch $HOME/a/b/c $TMPDIR/d; ln -s / $HOME/root; echo $HOME")
    #expect(!FileManager.default.fileExists(atPath: home.trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(FileManager.default.fileExists(atPath: "/usr/bin"))
  }

  @Test("is looked for in absolute folders only", arguments: ["", ".", "bin", "no/such:../bin", "/no/such"])
  func absent(path: String) { #expect(Program.find("sh", on: Array(path.utf8))?.path == nil) }

  @Test("is a file that may be run")
  func executable() throws {
    try TestData.withFolder { folder in
      try TestData.write("", to: "helm", in: folder)
      #expect(Program.find("helm", on: Array(folder.path.utf8))?.path == nil)
    }
  }
}
