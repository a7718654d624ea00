import Linting

/// `explain-placement`: which profile takes a workload's pods, or what keeps each from them.
enum ExplainPlacementCommand {
  static let options = LintRequest.options + [Color.option]

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      guard let text = arguments.operands.first else {
        throw UsageError("`explain-placement` needs a workload: NAMESPACE/KIND/NAME [PATH ...]")
      }
      guard let workload = WorkloadName(text) else {
        throw UsageError("a workload is written NAMESPACE/KIND/NAME, as in `shop/Deployment/web`, not `\(text)`")
      }
      let style = Style(isColored: try Color.isWanted(arguments))
      let request = try LintRequest(arguments, paths: Array(arguments.operands.dropFirst()))
      let answer = await request.linter.placement(of: workload, in: request.input)
      let isWhole = !answer.unrendered.complain()
      guard !answer.explanations.isEmpty else { throw unknown(workload, answer.nearest) }
      var output = Output(1)
      for (number, explanation) in answer.explanations.enumerated() {
        if number > 0 { output.write("\n") }
        PlacementText(explanation: explanation, style: style).write(to: &output)
      }
      output.flush()
      return isWhole ? .fine : .failure
    } catch { throw Failure(error) }
  }

  private static func unknown(_ workload: WorkloadName, _ nearest: [String]) -> UsageError {
    let names = nearest.map { "`\($0.shownOnTerminal)`" }.joined(separator: " or ")
    let hint = names.isEmpty ? "; `fargate-lint audit --verbose` lists what is there" : "; did you mean \(names)?"
    return UsageError("no workload `\(workload.text.shownOnTerminal)` here\(hint)")
  }
}
