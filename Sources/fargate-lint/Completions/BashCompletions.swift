/// For bash 4 and later, with no help from other packages.
struct BashCompletions {
  let rules: [String]

  var text: String {
    """
    # bash completion for fargate-lint: eval "$(fargate-lint completions bash)"
    _fargate_lint() {
      local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=check options='' words='' i
      local commands='\(Command.allCases.map(\.rawValue).joined(separator: " "))'
      COMPREPLY=()
      if [[ $word == = ]]; then word=''; elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
      if [[ " $commands " == *" ${COMP_WORDS[1]} "* && $COMP_CWORD -gt 1 ]]; then command=${COMP_WORDS[1]}; fi
      case "$command $previous" in
    \(values)
      esac
      case $command in
    \(Command.allCases.map(options).joined(separator: "\n"))
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
        return
      fi
      if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W "$commands" -- "$word")); fi
      case $command in
    \(Command.allCases.filter { $0.completion != .nothing }.map(operands).joined(separator: "\n"))
      esac
    }
    _fargate_lint_rules() {
      local before=''
      if [[ $1 == *,* ]]; then before=${1%,*},; fi
      COMPREPLY=($(compgen -P "$before" -W '\(rules.joined(separator: " "))' -- "${1##*,}"))
    }
    complete -o filenames -F _fargate_lint fargate-lint

    """
  }

  /// One case for each option with a value.
  private var values: String {
    Command.allCases.flatMap { command in
      command.allOptions.filter { $0.value != nil }.map { option in
        "    '\(command.rawValue) --\(option.name)') \(action(option.completion)) return ;;"
      }
    }.joined(separator: "\n")
  }

  private func action(_ completion: Completion) -> String {
    switch completion {
    case .nothing: ""
    case .files: "COMPREPLY=($(compgen -f -- \"$word\"));"
    case .rules: "_fargate_lint_rules \"$word\";"
    case .words(let words): "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"));"
    }
  }

  private func options(_ command: Command) -> String {
    let names = command.allOptions.map { "--\($0.name)" }.joined(separator: " ")
    return "    \(command.rawValue)) options='\(names)' ;;"
  }

  private func operands(_ command: Command) -> String {
    let more =
      switch command.completion {
      case .nothing: ""
      case .files: "COMPREPLY+=($(compgen -f -- \"$word\"))"
      case .rules: "_fargate_lint_rules \"$word\""
      case .words(let words): "COMPREPLY+=($(compgen -W '\(words.joined(separator: " "))' -- \"$word\"))"
      }
    return "    \(command.rawValue)) \(more) ;;"
  }
}
