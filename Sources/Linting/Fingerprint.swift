import Manifests
import YAML

/// The key by which a finding is known again after lines moved, folders were renamed or a second cluster came.
///
/// It is made of the rule, the resource's identity as its file writes it, the structural path with list items by their
/// merge key, and the offending value; no line, no file, no scope. Equal findings of one report are told apart by a number.
public struct Fingerprint: Hashable, Comparable, Sendable {
  let hash: UInt64
  /// From 1; 0 before a report numbers it.
  var number: UInt32 = 0

  private init(_ hash: FNV) { self.hash = hash.value }

  /// Reads what a report shows; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts[0].utf8.count == 16, let hash = UInt64(parts[0], radix: 16),
      let number = parts.count == 1 ? 0 : UInt32(parts[1])
    else { return nil }
    self.hash = hash
    self.number = number
  }

  /// As reports show it: sixteen hexadecimal digits, and the number.
  public var text: String {
    let hex = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - hex.count) + hex + (number == 0 ? "" : ":\(number)")
  }

  /// The order of texts.
  public static func < (left: Fingerprint, right: Fingerprint) -> Bool {
    left.hash == right.hash ? String(left.number) < String(right.number) : left.hash < right.hash
  }

  /// - Parameters:
  ///   - identity: the resource's as its file writes it.
  ///   - part: of the place's text, in characters, where the whole is not what offends.
  ///   - root: the resource, from which the path goes; nil: the document.
  static func key(
    rule: String, identity: ResourceIdentity?, place: NodeID?, part: Range<Int>? = nil, below root: NodeID?,
    in tree: Tree?
  ) -> Fingerprint {
    var hash = FNV()
    hash.add(rule)
    if let identity {
      hash.add(identity.group)
      hash.add(identity.kind)
      hash.add(identity.namespace ?? "")
      hash.add(identity.name)
    }
    if let tree, let place {
      hash.add(path(to: place, from: root, in: tree))
      let value = tree.isKey(place) ? tree.value(ofKey: place) ?? place : place
      if tree.kind(value) == .scalar { hash.add(text(of: value, part, in: tree)) }
    }
    return Fingerprint(hash)
  }

  private static func text(of scalar: NodeID, _ part: Range<Int>?, in tree: Tree) -> String {
    let whole = tree.string(scalar)
    guard let part else { return whole }
    return String(String.UnicodeScalarView(whole.unicodeScalars.dropFirst(part.lowerBound).prefix(part.count)))
  }

  /// A finding without a tree is known by its rule and what was found.
  static func key(rule: String, text: String) -> Fingerprint {
    var hash = FNV()
    hash.add(rule)
    hash.add(text)
    return Fingerprint(hash)
  }

  /// `spec.containers[name=web].ports[containerPort=80].hostPort`.
  static func path(to node: NodeID, from root: NodeID?, in tree: Tree) -> String {
    var parts: [String] = []
    var current = tree.isKey(node) ? tree.value(ofKey: node) ?? node : node
    while current != root, let parent = tree.parent(current) {
      if tree.kind(parent) == .mapping {
        parts.append("." + (tree.key(ofValue: current).map { tree.string($0) } ?? ""))
      } else {
        parts.append("[\(mergeKey(of: current, in: tree))]")
      }
      current = parent
    }
    return parts.reversed().joined()
  }

  /// The keys by which Kubernetes merges its lists (the `patchMergeKey` of its API types).
  private static let mergeKeys = [
    "name", "containerPort", "port", "mountPath", "devicePath", "key", "topologyKey", "ip", "type",
  ]
  .map { Symbol($0) }

  private static func mergeKey(of item: NodeID, in tree: Tree) -> String {
    guard let entry = mergeEntry(of: item, in: tree) else { return "" }
    return entry.key.isEmpty ? entry.value : "\(entry.key)=\(entry.value)"
  }

  /// By what a list item is told from others; the key is empty for a scalar.
  static func mergeEntry(of item: NodeID, in tree: Tree) -> (key: String, value: String)? {
    if tree.kind(item) == .scalar { return ("", tree.string(item)) }
    for key in mergeKeys {
      if let value = tree.field(key, in: item), tree.kind(value) == .scalar { return (key.text, tree.string(value)) }
    }
    return nil
  }

  /// FNV-1a of 64 bits, parts kept apart.
  private struct FNV {
    private(set) var value: UInt64 = 14_695_981_039_346_656_037

    mutating func add(_ part: String) {
      for byte in part.utf8 { value = (value ^ UInt64(byte)) &* 1_099_511_628_211 }
      value = (value ^ 0xff) &* 1_099_511_628_211
    }
  }
}
