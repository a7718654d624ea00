import Fargate
import Manifests

/// In which namespace an object lands whose manifest names none.
///
/// A file that is applied as it is lands in `default`. What a kustomization makes without a namespace gets it from
/// whoever deploys it, an Argo CD Application or `kubectl apply --namespace`: unless that is read, nobody can tell.
struct NamespaceMap: Sendable {
  /// By file: nil where files are applied as they are, else why nobody can tell, and a namespace that is none, by which
  /// the objects of a folder find each other.
  private let doubts: [Doubt?]
  private let standard: TextID

  /// By file: the namespace that something gives its objects on the way.
  private var targets: [Placed?] = []

  struct Doubt: Sendable {
    let reason: String
    let namespace: TextID
    /// Whether what is written may change as well: namespaces that are given, and labels.
    var coversWritten = true
  }

  /// A namespace that something else than a manifest states.
  enum Target: Sendable {
    /// Whatever the manifest says.
    case overrides(String)
    /// Where the manifest says nothing.
    case fillsEmpty(String)
    /// Nobody can tell which.
    case unknown(String)
  }

  private struct Placed: Sendable {
    let target: Target
    let namespace: TextID
  }

  /// - Parameters:
  ///   - files: all of the run, what deployments make last.
  ///   - overlays: folders, as they are named in reports, whose content something else deploys, and what does.
  ///   - deployments: why the namespaces of what a deployment makes may still change.
  init(_ files: [RunFile], overlays: [String: String], deployments: [String?], texts: TextTable) {
    standard = texts.id(of: "default")
    let own = files.count - deployments.count
    doubts = files.enumerated().map { number, file in
      let folder = NamespaceMap.folder(of: file.source.name.text)
      if number >= own {
        let namespace = texts.id(of: "\n\(folder)")
        if let reason = deployments[number - own] { return Doubt(reason: reason, namespace: namespace) }
        let name = file.source.name.text
        return Doubt(
          reason: "\(name) names none, and whoever deploys it may", namespace: namespace, coversWritten: false)
      }
      var current = folder
      while true {
        if let overlay = overlays[current] {
          // No namespace has a line break in its name.
          return Doubt(reason: overlay, namespace: texts.id(of: "\n\(folder)"))
        }
        if current.isEmpty { return nil }
        current = NamespaceMap.folder(of: current)
      }
    }
  }

  /// The same for a scope in which something states namespaces, by file.
  func with(_ targets: [Target?], texts: TextTable) -> NamespaceMap {
    var map = self
    map.targets = targets.enumerated().map { number, target in
      target.map { target in
        switch target {
        case .overrides(let name), .fillsEmpty(let name): Placed(target: target, namespace: texts.id(of: name))
        // No namespace has a line break in its name.
        case .unknown: Placed(target: target, namespace: texts.id(of: "\n\(number)"))
        }
      }
    }
    return map
  }

  private func target(_ file: UInt32) -> Placed? { targets.isEmpty ? nil : targets[Int(file)] }

  /// The folder of a path; empty at the top.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  /// By which objects of one namespace find each other.
  func namespace(of fact: ResourceFact, in file: UInt32) -> TextID {
    if let placed = target(file) {
      if case .overrides = placed.target { return placed.namespace }
      return fact.namespace != .empty ? fact.namespace : placed.namespace
    }
    return fact.namespace != .empty ? fact.namespace : doubts[Int(file)]?.namespace ?? standard
  }

  func traits(of fact: ResourceFact, in file: UInt32, _ texts: TextTable) -> PodTraits.Namespace {
    switch target(file)?.target {
    case .overrides(let name)?: return .known(name)
    case .fillsEmpty(let name)? where fact.namespace == .empty: return .known(name)
    case .unknown(let reason)? where fact.namespace == .empty: return .unknown(reason: reason)
    case .fillsEmpty?, .unknown?, nil: break
    }
    if fact.isNamespaceUnknown {
      return .unknown(reason: "`\(texts.text(fact.namespace))` is substituted later")
    }
    if fact.namespace != .empty { return .known(texts.text(fact.namespace)) }
    return doubts[Int(file)].map { .unknown(reason: $0.reason) } ?? .default
  }

  /// Why another namespace than the written one may be set on the way to the cluster; nil: nothing is known to.
  func laterNamespace(in file: UInt32) -> String? {
    switch target(file)?.target {
    case .overrides?, .fillsEmpty?: nil
    case .unknown(let reason)?: reason
    case nil: later(in: file)
    }
  }

  /// Why labels may be added on the way to the cluster; nil: nothing is known to add any.
  func laterLabels(in file: UInt32) -> String? { target(file) == nil ? later(in: file) : nil }

  private func later(in file: UInt32) -> String? {
    guard let doubt = doubts[Int(file)], doubt.coversWritten else { return nil }
    return doubt.reason
  }
}
