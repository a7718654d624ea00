import CEL
import Dispatch
import Manifests
import Synchronization
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

  /// Adds the bundled policies, which are compiled on all processors.
  /// - Parameter withTests: whether their tests are needed too; reading them takes time.
  public mutating func addBundled(withTests: Bool) {
    let files = EmbeddedFiles.all.filter { $0.name.hasSuffix(".yaml") }
    // All are parsed before any is compiled: compiling makes symbols, which trees that come later would have to know.
    let parsed = files.map { PolicyText(withTests ? $0.text + $0.tests : $0.text, file: "policies/\($0.name)") }
    let compiled = Mutex([[Compiled]](repeating: [], count: parsed.count))
    let vocabulary = vocabulary
    DispatchQueue.concurrentPerform(iterations: parsed.count) { place in
      let policies = PolicyLoader.compile(parsed[place], vocabulary)
      compiled.withLock { $0[place] = policies }
    }
    for (text, policies) in zip(parsed, compiled.withLock { $0 }) { take(text, policies) }
  }

  /// Adds the policies of one file; what is wrong with it goes to `errors`.
  /// - Returns: whether the file holds any policy.
  @discardableResult
  public mutating func add(text: String, file: String) -> Bool {
    let text = PolicyText(text, file: file)
    return take(text, PolicyLoader.compile(text, vocabulary))
  }

  /// A document with a policy of ours, and what became of it.
  private struct Compiled {
    let root: NodeID
    let rule: Rule?
    let source: FieldReader
  }

  private static func compile(_ text: PolicyText, _ vocabulary: Vocabulary) -> [Compiled] {
    text.policies.map { tree, root in
      var reader = PolicyReader(FieldReader(file: text.file, text: text.source, tree: tree), vocabulary)
      let rule = reader.rule(root)
      return Compiled(root: root, rule: reader.source.errors.isEmpty ? rule : nil, source: reader.source)
    }
  }

  @discardableResult
  private mutating func take(_ text: PolicyText, _ policies: [Compiled]) -> Bool {
    if let error = text.error {
      errors.append(error)
      return true
    }
    var found = !policies.isEmpty
    for tree in text.others where admission.take(tree, file: text.file, text: text.source) { found = true }
    for policy in policies {
      errors += policy.source.errors
      guard let rule = policy.rule else { continue }
      let name = FieldPath("metadata.name").nodes(in: policy.source.tree, from: policy.root).first ?? policy.root
      if add(rule, named: name, policy.source) {
        mutators.append(PolicyMutator(rule, policy.source, root: policy.root, vocabulary))
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

/// The text of a policy file and its documents.
private struct PolicyText {
  let file: String
  let source: SourceText
  /// Of policies of ours, with their roots.
  private(set) var policies: [(tree: Tree, root: NodeID)] = []
  private(set) var others: [Tree] = []
  /// Why it does not parse.
  private(set) var error: LoadError?

  init(_ text: String, file: String) {
    self.file = file
    source = SourceText(text)
    do throws(Problem) {
      for tree in try Tree.parse(text) {
        guard let root = tree.root else { continue }
        let apiVersion = tree.text(of: Symbol("apiVersion"), in: root) ?? ""
        if apiVersion.hasPrefix("fargate-lint.dev/") { policies.append((tree, root)) } else { others.append(tree) }
      }
    } catch {
      self.error = FieldReader.error(error.message, at: error.range.lowerBound, file: file, text: source)
    }
  }
}
