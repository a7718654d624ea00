import Manifests
import Policies
import YAML

/// Reads a baseline: what `baseline` wrote, or a JSON report of `check`, whose suppressed findings count for nothing.
public struct BaselineReader {
  static let version = 1
  private var source: FieldReader

  /// - Parameter paths: files and folders that the run reads whole, from the working directory.
  /// - Throws: what is wrong with the file, with its place.
  public static func read(_ file: SourceFile, wholeOf paths: [[UInt8]]) throws(LoadError) -> Baseline {
    let text: String
    do throws(OpenError) { text = try file.contents(upTo: 64) } catch {
      throw LoadError(
        file: file.name.text, position: Position(line: 1, column: 1), message: "cannot be read: \(error.reason)",
        line: "")
    }
    let lines = SourceText(text)
    let tree: Tree?
    do throws(Problem) { tree = try Tree.parse(text).first } catch {
      throw FieldReader.error(error.message, at: error.range.lowerBound, file: file.name.text, text: lines)
    }
    guard let tree, let root = tree.root, tree.kind(root) == .mapping else {
      throw FieldReader.error(
        "no baseline: expected what `fargate-lint baseline` writes", at: 0, file: file.name.text, text: lines)
    }
    var reader = BaselineReader(source: FieldReader(file: file.name.text, text: lines, tree: tree))
    let entries = reader.entries(root)
    if let error = reader.source.errors.first { throw error }
    return Baseline(file: file.name, entries: entries, wholeOf: paths)
  }

  private mutating func entries(_ root: NodeID) -> [Baseline.Entry] {
    let version = source.field("version", of: root)
    guard let version, source.tree.scalar(version) == .int(Int64(BaselineReader.version)) else {
      source.report(
        "no version of baselines that this program reads: expected `\"version\": \(BaselineReader.version)`",
        at: version ?? root)
      return []
    }
    if source.field("findings", of: root) == nil { source.report("`findings` is missing", at: root) }
    return source.list("findings", of: root).compactMap { node in
      guard source.tree.kind(node) == .mapping else {
        source.report("expected a mapping with `fingerprint`", at: node)
        return nil
      }
      if source.field("suppressed", of: node) != nil { return nil }
      return Baseline.Entry(
        fingerprint: Fingerprint(source.required("fingerprint", of: node)), rule: source.text("rule", of: node),
        file: source.text("file", of: node), resource: resource(node), line: source.range(of: node).start.line)
    }
  }

  /// A text in a baseline, an object in a report.
  private mutating func resource(_ node: NodeID) -> String? {
    guard let resource = source.field("resource", of: node), source.tree.kind(resource) == .mapping else {
      return source.text("resource", of: node)
    }
    let name = ["namespace", "name"].compactMap { source.optional($0, of: resource) }.joined(separator: "/")
    return "\(source.required("kind", of: resource)) \(name)"
  }
}
