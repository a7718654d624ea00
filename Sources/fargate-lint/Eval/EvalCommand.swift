import CEL
import Fargate
import Linting
import Manifests
import Policies
import YAML

/// `eval EXPRESSION [FILE]`: the value of an expression, once or for every subject of a file.
enum EvalCommand {
  static let options = [
    Option(name: "explain", value: nil, help: "show each part of the expression with its value and place"),
    Option(
      name: "subject", value: "SUBJECT",
      help: "evaluate for each document, object, workload, pod or container, with the variables of policies"),
    Preset.option,
    Option(name: "stdin-filename", value: "NAME", help: "the name of standard input in places"),
    Color.option,
    Option(
      name: "batch", value: nil, help: "read JSON cases from standard input, a line each, and answer each with one"),
  ]

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    if arguments.has("batch") {
      guard arguments.operands.isEmpty else { throw Failure(UsageError("`eval --batch` reads standard input alone")) }
      return EvalBatch.run()
    }
    do throws(UsageError) { return try evaluate(arguments) } catch { throw Failure(error) }
  }

  private static func evaluate(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    guard let expression = arguments.operands.first, arguments.operands.count <= 2 else {
      throw UsageError("`eval` takes an expression, and a file or `-`")
    }
    let path = arguments.operands.dropFirst().first
    let subject: Subject? =
      if let name = arguments.value("subject") { try Arguments.parse(name, for: "subject", Subject.self) } else { nil }
    guard path != nil || subject == nil else { throw UsageError("`--subject` needs a file, or `-`") }
    let preset = try arguments.word("preset", Preset.self, default: .current).rawValue
    let style = Style(isColored: try Color.isWanted(arguments))
    do throws(Failure) {
      let sources = try PolicySources(paths: [])
      let program = try compile(expression, path == nil ? nil : subject ?? .object, sources.vocabulary)
      var run = EvalRun(program, explains: arguments.has("explain"), style)
      guard let path else { return run.evaluate(preset: preset, sources) }
      let file = try SourceFile.one(path, for: "eval", standardInputName: arguments.value("stdin-filename"))
      return try run.evaluate(file, subject, preset: preset, sources)
    } catch { throw UsageError(verbatim: error.text) }
  }

  /// - Parameter subject: whose variables the expression may name; nil: there is no manifest.
  private static func compile(_ expression: String, _ subject: Subject?, _ vocabulary: Vocabulary) throws(Failure)
    -> Program
  {
    do throws(CompileErrors) { return try vocabulary.environment(for: subject).compile(expression) } catch {
      var errors = error.issues.map { LoadError(expression: expression, $0).text }
      if subject == nil, (try? vocabulary.environment(for: .object).compile(expression)) != nil {
        errors.append("name a file behind the expression: each of its documents is `object`")
      }
      throw Failure(UsageError(verbatim: errors.joined(separator: "\n")))
    }
  }
}
