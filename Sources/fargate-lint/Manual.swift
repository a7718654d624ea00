/// `man`: the manual page, made from the tables that the help is made from.
enum Manual {
  static func print() -> ExitCode {
    var output = Output(1)
    output.write(text)
    output.flush()
    return .fine
  }

  private static var text: String {
    var lines = [
      ".TH FARGATE\\-LINT 1 \"\" \"fargate\\-lint \(escaped(FargateLint.version))\"",
      ".SH NAME",
      "fargate\\-lint \\- lints Kubernetes manifests for what Amazon EKS on AWS Fargate forbids, limits or advises against",
      ".SH SYNOPSIS",
      ".B fargate\\-lint",
      "[\\fICOMMAND\\fR] [\\fIOPTIONS\\fR] [\\fIPATH\\fR ...]",
      ".SH DESCRIPTION",
      "No path means the current folder;",
      ".B \\-",
      "means standard input. Options may stand anywhere;",
      ".B \\-\\-",
      "ends them. A path named like a command is written",
      ".IR ./check .",
      ".SH COMMANDS",
    ]
    for command in Command.allCases {
      lines.append(".SS \(escaped("\(command.rawValue) \(command.operands)"))")
      lines.append(escaped(command.summary.prefix(1).uppercased() + command.summary.dropFirst() + "."))
      for option in command.options {
        lines.append(".TP")
        lines.append("\\fB\\-\\-\(escaped(option.name))\\fR" + (option.value.map { " \\fI\(escaped($0))\\fR" } ?? ""))
        lines.append(escaped(option.help))
      }
    }
    lines += [".SH EXIT STATUS"]
    for (code, meaning) in [
      ("0", "Ran; nothing at or above the level of \\-\\-fail\\-on."), ("1", "Ran; findings at or above it."),
      ("2", "Could not run as asked."),
    ] {
      lines += [".TP", ".B \(code)", meaning]
    }
    lines += [
      ".SH FILES", ".TP", ".I .fargate\\-lint.yaml", "What holds for the manifests in its folder and below.",
      ".SH ENVIRONMENT", ".TP", ".B NO_COLOR", "Where it is set, output has no colour unless it is asked for.",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// As roff takes it, within a line and at its beginning.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "…": result += "..."
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
  }
}
