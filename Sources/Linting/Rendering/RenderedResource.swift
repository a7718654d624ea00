import Manifests
import YAML

/// A resource as a program printed it.
struct RenderedResource: Sendable {
  /// Its own, which stands in no file.
  let tree: Tree
  private let place: Place
  /// The tree as it was printed, where values were filled in; nil: that is `tree`.
  private var unfilled: Tree?

  /// Where it comes from.
  enum Place: Sendable {
    /// A file of the repository holds it, more or less like this.
    case written(Likeness)
    /// Something there made it; nothing finer is known.
    case made(Located)
  }

  init(_ tree: Tree, _ place: Place) {
    self.tree = tree
    self.place = place
  }

  /// The same with the texts that `fill` gives for its values.
  func filled(_ fill: (String) -> String) -> RenderedResource {
    guard let filled = tree.filled(fill) else { return self }
    var resource = RenderedResource(filled, place)
    resource.unfilled = tree
    return resource
  }

  /// Whether no file of the repository holds it.
  var isMadeAnew: Bool {
    if case .made = place { true } else { false }
  }

  /// - Parameter part: of the node's text, in characters.
  func located(_ node: NodeID, part: Range<Int>? = nil) -> Located {
    switch place {
    case .written(let likeness):
      // It is like the file's, not the same: nobody can say what an edit there would come to.
      var place = likeness.located(node, part: part, of: unfilled ?? tree)
      place.source = nil
      return place
    case .made(let place): return place
    }
  }

  /// Where it is written.
  var base: Located {
    switch place {
    case .written(let likeness): likeness.base
    case .made(let place): place
    }
  }

  /// Its identity as a file writes it; nil where none does.
  var writtenIdentity: ResourceIdentity? {
    if case .written(let likeness) = place { likeness.resource.identity } else { nil }
  }

  var writtenPlace: WrittenPlace {
    switch place {
    case .written(let likeness):
      WrittenPlace(file: likeness.file, document: likeness.base.document, node: likeness.resource.node)
    case .made(let place): WrittenPlace(file: place.file, document: place.document, node: NodeID(index: 0))
    }
  }
}

extension Located {
  /// The beginning of a file of which nothing finer is known.
  static func start(of file: FileName) -> Located {
    let start = Position(line: 1, column: 1)
    return Located(file: file, start: start, end: start, document: 0, pointer: nil)
  }
}
