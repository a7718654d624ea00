/// For fish: a file `fargate-lint.fish` in a folder of `fish_complete_path`, or sourced.
struct FishCompletions {
  let rules: [String]

  var text: String {
    var lines = [
      "# fish completion for fargate-lint: fargate-lint completions fish | source",
      "set -g __fargate_lint_rules \(rules.joined(separator: " "))",
      "function __fargate_lint_rules",
      "  set -l before (string replace -rf '^(.*,)[^,]*$' '$1' -- (commandline -ct | string replace -r '^--[^=]*=' ''))",
      "  printf '%s\\n' \"$before\"$__fargate_lint_rules",
      "end",
      "function __fargate_lint_is",
      "  set -l words (commandline -opc)",
      "  if contains -- \"$words[2]\" \(Command.allCases.map(\.rawValue).joined(separator: " "))",
      "    test \"$words[2]\" = $argv[1]",
      "  else",
      "    test $argv[1] = check",
      "  end",
      "end",
    ]
    for command in Command.allCases {
      lines.append(
        "complete -c fargate-lint -n 'test (count (commandline -opc)) -eq 1' -a \(command.rawValue) -d \(quoted(command.summary))"
      )
      let condition = "complete -c fargate-lint -n '__fargate_lint_is \(command.rawValue)'"
      lines += command.allOptions.map { option in
        "\(condition) -l \(option.name)\(value(option)) -d \(quoted(option.help))"
      }
      switch command.completion {
      case .nothing: lines.append("\(condition) -f")
      case .files: break
      case .rules: lines.append("\(condition) -f -a '(__fargate_lint_rules)'")
      case .words(let words): lines.append("\(condition) -f -a '\(words.joined(separator: " "))'")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func value(_ option: Option) -> String {
    guard option.value != nil else { return "" }
    return switch option.completion {
    case .nothing: " -x"
    case .files: " -r"
    case .rules: " -x -a '(__fargate_lint_rules)'"
    case .words(let words): " -x -a '\(words.joined(separator: " "))'"
    }
  }

  private func quoted(_ text: String) -> String {
    var result = "'"
    for character in text {
      if character == "'" || character == "\\" { result += "\\" }
      result.append(character)
    }
    return result + "'"
  }
}
