import Foundation
import FoundationXML
import TestData
import Testing

@Suite("The command")
struct CommandTests {
  private let pod =
    "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web, image: nginx}]\n"

  private static let statuses: [(arguments: String, status: Int32)] = [
    ("examples", 1), ("check examples/clusters/fixed", 0), ("examples --fail-on never", 0),
    ("examples --quiet --select no-host-pid", 0), ("no/such/path", 2), ("--no-such-option", 2),
    ("examples --format html5", 2), ("examples --select no-host-prot", 2), ("examples --policy README.md", 2),
    ("--version", 0), ("--help", 0), ("check --help", 0), ("rules", 0), ("explain no-gpu", 0),
    ("explain no-such-rule", 2), ("test examples/policies", 0), ("test --mutate examples/policies", 0),
    ("test --mutate --threshold 101 policies", 2), ("test --threshold 90 policies", 2), ("test --help", 0),
    ("examples --output no/such/folder/report", 2),
    ("examples --jobs 0", 2),
  ]

  @Test("ends with the exit code that scripts rely on", arguments: statuses)
  func status(arguments: String, status: Int32) throws {
    let run = try Tool.run(arguments.split(separator: " ").map(String.init))
    #expect(run.status == status, "\(run.errors)")
    let isSilent = run.errors.isEmpty
    #expect(status != 2 || !isSilent)
  }

  @Test("reads standard input, under the name that is asked for")
  func standardInput() throws {
    let run = try Tool.run(["-", "--stdin-filename", "web.yaml", "--quiet"], input: pod + "  hostPID: true\n")
    #expect(run.status == 1)
    #expect(run.output.contains("web.yaml:6:3"))
  }

  static let formats = ["text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "html"]

  @Test("writes the same bytes whatever the threads, in every format", arguments: formats)
  func deterministic(format: String) throws {
    let one = try Tool.run(["examples", "--format", format, "--jobs", "1"])
    let many = try Tool.run(["examples", "--format", format, "--jobs", "7"])
    #expect(one.output == many.output)
    #expect(!one.output.isEmpty)
  }

  @Test("reports on the examples as it always did", arguments: formats)
  func golden(format: String) throws {
    let file = TestData.package.appendingPathComponent("Tests/Data/examples.\(format)")
    let rules = "no-daemon-set,no-gpu,no-host-port,no-added-capability,no-host-path,owner-label"
    // In a copy outside of any repository, whose commit reports would name.
    let report = try TestData.withFolder { folder in
      try FileManager.default.copyItem(
        at: TestData.package.appendingPathComponent("examples"), to: folder.appendingPathComponent("examples"))
      return try Tool.run(
        ["examples", "--policy", "examples/policies", "--select", rules, "--format", format], in: folder
      ).output
    }
    if ProcessInfo.processInfo.environment["ACCEPT_REPORTS"] != nil { try Data(report.utf8).write(to: file) }
    #expect(try report == String(contentsOf: file, encoding: .utf8))
  }

  @Test(
    "writes several reports in one run, and names that need care",
    arguments: ["a b.yaml", "50%.yaml", "\"q'.yaml", "ünï-日本.yaml"])
  func names(name: String) throws {
    try TestData.withFolder { folder in
      try TestData.write(pod + "  hostPID: true\n", to: "in/" + name, in: folder)
      let run = try Tool.run(
        ["in", "--quiet", "--report", "sarif=r.sarif", "--report", "junit=r.xml", "--report", "json=r.json"], in: folder
      )
      #expect(run.output.contains("in/\(name):6:3"))
      let sarif =
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.sarif")))
        as? [String: Any]
      let runs = try #require(sarif?["runs"] as? [[String: Any]])
      let result = try #require((runs.first?["results"] as? [[String: Any]])?.first)
      let location = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any]
      let uri = try #require((location?["artifactLocation"] as? [String: Any])?["uri"] as? String)
      #expect(uri.removingPercentEncoding == "in/" + name)
      let json =
        try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appendingPathComponent("r.json")))
        as? [String: Any]
      #expect((json?["findings"] as? [[String: Any]])?.first?["file"] as? String == "in/" + name)
      #expect(FoundationXML.XMLParser(data: try Data(contentsOf: folder.appendingPathComponent("r.xml"))).parse())
    }
  }

  @Test("stops at the first thing that kubectl refuses when it parses")
  func parse() throws {
    let run = try Tool.run(["parse", "-"], input: "a: 1\n---\nb: [\n---\nc: 1\n")
    #expect(run.status == 1)
    #expect(run.output == "{\"a\":1}\n")
    #expect(run.errors.contains("<stdin>:"))
  }
}
