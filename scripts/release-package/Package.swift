// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "fargate-lint",
  products: [.plugin(name: "LintFargate", targets: ["LintFargate"])],
  targets: [
    .binaryTarget(name: "fargate-lint", path: "fargate-lint.artifactbundle"),
    .plugin(
      name: "LintFargate",
      capability: .command(
        intent: .custom(
          verb: "lint-fargate", description: "Lint Kubernetes manifests for what Amazon EKS on AWS Fargate forbids.")),
      dependencies: ["fargate-lint"]),
  ]
)
