import CEL

/// What policies may name, for documentation.
public struct VocabularyReference: Sendable {
  public struct Variable: Sendable {
    public let name: String
    public let type: Type
  }

  /// The variables of each subject, in the order in which they are declared.
  public let variables: [(subject: Subject, variables: [Variable])]
  /// The types of this tool's own that variables and functions have, and their fields, by name.
  public let types: [(name: String, fields: [Variable])]
  /// Functions that neither CEL nor Kubernetes has, by name.
  public let functions: [Function]
  /// The functions of CEL and Kubernetes, by name.
  public let standardFunctions: [Function]
}

extension Vocabulary {
  public var reference: VocabularyReference {
    let variables = Subject.allCases.map { subject in
      let visible = environment(for: subject).variables.filter { !$0.key.hasPrefix("(") }
      let ordered = visible.sorted { $0.value.slot < $1.value.slot }
      return (subject, ordered.map { VocabularyReference.Variable(name: $0.key, type: $0.value.type) })
    }
    let standard = Environment().functions
    let all = environment.functions.values.sorted { $0.name < $1.name }
    let own = all.filter { standard[$0.name] == nil }
    let roots = variables.flatMap { $0.1.map(\.type) } + own.flatMap { $0.overloads.map(\.result) }
    return VocabularyReference(
      variables: variables, types: ownTypes(from: roots), functions: own,
      standardFunctions: all.filter { standard[$0.name] != nil && !$0.name.hasPrefix("_") && !$0.name.contains("@") })
  }

  /// The types that these lead to. Those of Kubernetes begin with a capital or a version, as its client writes them.
  private func ownTypes(from roots: [Type]) -> [(name: String, fields: [VocabularyReference.Variable])] {
    var found: [String: [VocabularyReference.Variable]] = [:]
    var waiting = roots
    while let type = waiting.popLast() {
      switch type {
      case .list(let item): waiting.append(item)
      case .map(_, let value): waiting.append(value)
      case .opaque(_, let parameters): waiting += parameters
      case .object(let names):
        for name in names where found[name] == nil && name.first?.isLowercase == true && !name.contains(".") {
          guard !TableTypes.isTable(name), let fields = schema.fields(of: name) else { continue }
          found[name] = fields.sorted { $0.key < $1.key }.map {
            VocabularyReference.Variable(name: $0.key, type: $0.value)
          }
          waiting += fields.values
        }
      default: break
      }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
