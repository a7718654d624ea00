/// For zsh: a file `_fargate-lint` in a folder of `fpath`, or evaluated behind `compinit`.
struct ZshCompletions {
  let rules: [String]

  var text: String {
    """
    #compdef fargate-lint
    # zsh completion for fargate-lint: source <(fargate-lint completions zsh)
    _fargate_lint_rules() {
      local -a rules=(\(rules.joined(separator: " ")))
      compset -P '*,'
      compadd -S '' -a rules
    }
    _fargate_lint() {
      local -a commands=(
    \(Command.allCases.map { "    '\($0.rawValue):\(quoted($0.summary))'" }.joined(separator: "\n"))
      )
      local command=check
      if (( CURRENT > 2 )) && (( ${commands[(I)${words[2]}:*]} )); then
        command=${words[2]}
        shift words
        (( CURRENT-- ))
      elif (( CURRENT == 2 )) && [[ ${words[2]} != -* ]]; then
        _describe command commands
      fi
      case $command in
    \(Command.allCases.map(arguments).joined(separator: "\n"))
      esac
    }
    if [[ ${funcstack[1]} == _fargate-lint ]]; then _fargate_lint "$@"; else compdef _fargate_lint fargate-lint; fi

    """
  }

  private func arguments(_ command: Command) -> String {
    var lines = ["    \(command.rawValue)) _arguments"]
    for option in command.allOptions {
      guard let value = option.value else {
        lines.append("      '*--\(option.name)[\(quoted(option.help))]'")
        continue
      }
      lines.append("      '*--\(option.name)=[\(quoted(option.help))]:\(quoted(value)):\(action(option.completion))'")
    }
    if command.completion != .nothing { lines.append("      '*:operand:\(action(command.completion))'") }
    return lines.joined(separator: " \\\n") + " ;;"
  }

  private func action(_ completion: Completion) -> String {
    switch completion {
    case .nothing: " "
    case .files: "_files"
    case .rules: "_fargate_lint_rules"
    case .words(let words): "(\(words.joined(separator: " ")))"
    }
  }

  /// As `_arguments` and `_describe` take it between single quotes.
  private func quoted(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "'": result += "'\\''"
      case ":", "[", "]", "\\": result += "\\\(character)"
      default: result.append(character)
      }
    }
    return result
  }
}
