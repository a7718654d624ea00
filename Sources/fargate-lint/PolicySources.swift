import Fargate
import Linting
import Manifests
import Policies
import YAML

/// Loads the policies that a call asks for: the bundled ones and those of `--policy`.
struct PolicySources {
  static let options = [
    Option(name: "policy", value: "PATH", help: "add the policies of a file or folder (repeatable)"),
    Option(name: "config", value: "FILE", help: "the root configuration (default: the .fargate-lint.yaml found above)"),
    Option(name: "no-bundled", value: nil, help: "leave the bundled policies out; the yaml-* rules stay"),
  ]

  let vocabulary: Vocabulary
  let tables: LintTables
  let rules: [Rule]
  let mutators: [PolicyMutator]

  /// - Parameter configurations: the root one names policies too. What is wrong with it is told with what is wrong
  ///   with the policies.
  init(_ arguments: Arguments, _ configurations: ConfigurationFiles, withTests: Bool = false) throws(Failure) {
    do throws(Failure) {
      try self.init(arguments, configurations.root?.policies ?? [], withTests)
    } catch {
      throw Failure((configurations.errors.inReportOrder.map(\.text) + [error.text]).joined(separator: "\n"))
    }
  }

  private init(_ arguments: Arguments, _ paths: [ConfiguredPath], _ withTests: Bool) throws(Failure) {
    let (vocabulary, tables) = try PolicySources.vocabulary()
    var loader = PolicyLoader(vocabulary: vocabulary)
    if !arguments.has("no-bundled") { loader.addBundled(withTests: withTests) }
    let here = System.workingDirectory()
    var known: Set<[UInt8]> = []
    for path in arguments.all("policy") {
      known.insert(PathName.absolute(Array(path.utf8), from: here))
      try PolicySources.load(path, into: &loader)
    }
    for path in paths where known.insert(path.path).inserted {
      try PolicySources.load(path.name, into: &loader)
    }
    try self.init(loader, vocabulary, tables)
  }

  /// Only the policies of these paths.
  init(paths: [String]) throws(Failure) {
    let (vocabulary, tables) = try PolicySources.vocabulary()
    var loader = PolicyLoader(vocabulary: vocabulary)
    for path in paths { try PolicySources.load(path, into: &loader) }
    try self.init(loader, vocabulary, tables)
  }

  private init(_ loader: PolicyLoader, _ vocabulary: Vocabulary, _ tables: LintTables) throws(Failure) {
    guard loader.errors.isEmpty else {
      let texts = loader.errors.map(\.text)
      let count = texts.count == 1 ? "an error" : "\(texts.count) errors"
      throw Failure(
        texts.joined(separator: "\n") + "\nfargate-lint: error: the policies have \(count); nothing was checked")
    }
    self.vocabulary = vocabulary
    self.tables = tables
    rules = loader.rules
    mutators = loader.mutators
  }

  private static func vocabulary() throws(Failure) -> (Vocabulary, LintTables) {
    do throws(Problem) {
      let tables = try LintTables.bundled()
      return (tables.vocabulary, tables)
    } catch { throw Failure("fargate-lint: error: the bundled tables do not load: \(error.message)") }
  }

  private static func load(_ path: String, into loader: inout PolicyLoader) throws(Failure) {
    let files: [SourceFile]
    do throws(Discovery.NoSuchPath) {
      files = try Discovery.find([Array(path.utf8)], Discovery.Options()).files.filter { $0.format == .yaml }
    } catch { throw Failure("fargate-lint: error: no such file or folder `\(error.path)` for policies") }
    var found = false
    for file in files {
      let text: String
      do throws(OpenError) {
        text = try file.contents()
      } catch { throw Failure("fargate-lint: error: \(file.name.text) cannot be read: \(error.reason)") }
      if loader.add(text: text, file: file.name.text) { found = true }
    }
    loader.finishPath()
    if !found {
      throw Failure(
        "fargate-lint: error: `\(path)` holds no policy (apiVersion: fargate-lint.dev/v1, or a ValidatingAdmissionPolicy)"
      )
    }
  }
}
