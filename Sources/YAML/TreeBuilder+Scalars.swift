extension TreeBuilder {
  /// What an explicit tag means for reading. Kubernetes' reader takes tags that it does not know as no tag at all.
  func read(tag: String) -> NodeTag {
    let core = "tag:yaml.org,2002:"
    guard tag.hasPrefix(core) else { return .local }
    switch tag.dropFirst(core.count) {
    case "str": return .string
    case "int": return .integer
    case "float": return .float
    case "bool": return .boolean
    case "null": return .null
    case "binary": return .binary
    case "timestamp": return .timestamp
    case "seq": return .sequence
    case "map": return .mapping
    case "merge": return .merge
    default: return .local
    }
  }

  /// Finds out, for a scalar that may be more than a string, what Kubernetes would refuse; writes a key as JSON will.
  mutating func settle(_ node: inout Node, isKey: Bool, _ range: Range<UInt32>) {
    let text = UnsafeBufferPointer(start: tree.text + Int(node.text), count: Int(node.length))
    switch node.tag {
    case .none:
      switch Scalar.resolving(plain: text) {
      case .scalar(let value):
        node.type = ScalarType(value)
        if isKey { spell(key: value, &node, range) }
      case .merge: if isKey { node.flags.insert(.isMergeKey) }
      case .infinity, .notANumber:
        if !isKey {
          note(.notForKubernetes, "`\(String(decoding: text, as: UTF8.self))` is no JSON number: quote it", range)
        }
      }
    case .integer, .float, .boolean, .null:
      guard case .scalar(let value) = Scalar.resolving(plain: text), node.tag.takes(value) else {
        let tag = node.tag.name
        note(.notForKubernetes, "`\(String(decoding: text, as: UTF8.self))` is no \(tag), as its tag says", range)
        return
      }
      node.type = node.tag == .float ? .number : ScalarType(value)
      if isKey { spell(key: value, &node, range) }
    case .binary:
      guard let bytes = base64Decoded(text) else {
        return note(.notForKubernetes, "a value tagged !!binary is no base64", range)
      }
      node.length = UInt32(bytes.count)
      tree.textCount = Int(node.text)
      bytes.withUnsafeBufferPointer { tree.append(text: $0) }
    case .timestamp:
      if !Scalar.isTimestamp(text) {
        note(.notForKubernetes, "`\(String(decoding: text, as: UTF8.self))` is no timestamp, as its tag says", range)
      }
    case .merge: if isKey, text.elementsEqual("<<".utf8) { node.flags.insert(.isMergeKey) }
    case .string, .sequence, .mapping, .local: break
    }
  }

  /// JSON knows only text as keys: numbers and booleans become text in their canonical spelling.
  private mutating func spell(key: Scalar, _ node: inout Node, _ range: Range<UInt32>) {
    let canonical: String
    switch key {
    case .string: return
    case .null: return note(.notForKubernetes, "null is no key: Kubernetes takes text only", range)
    case .bool(let value): canonical = value ? "true" : "false"
    case .int(let value): canonical = String(value)
    case .uint: return note(.notForKubernetes, "an integer above 64 bits signed is no key: quote it", range)
    case .double(let value): canonical = goShortest(Float(value))
    }
    tree.textCount = Int(node.text)
    node.length = UInt32(canonical.utf8.count)
    Array(canonical.utf8).withUnsafeBufferPointer { tree.append(text: $0) }
    node.style = .doubleQuoted
    node.type = .string
  }

  // MARK: Keys

  /// Notes each key that the same mapping held before.
  mutating func findRepeatedKeys(in mapping: UInt32) {
    let count = Int(tree[mapping].length)
    guard count > 1 else { return }
    if count <= 12 {
      var key = tree[mapping].child
      while key != 0 {
        var earlier = tree[mapping].child
        while earlier != key {
          if sameKey(earlier, key) {
            noteRepeated(key, first: earlier)
            break
          }
          earlier = tree[tree[earlier].next].next
        }
        key = tree[tree[key].next].next
      }
    } else {
      var slots = [UInt32](repeating: 0, count: count.nextPowerOfTwo * 2)
      var key = tree[mapping].child
      while key != 0 {
        var slot = tree.keyHash(tree.resolved(key)) & (slots.count - 1)
        while slots[slot] != 0, !sameKey(slots[slot], key) { slot = (slot + 1) & (slots.count - 1) }
        if slots[slot] == 0 { slots[slot] = key } else { noteRepeated(key, first: slots[slot]) }
        key = tree[tree[key].next].next
      }
    }
  }

  private func sameKey(_ left: UInt32, _ right: UInt32) -> Bool {
    if tree[left].flags.contains(.isMergeKey) || tree[right].flags.contains(.isMergeKey) { return false }
    return tree.sameText(NodeID(index: tree.resolved(left)), tree, NodeID(index: tree.resolved(right)))
  }

  private mutating func noteRepeated(_ key: UInt32, first: UInt32) {
    tree.mayRepeatKeys = true
    let first = Int(tree[first].start)..<Int(tree[first].end)
    let name = tree.string(NodeID(index: tree.resolved(key)))
    note(
      .duplicateKey, "the key `\(name.prefix(100))` stands twice in this mapping: only the last one counts",
      tree[key].start..<tree[key].end, related: first)
  }

  /// Sees that what merge keys name are mappings or lists of mappings.
  mutating func checkMerges(in mapping: UInt32) {
    var key = tree[mapping].child
    while key != 0 {
      let value = tree[key].next
      if tree[key].flags.contains(.isMergeKey) {
        let target = NodeID(index: tree.resolved(value))
        let fine: Bool
        switch tree.kind(target) {
        case .mapping: fine = true
        case .sequence:
          fine = tree[value].kind != .alias && tree.items(of: target).allSatisfy { tree.kind($0) == .mapping }
        case .scalar, .alias: fine = false
        }
        if !fine {
          note(
            .notForKubernetes, "`<<` merges a mapping or a list of mappings, nothing else",
            tree[value].start..<tree[value].end)
        }
      }
      key = tree[value].next
    }
  }
}

extension ScalarType {
  init(_ value: Scalar) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = value ? .true : .false
    case .int, .uint: self = .integer
    case .double: self = .number
    case .string: self = .string
    }
  }
}

extension NodeTag {
  var name: String {
    switch self {
    case .integer: "integer"
    case .float: "number"
    case .boolean: "boolean"
    case .null: "null"
    case .none, .string, .binary, .timestamp, .sequence, .mapping, .merge, .local: "value"
    }
  }

  func takes(_ value: Scalar) -> Bool {
    switch (self, value) {
    case (.integer, .int), (.integer, .uint), (.float, .double), (.float, .int), (.boolean, .bool), (.null, .null): true
    default: false
    }
  }
}

extension Int {
  fileprivate var nextPowerOfTwo: Int {
    var power = 1
    while power < self { power *= 2 }
    return power
  }
}

extension Tree {
  func append(_ node: Node) {
    if nodeCount == capacity {
      let larger = UnsafeMutablePointer<Node>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: nodes, count: nodeCount)
      nodes.deallocate()
      nodes = larger
      capacity *= 2
    }
    (nodes + nodeCount).initialize(to: node)
    nodeCount += 1
  }

  func append(text more: UnsafeBufferPointer<UInt8>) {
    guard let start = more.baseAddress, more.count > 0 else { return }
    if textCount + more.count > textCapacity {
      let wanted = max(textCapacity * 2, textCount + more.count)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
      larger.initialize(from: text, count: textCount)
      text.deallocate()
      text = larger
      textCapacity = wanted
    }
    (text + textCount).initialize(from: start, count: more.count)
    textCount += more.count
  }

  func forgetKeys() {
    let count = Int(symbols.count) / 64 + 1
    if keys.count == count {
      for index in keys.indices { keys[index] = 0 }
    } else {
      keys = [UInt64](repeating: 0, count: count)
    }
  }

  func symbol(of key: Node) -> UInt32 {
    symbols.id(of: Span(_unsafeElements: UnsafeBufferPointer(start: text + Int(key.text), count: Int(key.length))))
  }

  func keyHash(_ key: UInt32) -> Int {
    let node = self[key]
    guard node.kind == .scalar else { return 0 }
    var hash: UInt64 = 14_695_981_039_346_656_037
    for offset in 0..<Int(node.length) {
      hash = (hash ^ UInt64(text[Int(node.text) + offset])) &* 1_099_511_628_211
    }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 31)) & 0x7fff_ffff)
  }
}
