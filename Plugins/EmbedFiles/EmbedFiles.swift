import Foundation
import PackagePlugin

/// Builds the bundled policies and the types of Kubernetes into `Policies`; into other targets the data, styles and
/// scripts that lie among their sources.
@main
struct EmbedFiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    let package = context.package.directoryURL
    let sources = package.appending(path: "Sources/\(target.name)")
    let inputs =
      target.name == "Policies"
      ? try files(in: package.appending(path: "policies"), "yaml")
        + ["kubernetes", "additions"].map { sources.appending(path: "Schema/\($0).types") }
      : try ["css", "js", "json"].flatMap { try files(in: sources, $0) }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedFiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding \(inputs.count) files in \(target.name)",
        executable: try context.tool(named: "embed-files").url,
        arguments: [output.path()] + inputs.map { $0.path() }, inputFiles: inputs, outputFiles: [output])
    ]
  }

  private func files(in folder: URL, _ kind: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == kind }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }
}
