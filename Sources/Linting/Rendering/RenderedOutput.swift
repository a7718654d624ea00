import Kustomize
import Manifests
import YAML

extension RenderedResource {
  /// The resources that kustomize printed, without the annotation that says where each is from.
  static func all(
    of output: KustomizeProgram.Output, _ finder: inout OriginFinder
  ) throws(RenderError) -> [RenderedResource] {
    var result: [RenderedResource] = []
    for printed in try Printed.all(in: output.text) {
      let maker = TreeMaker(without: OriginAnnotation.name)
      let tree = try maker.tree(of: printed.resource)
      let origin = OriginAnnotation(of: printed.resource)
      result.append(RenderedResource(tree, finder.place(of: origin, printed.resource)))
    }
    return result
  }

  /// The resources that helm printed for a chart, each at the template that a comment above it names.
  static func all(ofChart chart: Chart, _ text: [UInt8], _ files: BuildFiles) throws(RenderError) -> [RenderedResource]
  {
    let sources = TemplateSources(text)
    var result: [RenderedResource] = []
    for printed in try Printed.all(in: text) {
      let maker = TreeMaker(without: nil)
      let tree = try maker.tree(of: printed.resource)
      let template = sources.path(at: printed.line).map { chart.file(ofSource: $0) }.flatMap { name in
        files.holds(name.text) ? name : nil
      }
      result.append(RenderedResource(tree, .made(.start(of: template ?? chart.source.name))))
    }
    return result
  }
}

/// A resource that a program printed.
private struct Printed {
  let resource: Resource
  /// In the output, from 1.
  let line: Int

  static func all(in text: [UInt8]) throws(RenderError) -> [Printed] {
    var stream = DocumentStream()
    var found: [Printed] = []
    var problem: String?
    _ = stream.read(text, as: .yaml) { document in
      guard let tree = document.tree else {
        problem = document.problems.first?.message ?? "no YAML"
        return false
      }
      found += Resource.resources(in: tree).map {
        Printed(resource: $0, line: document.position(of: tree.range($0.node).lowerBound).line)
      }
      return true
    }
    if let problem { throw RenderError("printed what cannot be read: \(problem)") }
    return found
  }
}

/// Which template each part of what helm prints is from: below a `---`, the comment `# Source: CHART/templates/FILE`.
private struct TemplateSources {
  /// Ascending.
  private let sources: [(line: Int, path: String)]

  init(_ text: [UInt8]) {
    var found: [(line: Int, path: String)] = []
    var isAfterMarker = false
    for (number, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      if isAfterMarker, line.starts(with: TemplateSources.mark) {
        let path = String(decoding: line.dropFirst(TemplateSources.mark.count), as: UTF8.self)
        found.append((number + 1, path.last == "\r" ? String(path.dropLast()) : path))
      }
      isAfterMarker = line.elementsEqual("---".utf8)
    }
    sources = found
  }

  private static let mark = Array("# Source: ".utf8)

  func path(at line: Int) -> String? { sources.last { $0.line <= line }?.path }
}

/// Makes a tree of its own from a resource of another one.
private struct TreeMaker: ~Copyable {
  private var writer = TreeWriter()
  /// An annotation to leave out.
  private let unwanted: String?

  init(without unwanted: String?) { self.unwanted = unwanted }

  consuming func tree(of resource: Resource) throws(RenderError) -> Tree {
    do throws(Problem) {
      try add(resource.node, of: resource.tree, [])
    } catch { throw RenderError("printed what cannot be read: \(error.message)") }
    return writer.finish()
  }

  /// - Parameter path: the keys that lead there, as far as annotations may follow.
  private mutating func add(_ node: NodeID, of tree: Tree, _ path: [String]?) throws(Problem) {
    switch tree.kind(node) {
    case .mapping:
      try writer.begin(.mapping)
      for (key, value) in tree.entries(of: node) {
        let name = tree.string(key)
        if isUnwanted(name, path, value, of: tree) { continue }
        try writer.string(name)
        try add(value, of: tree, path.flatMap { $0.count < 2 ? $0 + [name] : nil })
      }
      try writer.end()
    case .sequence:
      try writer.begin(.sequence)
      for item in tree.items(of: node) { try add(item, of: tree, nil) }
      try writer.end()
    case .scalar, .alias:
      if case .string? = tree.scalar(node) {
        try writer.string(tree.string(node))
      } else {
        try writer.plain(tree.string(node))
      }
    }
  }

  /// Whether it is the annotation, or annotations that hold nothing else.
  private func isUnwanted(_ name: String, _ path: [String]?, _ value: NodeID, of tree: Tree) -> Bool {
    guard let unwanted else { return false }
    if path == ["metadata", "annotations"] { return name == unwanted }
    return path == ["metadata"] && name == "annotations" && tree.kind(value) == .mapping
      && tree.entries(of: value).allSatisfy { tree.string($0.key) == unwanted }
  }
}
