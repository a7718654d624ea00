/// The texts of `--help`, made from what commands and options say of themselves.
enum Help {
  static var overview: String {
    var text = """
      Lints Kubernetes manifests for what Amazon EKS on AWS Fargate forbids, limits or advises against.

      Usage: fargate-lint [COMMAND] [OPTIONS] [PATH ...]

      Commands:

      """
    let width = Command.allCases.map(\.rawValue.count).max() ?? 0
    for command in Command.allCases {
      text += "  \(padded(command.rawValue, width))  \(command.summary)\n"
    }
    text += """

      No path means the current folder; `-` means standard input. A path named like a command is written `./check`.
      `fargate-lint COMMAND --help` tells the options of a command, `fargate-lint --version` the version.

      Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not run as asked.

      """
    return text
  }

  static func text(for command: Command) -> String {
    var text =
      "Usage: fargate-lint \(command.rawValue) \(command.options.isEmpty ? "" : "[OPTIONS] ")\(command.operands)\n\n"
    text += command.summary.prefix(1).uppercased() + command.summary.dropFirst() + ".\n"
    guard !command.options.isEmpty else { return text }
    text += "\nOptions:\n"
    let left = command.options.map { "--\($0.name)" + ($0.value.map { " \($0)" } ?? "") }
    let width = left.map(\.count).max() ?? 0
    for (name, option) in zip(left, command.options) { text += "  \(padded(name, width))  \(option.help)\n" }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
