// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "fargate-lint",
  products: [
    .executable(name: "fargate-lint", targets: ["fargate-lint"]),
    .plugin(name: "LintFargate", targets: ["LintFargate"]),
  ],
  targets: [
    .systemLibrary(name: "CYAML"),
    .target(
      name: "CRE2",
      linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CProcess"),
    .target(name: "RE2", dependencies: ["CRE2"]),
    .target(name: "YAML", dependencies: ["CYAML"]),
    .target(name: "CEL", dependencies: ["RE2", "YAML"]),
    .target(name: "Manifests", dependencies: ["CProcess", "YAML"]),
    .target(
      name: "Kustomize", dependencies: ["RE2", "YAML"], exclude: ["kustomize-tables.json"], plugins: ["EmbedFiles"]),
    .target(
      name: "Fargate", dependencies: ["Manifests"], exclude: ["cluster-sources.json", "fargate-tables.json"],
      plugins: ["EmbedFiles"]),
    .target(
      name: "Policies", dependencies: ["CEL", "Manifests", "Fargate"],
      exclude: ["Schema/additions.types", "Schema/kubernetes.types"], plugins: ["EmbedFiles"]),
    .target(name: "GitOps", dependencies: ["YAML", "Manifests"]),
    .target(
      name: "Linting", dependencies: ["GitOps", "Kustomize", "Policies"], exclude: ["references.json"],
      plugins: ["EmbedFiles"]),
    .target(
      name: "Reporting", dependencies: ["Linting"], exclude: ["audit.js", "page.css", "page.js", "report.js"],
      plugins: ["EmbedFiles"]),
    .executableTarget(
      name: "fargate-lint",
      dependencies: ["YAML", "CEL", "Manifests", "Fargate", "Policies", "Kustomize", "Linting", "Reporting"]),
    .executableTarget(name: "cel-benchmark", dependencies: ["CEL", "YAML"], path: "Benchmarks/cel-benchmark"),
    .executableTarget(name: "cel-fuzz", dependencies: ["CEL", "YAML"], path: "Benchmarks/cel-fuzz"),
    .executableTarget(name: "embed-files"),
    .plugin(name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"]),
    .plugin(
      name: "LintFargate",
      capability: .command(
        intent: .custom(
          verb: "lint-fargate", description: "Lint Kubernetes manifests for what Amazon EKS on AWS Fargate forbids."))),
    .target(name: "TestData", path: "Tests/TestData"),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "TestData"]),
    .testTarget(name: "CELTests", dependencies: ["CEL", "YAML", "TestData", "cel-fuzz"]),
    .testTarget(name: "ManifestsTests", dependencies: ["Manifests", "Fargate", "TestData"]),
    .testTarget(name: "KustomizeTests", dependencies: ["Kustomize", "TestData"]),
    .testTarget(name: "FargateTests", dependencies: ["Fargate"]),
    .testTarget(name: "GitOpsTests", dependencies: ["GitOps"]),
    .testTarget(name: "PoliciesTests", dependencies: ["Linting"]),
    .testTarget(name: "LintingTests", dependencies: ["Linting", "TestData"]),
    .testTarget(name: "CommandTests", dependencies: ["CEL", "TestData", "fargate-lint"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
