import CEL
import Manifests
import YAML

/// Turns the text of policy files into rules.
public struct PolicyLoader {
  private let vocabulary: Vocabulary
  private var names: [String: String] = [:]
  private var admission = AdmissionReader()
  public private(set) var rules: [Rule] = []
  /// For policies of ours, in the order of `rules`.
  public private(set) var mutators: [PolicyMutator] = []
  public private(set) var errors: [LoadError] = []

  public init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Adds the bundled policies.
  /// - Parameter withTests: whether their tests are needed too; reading them takes time.
  public mutating func addBundled(withTests: Bool) {
    for file in EmbeddedFiles.all where file.name.hasSuffix(".yaml") {
      add(text: withTests ? file.text + file.tests : file.text, file: "policies/\(file.name)")
    }
  }

  /// Adds the policies of one file; what is wrong with it goes to `errors`.
  /// - Returns: whether the file holds any policy.
  @discardableResult
  public mutating func add(text: String, file: String) -> Bool {
    let source = SourceText(text)
    let trees: [Tree]
    do throws(Problem) {
      trees = try Tree.parse(text)
    } catch {
      errors.append(FieldReader.error(error.message, at: error.range.lowerBound, file: file, text: source))
      return true
    }
    var found = false
    for tree in trees {
      guard let root = tree.root else { continue }
      let apiVersion = tree.text(of: Symbol("apiVersion"), in: root) ?? ""
      guard apiVersion.hasPrefix("fargate-lint.dev/") else {
        if admission.take(tree, file: file, text: source) { found = true }
        continue
      }
      found = true
      var reader = PolicyReader(FieldReader(file: file, text: source, tree: tree), vocabulary)
      let rule = reader.rule(root)
      errors += reader.source.errors
      guard let rule, reader.source.errors.isEmpty else { continue }
      let name = FieldPath("metadata.name").nodes(in: tree, from: root).first ?? root
      if add(rule, named: name, reader.source) {
        mutators.append(PolicyMutator(rule, reader.source, root: root, vocabulary))
      }
    }
    return found
  }

  @discardableResult
  private mutating func add(_ rule: Rule, named place: NodeID, _ source: FieldReader) -> Bool {
    for name in [rule.description.name] + rule.description.aliases {
      guard let first = names.updateValue(source.file, forKey: name) else { continue }
      errors.append(
        FieldReader.error(
          "the rule `\(name)` is there already, in \(first)", at: source.tree.range(place).lowerBound,
          file: source.file, text: source.text))
      return false
    }
    rules.append(rule)
    return true
  }

  /// Brings together Kubernetes' own policies with their bindings and parameters, when all files of a path are added.
  public mutating func finishPath() {
    let (read, found) = admission.rules(vocabulary)
    errors += found
    for entry in read { add(entry.rule, named: entry.name, entry.source) }
    admission = AdmissionReader()
  }
}
