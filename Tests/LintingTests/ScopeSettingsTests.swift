import Linting
import Testing

@Suite("Scopes and profiles that are stated")
struct ScopeSettingsTests {
  private static func pod(_ namespace: String) -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: \(namespace)}
    spec:
      hostPID: true
      containers: [{name: web, image: nginx}]

    """
  }

  private static let profile = "profiles: [{name: front, selectors: [{namespace: shop}]}]\n"

  /// `FILE scopes STATUS PROFILE ORIGIN` of each finding of one rule.
  private static func placed(_ files: [String: String]) async throws -> [String] {
    let report = try await Configured.check(files, select: ["no-host-pid"]).report
    return report.findings.filter { $0.rule == "no-host-pid" }.map { finding in
      func name(_ path: String) -> String {
        path.split(separator: "/").drop { !$0.hasPrefix("fargate-lint-") }.dropFirst().joined(separator: "/")
      }
      let placement = finding.placement
      let origin = placement?.file.map { " \(name($0)):\(placement?.line ?? 0)" } ?? ""
      return
        "\(name(finding.file.text)) \(finding.scopes) \(placement?.status ?? "-") \(placement?.profile ?? "-")\(origin)"
    }
  }

  @Test(
    "decide where pods land, in the scopes that they are stated for",
    arguments: [
      ("preset: current\n", ["a/web.yaml [] unknown -", "b/web.yaml [] unknown -"]),
      (profile, ["a/web.yaml [] fargate front .fargate-lint.yaml:1"]),
      (
        "scopes: [{name: prod, paths: [a/**]}, {name: dev, paths: [b/**]}]\n"
          + "profiles:\n- {name: front, scope: prod, selectors: [{namespace: shop}]}\n"
          + "- {name: back, scope: dev, selectors: [{namespace: 'back-*'}]}\n",
        [
          "a/web.yaml [\"prod\"] fargate front .fargate-lint.yaml:3",
          "b/web.yaml [\"dev\"] fargate back .fargate-lint.yaml:4",
        ]
      ),
      (
        "scopes: [{name: prod, paths: [a/**]}]\n"
          + "profiles: [{name: all, selectors: [{namespace: '*'}]}]\n",
        [
          "a/web.yaml [\"prod\"] fargate all .fargate-lint.yaml:2", "b/web.yaml [] fargate all .fargate-lint.yaml:2",
        ]
      ),
      ("scopes: [{name: prod, paths: ['**'], capacity: [ec2]}]\n", []),
    ] as [(String, [String])])
  func placement(configuration: String, findings: [String]) async throws {
    let files = [
      ".fargate-lint.yaml": configuration, "a/web.yaml": Self.pod("shop"), "b/web.yaml": Self.pod("back-end"),
    ]
    #expect(try await Self.placed(files) == findings)
  }

  @Test("a file that two scopes reach has one finding with both")
  func shared() async throws {
    let files = [
      ".fargate-lint.yaml": "scopes: [{name: prod, paths: [base/**]}, {name: dev, paths: ['**']}]\n",
      "base/web.yaml": Self.pod("shop"),
    ]
    #expect(try await Self.placed(files) == ["base/web.yaml [\"prod\", \"dev\"] unknown -"])
  }
}
