import Foundation
import TestData
import Testing

@Suite("swift package lint-fargate, from a package that depends on this one by path", .serialized)
struct PluginTests {
  @Test("passes its arguments through and fails when the tool does")
  func dependent() throws {
    try TestData.withFolder { folder in
      let package = TestData.package.resolvingSymlinksInPath()
      try TestData.write(
        """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "clusters", dependencies: [.package(name: "fargate-lint", path: "\(package.path)")])

        """, to: "Package.swift", in: folder)
      try TestData.write(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n",
        to: "good/web.yaml", in: folder)
      try TestData.write(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true, containers: [{name: web, image: nginx}]}\n",
        to: "bad/web.yaml", in: folder)
      let swift = URL(fileURLWithPath: "/usr/bin/env")
      let bad = try Tool.run(swift, ["swift", "package", "lint-fargate", "bad"], in: folder)
      #expect(bad.status == 1, "\(bad.errors)")
      #expect(bad.output.contains("bad/web.yaml:4:8"), "\(bad.output)\(bad.errors)")
      let good = try Tool.run(swift, ["swift", "package", "lint-fargate", "good", "--verbose"], in: folder)
      #expect(good.status == 0, "\(good.errors)")
    }
  }
}
