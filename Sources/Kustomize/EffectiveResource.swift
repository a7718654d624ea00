import YAML

/// A resource as a kustomization deploys it.
public struct EffectiveResource: Sendable {
  public let tree: Tree
  /// Where the resource is written, before anything changed it: its document, or the generator that makes it.
  public let base: Origin
  private let sources: [Source]
  /// By node of `tree`: the source's number, and the node there.
  private let places: [Place]

  private struct Place: Sendable {
    let source: UInt32
    let node: NodeID
    static let none = Place(source: .max, node: NodeID(index: 0))
  }

  /// How many nodes it has.
  public var size: Int { places.count }

  /// Where a node was written; nil for what only a tool made.
  public func origin(of node: NodeID) -> Origin? {
    let place = places[Int(node.index)]
    return place.source == .max ? nil : Origin(sources[Int(place.source)], place.node)
  }

  /// - Throws: a limit that is passed, or a value that is none of its type.
  init(_ draft: Draft) throws(BuildError) {
    var maker = Maker()
    do throws(Problem) { try maker.add(draft.root) } catch { throw BuildError(draft.base, error.message) }
    if let misfit = maker.misfit {
      throw BuildError(misfit.origin, "`\(misfit.text)` has come to stand where \(misfit.tag.title) is written")
    }
    tree = maker.writer.finish()
    base = draft.base
    sources = maker.sources
    places = maker.places
  }

  private struct Maker: ~Copyable {
    var writer = TreeWriter()
    var sources: [Source] = []
    var places: [Place] = []
    /// A scalar whose text is not what its type asks for.
    var misfit: Element?
    private var numbers: [ObjectIdentifier: UInt32] = [:]

    /// - Parameter isInFlow: whether it stands in braces or brackets, where kustomize writes nothing as empty text.
    mutating func add(_ element: Element, isInFlow: Bool = false) throws(Problem) {
      let isInFlow = isInFlow || element.isFlow
      note(element.origin)
      switch element.kind {
      case .mapping:
        try writer.begin(.mapping)
        for field in element.fields {
          note(field.value.origin)
          try writer.string(field.name)
          try add(field.value, isInFlow: isInFlow)
        }
        try writer.end()
      case .sequence:
        try writer.begin(.sequence)
        for item in element.items { try add(item, isInFlow: isInFlow) }
        try writer.end()
      case .scalar:
        if !element.isReadable { misfit = element }
        switch element.settledTag {
        case .null where isInFlow && element.text.isEmpty: try writer.string("")
        case .null: try writer.plain("null")
        case .bool, .int, .float: try writer.plain(element.text)
        case .timestamp: try writer.string(Timestamp.text(element.text))
        case .string, .untagged: try writer.string(element.text)
        }
      }
    }

    private mutating func note(_ origin: Origin?) {
      guard let origin else { return places.append(.none) }
      let key = ObjectIdentifier(origin.source)
      let number: UInt32
      if let known = numbers[key] {
        number = known
      } else {
        number = UInt32(sources.count)
        numbers[key] = number
        sources.append(origin.source)
      }
      places.append(Place(source: number, node: origin.node))
    }
  }
}

/// Dates as kustomize writes them.
enum Timestamp {
  /// RFC 3339 in full.
  static func text(_ written: String) -> String {
    let parts = written.prefix { $0 != "T" && $0 != "t" && $0 != " " }.split(separator: "-")
    guard parts.count == 3 else { return written }
    let date = [
      parts[0], parts[1].count == 1 ? "0\(parts[1])" : parts[1], parts[2].count == 1 ? "0\(parts[2])" : parts[2],
    ]
    .joined(separator: "-")
    return written.contains(":") ? written : "\(date)T00:00:00Z"
  }
}
