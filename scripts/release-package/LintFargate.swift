import Foundation
import PackagePlugin

/// `swift package lint-fargate [ARGUMENTS]`: runs the linter that comes with the package in the caller's folder.
@main
struct LintFargate: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    let process = Process()
    process.executableURL = try context.tool(named: "fargate-lint").url
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      // SwiftPM turns every code but 0 into 1.
      exit(process.terminationReason == .exit ? process.terminationStatus : 70)
    }
  }
}
