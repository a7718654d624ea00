import Foundation
import TestData
import Testing

@Suite("Statistics, progress and watching")
struct StatisticsTests {
  @Test("statistics count findings by rule on standard error, and leave the report as it is")
  func statistics() throws {
    let plain = try Tool.run(["check", "examples", "--format", "json"])
    let counted = try Tool.run(["check", "examples", "--format", "json", "--statistics"])
    #expect(counted.output == plain.output)
    #expect(counted.status == plain.status)
    #expect(plain.errors == "")
    let lines = counted.errors.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains(["1", "no-host-port"]), "\(counted.errors)")
    #expect(lines.contains(["0", "no-privileged-container", "(+1)"]), "\(counted.errors)")
    #expect(lines.contains { $0.dropFirst() == ["reading"] } && lines.contains { $0.dropFirst() == ["in", "all"] })
  }

  @Test("a watch checks again when a file changes, when one comes, and after a mistake in the configuration")
  func watch() throws {
    try TestData.withFolder { folder in
      let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n"
      try TestData.write(pod, to: "in/web.yaml", in: folder)
      let process = Process()
      let binary = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      process.executableURL = binary.appendingPathComponent("fargate-lint")
      process.arguments = ["check", "in", "--watch", "--select", "no-host-pid", "--output", "in/report.txt"]
      process.currentDirectoryURL = folder
      process.standardOutput = FileHandle.nullDevice
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      defer {
        process.terminate()
        process.waitUntilExit()
      }
      /// Reads until the watch says that it waits, and gives what it said before.
      func wait() -> String {
        var text = ""
        while !text.contains("waiting for changes") {
          let data = errors.fileHandleForReading.availableData
          if data.isEmpty { return text + "(ended)" }
          text += String(decoding: data, as: UTF8.self)
        }
        return text
      }
      func report() throws -> String {
        try String(contentsOf: folder.appendingPathComponent("in/report.txt"), encoding: .utf8)
      }
      #expect(!wait().contains("ended"))
      #expect(try report().contains("No findings in 1 file,"))
      try TestData.write(
        pod.replacing("{containers", with: "{hostPID: true, containers"), to: "in/web.yaml", in: folder)
      #expect(!wait().contains("ended"))
      #expect(try report().contains("1 error in 1 file,"))
      try TestData.write(pod, to: "in/new.yaml", in: folder)
      #expect(!wait().contains("ended"))
      #expect(try report().contains("1 error in 2 files,"))
      try TestData.write("presett: x\n", to: "in/.fargate-lint.yaml", in: folder)
      #expect(wait().contains("presett"))
      try TestData.write("preset: current\n", to: "in/.fargate-lint.yaml", in: folder)
      #expect(!wait().contains("ended"))
      #expect(try report().contains("1 error in 2 files,"))
    }
  }
}
