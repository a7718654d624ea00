import Foundation

/// The program as a user runs it: the binary that was built beside the tests.
public struct Tool {
  public let status: Int32
  public let output: String
  public let errors: String

  /// Runs the binary with these arguments in a folder, with other variables of the environment where some are given.
  public static func run(
    _ arguments: [String], in folder: URL = TestData.package, input: String = "", environment: [String: String] = [:]
  ) throws -> Tool {
    let binary = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("fargate-lint")
    return try run(binary, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs any program. Its output goes through files, so that none can fill a pipe and wait.
  public static func run(
    _ program: URL, _ arguments: [String], in folder: URL, input: String = "", environment: [String: String] = [:]
  ) throws -> Tool {
    try TestData.withFolder { scratch in
      let streams = try ["in", "out", "err"].map { name in
        let file = scratch.appendingPathComponent(name)
        try Data((name == "in" ? input : "").utf8).write(to: file)
        return try FileHandle(forUpdating: file)
      }
      let process = Process()
      process.executableURL = program
      process.arguments = arguments
      process.currentDirectoryURL = folder
      // What one run keeps is nothing to another, unless a test says so.
      let cache = ["XDG_CACHE_HOME": scratch.appendingPathComponent("cache").path]
      process.environment = ProcessInfo.processInfo.environment.merging(cache) { $1 }.merging(environment) { $1 }
      process.standardInput = streams[0]
      process.standardOutput = streams[1]
      process.standardError = streams[2]
      try process.run()
      process.waitUntilExit()
      func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: scratch.appendingPathComponent(name)), as: UTF8.self)
      }
      return Tool(status: process.terminationStatus, output: try text("out"), errors: try text("err"))
    }
  }
}
