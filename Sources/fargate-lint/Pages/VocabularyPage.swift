import CEL
import Policies

/// The page of docs/ that lists what policies may name.
struct VocabularyPage {
  let reference: VocabularyReference

  func print() -> ExitCode {
    var output = Output(1)
    output.write(text)
    output.flush()
    return .fine
  }

  private var text: String {
    """
    # What policies may name

    Written by `fargate-lint rules --vocabulary`; [writing-policies.md](writing-policies.md) says how it is used.

    ## Variables

    Besides these, `params` and `variables` hold what the policy itself declares. `dyn` is known only when it is read:
    of `object`, the fields are those of the kinds that `match.kinds` names.

    \(variables)
    ## Types

    Those with a capital are Kubernetes' own.

    \(types)
    ## Functions of this tool

    \(reference.functions.map(entry).joined(separator: "\n"))

    ## Functions of CEL and Kubernetes

    \(reference.standardFunctions.map(entry).joined(separator: "\n"))

    """
  }

  private var variables: String {
    reference.variables.map { subject, variables in
      "### \(subject.rawValue)\n\n" + table("variable", variables) + "\n"
    }.joined()
  }

  private var types: String {
    reference.types.map { name, fields in "### type \(name)\n\n" + table("field", fields) + "\n" }.joined()
  }

  private func table(_ what: String, _ rows: [VocabularyReference.Variable]) -> String {
    "| \(what) | type |\n| --- | --- |\n"
      + rows.map { "| `\($0.name)` | `\($0.type.name)` |\n" }.joined()
  }

  /// One line a function, its overloads behind one another.
  private func entry(_ function: Function) -> String {
    var seen: Set<String> = []
    let overloads = function.overloads.map { signature(function.name, $0) }.filter { seen.insert($0).inserted }
    return "- " + overloads.map { "`\($0)`" }.joined(separator: ", ")
  }

  private func signature(_ name: String, _ overload: Function.Overload) -> String {
    let parameters = overload.parameters.map(\.name)
    guard overload.isMember, let receiver = parameters.first else {
      return "\(name)(\(parameters.joined(separator: ", "))): \(overload.result.name)"
    }
    return "\(receiver).\(name)(\(parameters.dropFirst().joined(separator: ", "))): \(overload.result.name)"
  }
}
