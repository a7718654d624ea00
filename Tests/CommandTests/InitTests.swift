import Foundation
import TestData
import Testing

@Suite("A first configuration")
struct InitTests {
  private static let files = [
    "clusters/prod/cluster.yaml": """
    apiVersion: eksctl.io/v1alpha5
    kind: ClusterConfig
    metadata: {name: prod, region: eu-west-1}
    fargateProfiles: [{name: web, selectors: [{namespace: web}]}]

    """,
    "clusters/prod/web.yaml": """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: web}
    spec: {hostPID: true, containers: [{name: a, image: a}]}

    """,
  ]

  private func inFolder(_ body: (URL) throws -> Void) throws {
    try TestData.withFolder { folder in
      for (path, text) in Self.files { try TestData.write(text, to: path, in: folder) }
      try body(folder)
    }
  }

  @Test("names the clusters and profiles that were found, and changes nothing that is found")
  func found() throws {
    try inFolder { folder in
      let before = try Tool.run([".", "--format", "json"], in: folder).output
      let run = try Tool.run(["init"], in: folder)
      #expect(run.status == 0, "\(run.errors)")
      let text = try String(contentsOf: folder.appendingPathComponent(".fargate-lint.yaml"), encoding: .utf8)
      #expect(
        text.contains("#   - {name: prod, paths: [\"clusters/prod/**\"], region: eu-west-1, capacity: [fargate]}"))
      #expect(text.contains("#   web, clusters/prod/cluster.yaml:4, takes 1 pod templates here"))
      #expect(try Tool.run([".", "--format", "json"], in: folder).output == before)
    }
  }

  @Test("is a configuration as it is, and with its comments taken as keys")
  func uncommented() throws {
    try inFolder { folder in
      _ = try Tool.run(["init"], in: folder)
      let file = folder.appendingPathComponent(".fargate-lint.yaml")
      let text = try String(contentsOf: file, encoding: .utf8)
      #expect(try Tool.run(["--show-config", "."], in: folder).status == 0)
      let scopes = text.split(separator: "\n").filter { $0.hasPrefix("# scopes:") || $0.hasPrefix("#   - {name: prod") }
        .map { $0.dropFirst(2) }.joined(separator: "\n")
      try TestData.write(scopes, to: ".fargate-lint.yaml", in: folder)
      let shown = try Tool.run(["--show-config", "."], in: folder)
      #expect(shown.status == 0, "\(shown.errors)")
      #expect(shown.output.contains("\"name\":\"prod\""))
    }
  }

  @Test("is not written over another, nor where there is no folder")
  func refusals() throws {
    try inFolder { folder in
      try TestData.write("preset: current\n", to: ".fargate-lint.yaml", in: folder)
      let run = try Tool.run(["init"], in: folder)
      #expect(run.status == 2)
      #expect(run.errors.contains(".fargate-lint.yaml is there already"))
      #expect(
        try String(contentsOf: folder.appendingPathComponent(".fargate-lint.yaml"), encoding: .utf8)
          == "preset: current\n")
      #expect(try Tool.run(["init", "nowhere"], in: folder).status == 2)
      #expect(try Tool.run(["init", "clusters"], in: folder).status == 0)
      #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("clusters/.fargate-lint.yaml").path))
    }
  }
}
