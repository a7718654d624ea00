import YAML

/// A node of a resource in the making, which knows where it was written: kustomize's RNode.
///
/// A node's children are read from its document when they are first asked for, so that what no customization touches
/// costs nothing.
final class Element {
  enum Kind { case scalar, sequence, mapping }

  /// What a scalar is; `untagged` is settled by its spelling when the resource is done.
  enum Tag { case string, null, bool, int, float, timestamp, untagged }

  struct Field {
    let name: String
    let value: Element
  }

  private(set) var kind: Kind
  /// Of a scalar, as it is spelled.
  var text = ""
  var tag = Tag.string
  /// Whether a scalar was written with quotes, or as a block.
  var isQuoted = false
  /// Whether a collection was written in braces or brackets.
  private(set) var isFlow = false
  var origin: Origin?
  /// Whether it stands in more than one place: what is set in one of them is set in all, as in kustomize.
  var isShared = false
  /// Where the children still have to be read from.
  private var unread: Origin?
  private var ownItems: [Element] = []
  private var ownFields: [Field] = []

  init(reading origin: Origin) {
    let tree = origin.source.tree
    self.origin = origin
    switch tree.kind(origin.node) {
    case .mapping:
      kind = .mapping
      unread = origin
      isFlow = tree.style(origin.node) == .flow
    case .sequence:
      kind = .sequence
      unread = origin
      isFlow = tree.style(origin.node) == .flow
    case .scalar, .alias:
      kind = .scalar
      text = tree.string(origin.node)
      tag = Tag(tree.coreType(origin.node))
      isQuoted = tree.style(origin.node) != .plain
    }
  }

  init(_ kind: Kind, origin: Origin?) {
    self.kind = kind
    self.origin = origin
  }

  /// A scalar.
  init(_ text: String, _ tag: Tag, origin: Origin?) {
    kind = .scalar
    self.text = text
    self.tag = tag
    self.origin = origin
  }

  /// A node of its own with the same content.
  func copy() -> Element {
    let copy = Element(kind, origin: origin)
    copy.text = text
    copy.tag = tag
    copy.isQuoted = isQuoted
    copy.isFlow = isFlow
    copy.unread = unread
    copy.ownItems = ownItems.map { $0.copy() }
    copy.ownFields = ownFields.map { Field(name: $0.name, value: $0.value.copy()) }
    return copy
  }

  /// Becomes what another node is.
  func become(_ other: Element) {
    guard other !== self else { return }
    kind = other.kind
    text = other.text
    tag = other.tag
    isQuoted = other.isQuoted
    isFlow = other.isFlow
    origin = other.origin
    unread = other.unread
    ownItems = other.ownItems
    ownFields = other.ownFields
  }

  /// Becomes an empty collection.
  func become(_ kind: Kind, origin: Origin?) { become(Element(kind, origin: origin)) }

  // MARK: Kinds

  var isNull: Bool { kind == .scalar && tag == .null }

  /// The text; empty for null, however it is spelled.
  var textOrNone: String { isNull ? "" : text }

  /// Null, or a collection without children, or a scalar that is nothing.
  var isEmpty: Bool {
    switch kind {
    case .scalar: tag == .null || tag == .untagged && text.isEmpty
    case .sequence: items.isEmpty
    case .mapping: fields.isEmpty
    }
  }

  // MARK: Sequences

  var items: [Element] {
    get {
      read()
      return ownItems
    }
    set {
      read()
      ownItems = newValue
    }
  }

  // MARK: Mappings

  var fields: [Field] {
    read()
    return ownFields
  }

  /// Whether all keys of one of these sets may stand in it or below.
  func mayHold(_ sets: [KeySet]) -> Bool {
    guard let tree = unread?.source.tree else { return true }
    return sets.contains { tree.holds($0) }
  }

  subscript(name: String) -> Element? {
    guard kind == .mapping else { return nil }
    if let unread {
      // One field of a mapping that nothing else has asked for yet is no reason to read them all, unless it is changed.
      guard unread.source.tree.value(of: name, in: unread.node) != nil || Source.isWordOfOldBoolean(name) else {
        return nil
      }
    }
    read()
    return ownFields.first { $0.name == name }?.value
  }

  /// Puts a value in a field, at the end where there was none.
  /// - Parameter keepsStyle: whether the style of what stood there stays: what takes the place of quoted text is text.
  func set(_ name: String, _ value: Element, keepsStyle: Bool = true) {
    read()
    if keepsStyle { value.quoteText() }
    if let place = ownFields.firstIndex(where: { $0.name == name }) {
      if keepsStyle, ownFields[place].value !== value, value.kind == .scalar {
        value.isQuoted = ownFields[place].value.isQuoted
        if value.isQuoted { value.tag = .string }
      }
      if keepsStyle, value.kind != .scalar { value.isFlow = ownFields[place].value.isFlow }
      if ownFields[place].value.isShared, value.kind == .scalar { return ownFields[place].value.become(value) }
      ownFields[place] = Field(name: name, value: value)
    } else {
      ownFields.append(Field(name: name, value: value))
    }
  }

  /// Text that would be read as something else is written in quotes when it is put in a field.
  private func quoteText() {
    if kind == .scalar, tag == .string, !isQuoted, Tag(CoreType(plain: text)) != .string { isQuoted = true }
  }

  func remove(_ name: String) {
    guard self[name] != nil else { return }
    ownFields.removeAll { $0.name == name }
  }

  /// The value at the end of names, mappings on the way.
  func value(at path: String...) -> Element? {
    path.reduce(self) { found, name in found.flatMap { $0[name] } }
  }

  /// The mapping in a field, made where there is none or null.
  func mapping(_ name: String, origin: Origin?) -> Element {
    if let found = self[name] {
      if found.isNull { found.become(.mapping, origin: origin) }
      return found
    }
    let made = Element(.mapping, origin: origin)
    set(name, made)
    return made
  }

  // MARK: Scalars

  /// Gives a scalar another text, whose type is that of its spelling unless what stood here was quoted.
  func replaceText(_ text: String, origin: Origin?) {
    let wasQuoted = isQuoted
    become(Element(text, .untagged, origin: origin))
    isQuoted = wasQuoted
  }

  /// The type of a scalar as it would be read from what is written.
  var settledTag: Tag {
    guard tag == .untagged else { return tag }
    if isQuoted { return .string }
    // A date that was not read as one stays as it is spelled.
    let tag = Tag(CoreType(plain: text))
    return tag == .timestamp ? .string : tag
  }

  /// Whether a scalar's text can be what its tag says.
  var isReadable: Bool {
    switch tag {
    case .string, .untagged, .timestamp: true
    case .null, .bool, .int: Tag(CoreType(plain: text)) == tag
    case .float: [.int, .float].contains(Tag(CoreType(plain: text)))
    }
  }

  /// A value that is left out in braces or brackets becomes empty text, which is what kustomize writes; what comes after
  /// has neither.
  func endFlow(isInside: Bool = false) {
    let isInside = isInside || isFlow
    isFlow = false
    switch kind {
    case .scalar:
      guard isInside, isNull, text.isEmpty else { return }
      tag = .string
      isQuoted = true
    case .sequence: for item in items { item.endFlow(isInside: isInside) }
    case .mapping: for field in fields { field.value.endFlow(isInside: isInside) }
    }
  }

  /// Takes the style of JSON, by way of which kustomize opens lists of resources unless one is all that its file holds.
  func spellAsJSON() {
    switch kind {
    case .scalar:
      if isNull { text = "null" }
      isQuoted = settledTag == .string
    case .sequence:
      isFlow = true
      for item in items { item.spellAsJSON() }
    case .mapping:
      isFlow = true
      for field in fields { field.value.spellAsJSON() }
    }
  }

  private func read() {
    guard let from = unread else { return }
    unread = nil
    let source = from.source
    let tree = source.tree
    if kind == .sequence {
      ownItems = tree.items(of: from.node).map { Element(reading: Origin(source, $0)) }
      return
    }
    var places: [String: Int] = [:]
    tree.forEachWrittenEntry(of: from.node) { key, value in
      let field = Field(name: source.key(key), value: Element(reading: Origin(source, value)))
      if let place = places.updateValue(ownFields.count, forKey: field.name) {
        places[field.name] = place
        ownFields[place] = field
      } else {
        ownFields.append(field)
      }
    }
    for (key, value) in tree.mergedEntries(of: from.node) {
      ownFields.append(Field(name: source.key(key), value: Element(reading: Origin(source, value))))
    }
  }
}

extension Element.Tag {
  /// For messages.
  var title: String {
    switch self {
    case .string, .untagged: "text"
    case .null: "null"
    case .bool: "a boolean"
    case .int: "an integer"
    case .float: "a number"
    case .timestamp: "a date"
    }
  }

  init(_ type: CoreType) {
    switch type {
    case .string: self = .string
    case .null: self = .null
    case .bool: self = .bool
    case .int: self = .int
    case .float: self = .float
    case .timestamp: self = .timestamp
    }
  }
}
