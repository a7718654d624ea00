import PackagePlugin

@main
struct LintFargate: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {}
}
