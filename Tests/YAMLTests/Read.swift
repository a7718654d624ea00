import YAML

/// What a stream of documents holds, copied out for looking at.
struct Read {
  var json: [String] = []
  var problems: [String] = []
  var templates = 0

  init(_ text: String, as format: DocumentStream.Format = .yaml) { self.init(bytes: Array(text.utf8), as: format) }

  init(bytes: [UInt8], as format: DocumentStream.Format = .yaml) {
    var stream = DocumentStream()
    var found: (json: [String], problems: [String], templates: Int) = ([], [], 0)
    _ = stream.read(bytes, as: format) { document in
      for problem in document.problems {
        let place = document.position(of: problem.range.lowerBound)
        found.problems.append("\(place.line):\(place.column) \(problem.kind)")
      }
      if document.isTemplate { found.templates += 1 }
      if let tree = document.tree, let root = tree.root {
        var text = ""
        tree.appendJSON(of: root, to: &text)
        found.json.append(text)
      }
      return true
    }
    (json, problems, templates) = found
  }

  /// `LINE:COLUMN-LINE:COLUMN` of the place that a finding on each pointer has.
  static func places(_ text: String, _ pointers: [String]) -> [String] {
    var result: [String] = []
    var stream = DocumentStream()
    _ = stream.read(Array(text.utf8), as: .yaml) { document in
      guard let tree = document.tree, let root = tree.root else { return true }
      for pointer in pointers {
        var node = root
        for step in pointer.split(separator: "/") {
          let next = Int(step).flatMap { tree.item($0, of: node) } ?? tree.value(of: String(step), in: node)
          if let next { node = next }
        }
        let place = document.place(of: node)
        result.append("\(place.start.line):\(place.start.column)-\(place.end.line):\(place.end.column)")
      }
      return true
    }
    return result
  }
}
