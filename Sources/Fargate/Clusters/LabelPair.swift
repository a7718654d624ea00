/// A key and its value: a label pair of a selector, patterns both, or a tag.
public struct LabelPair: Sendable, Equatable {
  public let key: Sourced<String>
  public let value: Sourced<String>
}
