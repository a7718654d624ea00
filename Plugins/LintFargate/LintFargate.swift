import Foundation
import PackagePlugin

/// `swift package lint-fargate [ARGUMENTS]`: builds the linter for release and runs it in the caller's folder.
@main
struct LintFargate: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let tool = "fargate-lint"
    // Not a dependency of the plugin, which would be built for debugging first.
    let build = try packageManager.build(.product(tool), parameters: .init(configuration: .release))
    guard build.succeeded, let artifact = build.builtArtifacts.first(where: { $0.url.lastPathComponent == tool }) else {
      Diagnostics.error("fargate-lint does not build; libyaml and RE2 with their headers are needed:\n\(build.logText)")
      return
    }
    let process = Process()
    process.executableURL = artifact.url
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      // SwiftPM turns every code but 0 into 1.
      exit(process.terminationReason == .exit ? process.terminationStatus : 70)
    }
  }
}
