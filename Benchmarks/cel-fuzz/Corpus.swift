import CEL
import Foundation
import YAML

/// Expressions that others wrote: the conformance cases' and the policies' of this package.
enum Corpus {
  static let expressions: [String] = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    var texts: Set<String> = []
    for folder in ["Tests/Data/conformance/cel", "Tests/Data/conformance/k8s-cel", "policies"] {
      let folder = package.appendingPathComponent(folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      for name in names {
        guard let text = try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8) else { continue }
        for tree in trees(text, isJSON: name.hasSuffix(".json")) {
          if let root = tree.root { collect(root, tree, into: &texts) }
        }
      }
    }
    return texts.sorted()
  }()

  private static func trees(_ text: String, isJSON: Bool) -> [Tree] {
    do throws(Problem) {
      return isJSON ? try Tree.parse(json: text).map { [$0] } ?? [] : try Tree.parse(text)
    } catch { return [] }
  }

  private static func collect(_ node: NodeID, _ tree: Tree, into texts: inout Set<String>) {
    switch tree.kind(node) {
    case .mapping:
      for (key, value) in tree.entries(of: node) {
        if tree.kind(value) == .scalar, ["expr", "expression", "forEach"].contains(tree.string(key)) {
          texts.insert(tree.string(value))
        } else {
          collect(value, tree, into: &texts)
        }
      }
    case .sequence: for item in tree.items(of: node) { collect(item, tree, into: &texts) }
    default: break
    }
  }
}
