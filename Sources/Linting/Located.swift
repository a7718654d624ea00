import Manifests
import YAML

/// Where a node stands, for people and for reports.
struct Located {
  let file: FileName
  let start: Position
  /// Exclusive.
  let end: Position
  /// Counts the documents of the file from 0.
  let document: Int
  /// RFC 6901, from the root of the document.
  let pointer: String?
  /// The text that a person would edit; nil where the value is not written just so.
  var source: WrittenNode?
}

/// A value in a document as a file holds it.
struct WrittenNode: Sendable {
  let chunk: ChunkAddress
  let node: NodeID
}

extension Document {
  /// - Parameters:
  ///   - part: of the node's text, in characters.
  ///   - file: whose document it is.
  func located(_ node: NodeID, part: Range<Int>? = nil, in file: FileName) -> Located {
    let place = place(of: node, part: part)
    return Located(
      file: file, start: place.start, end: place.end, document: index, pointer: tree?.pointer(to: node),
      source: WrittenNode(chunk: chunk, node: node))
  }
}

extension RetainedDocument {
  func located(_ node: NodeID, part: Range<Int>? = nil, in file: FileName) -> Located {
    withDocument { $0.located(node, part: part, in: file) }
  }
}

extension Finding.Related {
  init(_ place: Located, message: String) {
    self.init(file: place.file, start: place.start, end: place.end, message: message)
  }
}
