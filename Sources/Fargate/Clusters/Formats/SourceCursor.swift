import YAML

/// A place of a source, with what is known of whether it will be there.
struct SourceCursor {
  let node: NodeID
  /// The place of Terraform's `after_unknown` that belongs to the node: `true`, or a collection of the same shape.
  var unknown: NodeID?
  /// What decides whether the place is there at all: "only if condition `HasWeb` holds".
  var condition: String?
  /// Why nobody can tell what stands here.
  var unresolved: String?

  init(_ node: NodeID, unknown: NodeID? = nil, condition: String? = nil, unresolved: String? = nil) {
    self.node = node
    self.unknown = unknown
    self.condition = condition
    self.unresolved = unresolved
  }

  /// Why what stands here is not certain; nil when it is.
  var doubt: String? { unresolved ?? condition }
}
