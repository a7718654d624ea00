import Fargate
import Manifests

/// In which namespace an object lands whose manifest names none.
///
/// A file that is applied as it is lands in `default`. What lies below a kustomization, or on the path of an Argo CD
/// Application or a Flux Kustomization, gets its namespace there: until that is read, nobody can tell.
struct NamespaceMap: Sendable {
  /// By file: nil where files are applied as they are, else why nobody can tell, and a namespace that is none, by which
  /// the objects of a folder find each other.
  private let doubts: [Doubt?]
  private let standard: TextID

  struct Doubt: Sendable {
    let reason: String
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
        return deployments[number - own].map { Doubt(reason: $0, namespace: texts.id(of: "\n\(folder)")) }
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

  /// The folder of a path; empty at the top.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return String(path[..<slash])
  }

  /// By which objects of one namespace find each other.
  func namespace(of fact: ResourceFact, in file: UInt32) -> TextID {
    fact.namespace != .empty ? fact.namespace : doubts[Int(file)]?.namespace ?? standard
  }

  func traits(of fact: ResourceFact, in file: UInt32, _ texts: TextTable) -> PodTraits.Namespace {
    if fact.isNamespaceUnknown {
      return .unknown(reason: "`\(texts.text(fact.namespace))` is substituted later")
    }
    if fact.namespace != .empty { return .known(texts.text(fact.namespace)) }
    return doubts[Int(file)].map { .unknown(reason: $0.reason) } ?? .default
  }

  /// Why another namespace than the written one may be set on the way to the cluster; nil: nothing is known to.
  func laterNamespace(in file: UInt32) -> String? { doubts[Int(file)]?.reason }

  /// Why labels may be added on the way to the cluster; nil: nothing is known to add any.
  func laterLabels(in file: UInt32) -> String? { doubts[Int(file)]?.reason }
}
