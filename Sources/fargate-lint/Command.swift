import Linting

/// The commands of the program.
enum Command: String, CaseIterable {
  case check, audit, fix, baseline, rules, explain
  case explainPlacement = "explain-placement"
  case merge, test, eval, parse
  case initialise = "init"
  case completions, man

  var summary: String {
    switch self {
    case .check: "lint manifests and report (the default command)"
    case .audit: "take stock of clusters, placement, pod sizes and what stands in the way"
    case .fix: "apply the edits that policies offer, and check what comes of them"
    case .baseline: "write today's findings down, for `check --baseline` to pass over"
    case .rules: "list the rules"
    case .explain: "print one rule whole, with examples; with a place, why it says what it says there"
    case .explainPlacement: "say which profile takes a workload's pods, or what keeps each from them"
    case .merge: "make of the reports of shards the one that a single run would have written"
    case .test: "run the tests that policy files carry"
    case .eval: "evaluate a CEL expression, against a manifest where one is given"
    case .parse: "show a file as Kubernetes reads it"
    case .initialise: "write a first \(Configuration.fileName), with the clusters and profiles found"
    case .completions: "print what makes a shell complete commands, options and rules"
    case .man: "print the manual page"
    }
  }

  var operands: String {
    switch self {
    case .check, .audit, .fix, .baseline: "[PATH ...]"
    case .rules: ""
    case .explain: "RULE [FILE[:LINE]]"
    case .explainPlacement: "NAMESPACE/KIND/NAME [PATH ...]"
    case .merge: "FILE ..."
    case .test: "[PATH ...]"
    case .eval: "EXPRESSION [FILE]"
    case .parse: "FILE"
    case .initialise: "[FOLDER]"
    case .completions: "bash|zsh|fish"
    case .man: ""
    }
  }

  var options: [Option] {
    switch self {
    case .check: CheckCommand.options
    case .audit: AuditCommand.options
    case .fix: FixCommand.options
    case .baseline: BaselineCommand.options
    case .rules: RulesCommand.options
    case .explain: ExplainCommand.options
    case .explainPlacement: ExplainPlacementCommand.options
    case .merge: MergeCommand.options
    case .test: TestCommand.options
    case .eval: EvalCommand.options
    case .parse: ParseCommand.options
    case .initialise, .completions, .man: []
    }
  }

  func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    switch self {
    case .check: try await CheckCommand.run(arguments)
    case .audit: try await AuditCommand.run(arguments)
    case .fix: try await FixCommand.run(arguments)
    case .baseline: try await BaselineCommand.run(arguments)
    case .rules: try RulesCommand.run(arguments)
    case .explain: try ExplainCommand.run(arguments)
    case .explainPlacement: try await ExplainPlacementCommand.run(arguments)
    case .merge: try MergeCommand.run(arguments)
    case .test: try await TestCommand.run(arguments)
    case .eval: try EvalCommand.run(arguments)
    case .parse: try ParseCommand.run(arguments)
    case .initialise: try await InitCommand.run(arguments)
    case .completions: try CompletionsCommand.run(arguments)
    case .man: Manual.print()
    }
  }
}

/// What the program tells its caller.
enum ExitCode: Int32 {
  /// Ran, nothing at or above `--fail-on`.
  case fine = 0
  /// Ran, findings at or above it; a test failed; a file does not parse.
  case findings = 1
  /// Could not run as asked.
  case failure = 2
}

/// Why the program could not run as asked; the text goes to standard error.
struct Failure: Error {
  let text: String
  init(_ text: String) { self.text = text }
  init(_ error: UsageError) { text = error.isComplete ? error.message : "fargate-lint: error: \(error.message)" }
}
