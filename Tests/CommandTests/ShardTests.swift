import Foundation
import TestData
import Testing

@Suite("Shards")
struct ShardTests {
  /// A base that two overlays deploy, each breaking something of its own, a Service that speaks of neighbours,
  /// suppressions that are used and not, exclusions that are used in one file, in none, or expired.
  private static func write(in folder: URL) throws {
    let pod =
      "spec: {hostPID: true, containers: [{name: web, image: nginx, ports: [{containerPort: 80, hostPort: 80}]}]}"
    for number in 1...12 {
      try TestData.write(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: same}\n\(pod)\n", to: "pods/pod-\(number).yaml", in: folder)
    }
    try TestData.write(
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web}
      spec:
        template:
          metadata: {labels: {app: web}}
          \(pod)

      """, to: "base/web.yaml", in: folder)
    try TestData.write("resources: [web.yaml]\n", to: "base/kustomization.yaml", in: folder)
    for name in ["one", "two"] {
      try TestData.write(
        """
        resources: [../../base]
        namespace: \(name)
        patches:
          - patch: |
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: web}
              spec: {template: {spec: {hostNetwork: true}}}

        """, to: "overlays/\(name)/kustomization.yaml", in: folder)
    }
    try TestData.write(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: quiet}
      spec:
        hostPID: true # fargate-lint:disable=no-host-pid -- we know
        hostIPC: false # fargate-lint:disable=no-host-ipc -- for nothing
        containers: [{name: web, image: "${IMAGE}"}]
      ---
      a: [

      """, to: "quiet.yaml", in: folder)
    try TestData.write("a: {{ .Values.x }}\n", to: "template.yaml", in: folder)
    try TestData.write("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n\(pod)\n", to: "a \"b\"%.yaml", in: folder)
    try TestData.write(
      """
      exclude:
        - {rules: [no-host-pid], paths: [pods/pod-3.yaml], reason: known}
        - {rules: [no-host-pid], paths: [pods/pod-4.yaml]}
        - {rules: [no-gpu], reason: there is none}
        - {rules: [no-gpu], until: 2020-01-31, reason: over}

      """, to: ".fargate-lint.yaml", in: folder)
  }

  private static let formats = ["json", "sarif", "junit", "text"]

  @Test("merged, give the bytes of a single run in every format, however many there are", arguments: [1, 2, 7, 64])
  func merged(count: Int) throws {
    try TestData.withFolder { folder in
      let input = folder.appendingPathComponent("in")
      try ShardTests.write(in: input)
      let shards = (1...count).map { folder.appendingPathComponent("\($0)").path }
      for (number, shard) in zip(1..., shards) {
        let run = try Tool.run(
          [
            "check", "--shard", "\(number)/\(count)", "--report", "json=\(shard).json", "--report",
            "sarif=\(shard).sarif",
          ],
          in: input)
        #expect(run.status != 2, "\(run.errors)")
        let report = try String(contentsOfFile: "\(shard).json", encoding: .utf8)
        #expect(try JSONSchema("docs/report.schema.json").violations(in: report) == [])
      }
      for format in ShardTests.formats {
        let one = try Tool.run(["check", "--format", format], in: input)
        for kind in ["json", "sarif"] {
          let all = try Tool.run(["merge", "--format", format] + shards.reversed().map { "\($0).\(kind)" }, in: input)
          #expect(all.output == one.output, "\(format) from \(kind)")
          #expect(all.status == 1, "\(all.errors)")
        }
      }
      let same = try Tool.run(["merge"] + shards.map { "\($0).sarif" }, in: input)
      #expect(try same.output == Tool.run(["check", "--format", "sarif"], in: input).output)
    }
  }

  @Test("report on files that are theirs, evenly, and stay with them when files come")
  func split() throws {
    try TestData.withFolder { folder in
      for number in 0..<200 { try TestData.write("apiVersion: v1\nkind: Pod\n", to: "\(number).yaml", in: folder) }
      var homes: [[String: Int]] = []
      for _ in 0..<2 {
        var home: [String: Int] = [:]
        for shard in 1...4 {
          let run = try Tool.run(["check", "--shard", "\(shard)/4", "--format", "json"], in: folder)
          let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
          let files = Set((report?["findings"] as? [[String: Any]] ?? []).compactMap { $0["file"] as? String })
          #expect((30...70).contains((report?["summary"] as? [String: Int])?["files"] ?? 0))
          for file in files { #expect(home.updateValue(shard, forKey: file) == nil, "\(file) is in two shards") }
        }
        homes.append(home)
        try TestData.write("apiVersion: v1\nkind: Pod\n", to: "00.yaml", in: folder)
      }
      #expect(homes[0].allSatisfy { homes[1][$0.key] == $0.value })
    }
  }

  @Test(
    "are refused where they make no whole",
    arguments: [
      ("1.json", "the report of shard 2/2 is missing"), ("1.json 1.json", "are both shard 1: give each once"),
      ("1.json 2.json other.json", "are not of the same run: another number of shards"),
      ("1.json 2019.json", "are not of the same run: presets current and 2019"),
      ("1.json whole.json", "whole.json: error: expected the report of a shard"),
      ("1.json broken.json", "broken.json:2:1: error: expected a value"), ("1.json none.json", "no such report"),
      ("", "`merge` takes the reports of all shards"),
    ])
  func refused(files: String, message: String) throws {
    try TestData.withFolder { folder in
      try TestData.write("apiVersion: v1\nkind: Pod\n", to: "in/web.yaml", in: folder)
      func check(_ options: [String], to file: String) throws {
        _ = try Tool.run(["check", "in", "--format", "json", "--output", file] + options, in: folder)
      }
      for number in 1...2 { try check(["--shard", "\(number)/2"], to: "\(number).json") }
      try check(["--shard", "3/3"], to: "other.json")
      try check(["--shard", "2/2", "--preset", "2019"], to: "2019.json")
      try check([], to: "whole.json")
      try TestData.write("{\"version\":\n", to: "broken.json", in: folder)
      let run = try Tool.run(["merge"] + files.split(separator: " ").map(String.init), in: folder)
      #expect(run.status == 2)
      #expect(run.output == "")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test("are numbered from 1", arguments: ["0/2", "3/2", "1", "a/b", "1/0", "1/2/3", "1/10001"])
  func numbers(shard: String) throws {
    let run = try Tool.run(["check", "examples", "--shard", shard])
    #expect(run.status == 2)
    #expect(run.errors.contains("`--shard` is written I/N"))
  }
}
