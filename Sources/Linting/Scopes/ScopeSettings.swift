import Fargate
import Manifests
import Policies
import YAML

/// What is said of scopes beside the manifests: by a configuration, and by files of profiles that the user names.
public struct ScopeSettings: Sendable {
  public struct Scope: Sendable {
    let name: String
    let region: String?
    /// nil where nothing is stated.
    let capacity: Set<Capacity.Kind>?
    let contains: @Sendable (FileName) -> Bool

    public init(
      name: String, region: String?, capacity: Set<Capacity.Kind>?, contains: @escaping @Sendable (FileName) -> Bool
    ) {
      self.name = name
      self.region = region
      self.capacity = capacity
      self.contains = contains
    }
  }

  public var scopes: [Scope] = []
  /// Descriptions with the scope that they belong to; nil: every one.
  private var stated: [(scope: String?, description: PlacedDescription)] = []

  public init() {}

  /// - Parameter configuration: the root one, free of mistakes; nil: none.
  public init(_ configuration: Configuration?, tables: LintTables) {
    guard let configuration else { return }
    let workingDirectory = System.workingDirectory()
    scopes = configuration.scopes.map { scope in
      Scope(name: scope.name, region: scope.region, capacity: scope.capacity.map { Set($0.map(\.kind)) }) { file in
        scope.contains(PathName.absolute(file.bytes, from: workingDirectory))
      }
    }
    guard !configuration.profiles.isEmpty, let text = configuration.source?.text.bytes else { return }
    var stream = DocumentStream()
    _ = stream.read(text, as: .yaml) { document in
      guard let tree = document.tree, let root = tree.root, let list = tree.value(of: "profiles", in: root) else {
        return false
      }
      let retained = document.retained()
      for (profile, node) in zip(configuration.profiles, tree.items(of: list)) {
        guard let description = tables.clusters.configuredProfile(at: node, in: tree) else { continue }
        stated.append((profile.scope, PlacedDescription(description, retained, configuration.file)))
      }
      return false
    }
  }

  /// Adds what a file says of clusters and profiles, for every scope.
  /// - Throws: why it cannot be used: it cannot be read, a document is broken, or it says nothing of them.
  public mutating func add(profilesIn file: SourceFile, tables: LintTables) throws(LoadError) {
    func refusal(_ message: String, at position: Position = Position(line: 1, column: 1)) -> LoadError {
      LoadError(file: file.name.text, position: position, message: message, line: "")
    }
    var found: [PlacedDescription] = []
    var broken: LoadError?
    var stream = DocumentStream()
    do throws(OpenError) {
      let descriptor = try file.open()
      defer { file.close(descriptor) }
      do throws(DocumentStream.ReadError) {
        _ = try stream.read(descriptor, as: file.format) { document in
          if let problem = document.problems.first(where: { $0.kind != .duplicateKey && $0.kind != .notForKubernetes })
          {
            broken = refusal(problem.message, at: document.position(of: problem.range.lowerBound))
          } else if let tree = document.tree {
            let descriptions = tables.clusters.descriptions(in: tree)
            if !descriptions.isEmpty {
              let retained = document.retained()
              found += descriptions.map { PlacedDescription($0, retained, file.name) }
            }
          }
          return broken == nil
        }
      } catch {
        guard case .unreadable(let number) = error else { return }
        throw OpenError(number: number)
      }
    } catch { throw refusal("cannot be read: \(error.reason)") }
    if let broken { throw broken }
    if found.isEmpty {
      throw refusal(
        "nothing of a Fargate profile or a cluster is here: expected eksctl, CloudFormation, ACK, Crossplane, Cluster API, or the JSON of a Terraform plan"
      )
    }
    stated += found.map { (nil, $0) }
  }

  /// What the manifests of a scope describe, and what is stated beside them: the same place counts once.
  func adding(to own: [PlacedDescription], of scope: String?) -> [PlacedDescription] {
    let known = Set(own.map(\.identity))
    return own
      + stated.filter { ($0.scope == nil || $0.scope == scope) && !known.contains($0.description.identity) }
      .map(\.description)
  }
}

extension PlacedDescription {
  fileprivate struct Identity: Hashable {
    let file: FileName
    let document: Int
    let node: NodeID
  }

  fileprivate var identity: Identity {
    Identity(file: file, document: document.chunk.index, node: description.description.node)
  }
}

extension ConfiguredScope.Capacity {
  fileprivate var kind: Capacity.Kind {
    switch self {
    case .fargate: .fargate
    case .ec2: .ec2
    case .hybrid: .hybrid
    }
  }
}
