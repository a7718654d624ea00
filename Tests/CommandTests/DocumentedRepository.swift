import Foundation
import TestData

/// A fresh git repository with what the pages speak of: the examples and policies of this package, and folders with the
/// names that readers are to put their own in the place of.
final class DocumentedRepository {
  private let folder: URL
  private let environment: [String: String]

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fargate-lint-\(UUID().uuidString)")
    self.folder = folder
    let repository = folder.appendingPathComponent("repository")
    try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
    let examples = TestData.package.appendingPathComponent("examples/clusters/fixed")
    let copies = ["examples", "policies", "docs", "scripts"].map { (TestData.package.appendingPathComponent($0), $0) }
    for (source, name) in copies + ["clusters", "manifests", "overlays", "charts"].map({ (examples, $0) }) {
      try FileManager.default.copyItem(at: source, to: repository.appendingPathComponent(name))
    }
    for (name, text) in DocumentedRepository.files { try TestData.write(text, to: name, in: folder) }
    let binaries = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    environment = [
      "PATH": "\(binaries):\(folder.path)/bin:\(path)", "FARGATE_LINT": binaries + "/fargate-lint",
      "GIT_AUTHOR_NAME": "test", "GIT_AUTHOR_EMAIL": "test@example.com", "GIT_COMMITTER_NAME": "test",
      "GIT_COMMITTER_EMAIL": "test@example.com", "GIT_CONFIG_GLOBAL": "/dev/null",
    ]
    let begin = "chmod +x ../bin/* && git init -q -b main . && git add . && git commit -q -m examples"
    let run = try run(begin)
    guard run.status == 0 else { throw Failure(reason: run.errors) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  struct Failure: Error { let reason: String }

  struct Run {
    let status: Int32
    let output: String
    let errors: String
    /// The lines whose commands ended with another code than 0 where nothing asked for it, from 1.
    let failed: [Int]
  }

  /// Runs lines of shell, all of them, as a reader does who types one after another.
  func run(_ script: String) throws -> Run {
    let codes = folder.appendingPathComponent("codes")
    try Data().write(to: codes)
    // The trap stands on the first line, so that it moves no other.
    try TestData.write(
      "trap 'echo $LINENO >> \"$CODES\"' ERR; set -uo pipefail; \(script)\n", to: "script", in: folder)
    let run = try Tool.run(
      URL(fileURLWithPath: "/usr/bin/env"), ["bash", "\(folder.path)/script"],
      in: folder.appendingPathComponent("repository"), environment: environment.merging(["CODES": codes.path]) { $1 })
    let failed = try String(contentsOf: codes, encoding: .utf8).split(separator: "\n").compactMap { Int($0) }
    return Run(status: run.status, output: run.output, errors: run.errors, failed: failed)
  }

  private static let files = [
    // Stands in for Helm, which is not everywhere and would render one manifest as well.
    "bin/helm": """
    #!/bin/sh
    [ "$1" = template ] || exit 0
    printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: web}\\n'

    """,
    "repository/overlays/prod/kustomization.yaml": "resources: [web.yaml]\n",
    "repository/overlays/prod/web.yaml": """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec: {selector: {}, template: {spec: {containers: [{name: web, image: nginx:1}]}}}

    """,
    "repository/charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "repository/charts/web/templates/web.yaml": "metadata: {name: {{ .Release.Name }}}\n",
    "repository/charts/web/prod.yaml": "{}\n", "repository/prod.yaml": "{}\n",
  ]
}
