extension Tree {
  /// A document that holds nothing but null.
  public static let empty: Tree = {
    let tree = Tree(symbols: Symbol.snapshot())
    var node = Node(kind: .scalar, style: .plain, tag: .none, flags: [], start: 0, end: 0)
    node.type = .null
    tree.append(node)
    return tree
  }()

  /// Parses a text in memory: the trees of its documents, empty ones left out.
  ///
  /// For texts that belong to the program or are values inside others; files go through `DocumentStream`.
  /// - Throws: the first problem, with offsets in characters from the start of its document's chunk.
  public static func parse(_ text: String) throws(Problem) -> [Tree] {
    var bytes = Array(text.utf8)
    let count = bytes.count
    bytes += [UInt8](repeating: 0, count: EventReader.padding)
    let result = bytes.withUnsafeMutableBufferPointer { buffer -> Result<[Tree], Problem> in
      parse(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
    return try result.get()
  }

  private static func parse(_ text: UnsafeMutableBufferPointer<UInt8>) -> Result<[Tree], Problem> {
    guard case .fine(let characters) = Characters.check(UnsafeBufferPointer(text)) else {
      return .failure(Problem(.syntax, "a character that is not allowed in YAML", 0..<0))
    }
    let mayHavePlaceholders = text.contains {
      $0 == UInt8(ascii: "$") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "<")
    }
    var reader = EventReader(text, characters: characters)
    var builder = TreeBuilder()
    var trees: [Tree] = []
    do throws(Problem) {
      while try reader.next({ event throws(Problem) in
        if try builder.take(event) {
          if let problem = builder.problems.first { throw problem }
          trees.append(builder.finish(mayHavePlaceholders: mayHavePlaceholders))
        }
      }) {}
      return .success(trees)
    } catch { return .failure(error) }
  }

  /// Parses a JSON text in memory; nil when it holds no value.
  /// - Throws: the problem, with offsets in characters from the start of the text.
  public static func parse(json text: String) throws(Problem) -> Tree? {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<Tree?, Problem> in
      do throws(Problem) {
        var reader = JSONReader(buffer)
        var builder = TreeBuilder()
        guard try reader.next(into: &builder) else { return .success(nil) }
        return .success(builder.finish(mayHavePlaceholders: false))
      } catch { return .failure(error) }
    }
    return try result.get()
  }
}
