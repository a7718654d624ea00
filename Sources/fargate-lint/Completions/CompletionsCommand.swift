import Linting
import Policies

/// `completions`: what shells need to complete a call, made from the tables that the help is made from.
enum CompletionsCommand {
  enum Shell: String, CaseIterable { case bash, zsh, fish }

  static func run(_ arguments: Arguments) throws(Failure) -> ExitCode {
    guard let name = arguments.operands.first, arguments.operands.count == 1 else {
      throw Failure(UsageError("`completions` takes the name of a shell: bash, zsh or fish"))
    }
    guard let shell = Shell(rawValue: name) else {
      throw Failure(UsageError("`completions` knows bash, zsh and fish, not `\(name)`"))
    }
    let rules = try PolicySources(paths: []).namesOfBundled
    var output = Output(1)
    switch shell {
    case .bash: output.write(BashCompletions(rules: rules).text)
    case .zsh: output.write(ZshCompletions(rules: rules).text)
    case .fish: output.write(FishCompletions(rules: rules).text)
    }
    output.flush()
    return .fine
  }
}

extension PolicySources {
  /// What `--select` and `--ignore` know without policies of the user's.
  fileprivate var namesOfBundled: [String] {
    var loader = PolicyLoader(vocabulary: vocabulary)
    loader.addBundled(withTests: false)
    let all = loader.rules.map(\.description) + RuleSet.builtIn
    return Set(all.flatMap { [$0.name, $0.category] }).sorted()
  }
}

/// What may stand at a place of a call.
enum Completion: Equatable {
  case nothing
  case files
  /// Rules and categories, with commas between.
  case rules
  case words([String])
}

extension Option {
  /// What may stand behind it.
  var completion: Completion {
    if !words.isEmpty { return .words(words) }
    switch value {
    case "FILE", "PATH", "FOLDER": return .files
    case "RULE,…": return .rules
    default: return .nothing
    }
  }
}

extension Command {
  /// What may stand behind it besides options.
  var completion: Completion {
    switch self {
    case .check, .audit, .fix, .baseline, .test, .merge, .parse, .eval, .explainPlacement, .initialise:
      .files
    case .explain: .rules
    case .completions: .words(CompletionsCommand.Shell.allCases.map(\.rawValue))
    case .rules, .man: .nothing
    }
  }

  /// With the one that every command has.
  var allOptions: [Option] { options + [Arguments.help] }
}
