import Foundation
import PackagePlugin

/// Builds the bundled policies into `Policies` and the catalogue's tables into `Fargate`.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let package = context.package.directoryURL
    let folder =
      target.name == "Policies"
      ? package.appending(path: "policies") : package.appending(path: "Sources/\(target.name)")
    let kind = target.name == "Policies" ? "yaml" : "json"
    let inputs = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == kind }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) files in \(target.name)",
        executable: try context.tool(named: "embed-files").url,
        arguments: [output.path()] + inputs.map { $0.path() }, inputFiles: inputs, outputFiles: [output])
    ]
  }
}
