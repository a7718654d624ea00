import Testing
import YAML

@Suite("Edits of a text")
struct EditTests {
  @Test(
    "removing takes the entry or item, what it empties, and nothing else",
    arguments: [
      ("a: 1\nb: 2\n", "remove /a", "b: 2\n"),
      ("a: 1\nb: 2\n", "remove /b", "a: 1\n"),
      ("a: 1\nb: 2", "remove /b", "a: 1"),
      ("a: 1\r\nb: 2", "remove /b", "a: 1"),
      ("a: 1\r\nb: 2\r\nc: 3\r\n", "remove /b", "a: 1\r\nc: 3\r\n"),
      ("a: 1\rb: 2\rc: 3\r", "remove /b", "a: 1\rc: 3\r"),
      // Comments: the one on the line goes with it, others stay.
      ("# top\na: 1 # gone\n# about b\nb: 2 # kept\n", "remove /a", "# top\n# about b\nb: 2 # kept\n"),
      ("a: 1\n\n# about b\nb: 2\n\nc: 3\n", "remove /b", "a: 1\n\n# about b\n\nc: 3\n"),
      // Lists and maps of which nothing is left.
      ("a:\n  b:\n    c: 1\nd: 2\n", "remove /a/b/c", "d: 2\n"),
      ("a:\n  b:\n  - c: 1\nd: 2\n", "remove /a/b/0/c", "d: 2\n"),
      ("a: {b: [1]}\nd: 2\n", "remove /a/b/0", "d: 2\n"),
      ("x: {a: {b: [1]}, d: 2}\n", "remove /x/a/b/0", "x: {d: 2}\n"),
      ("a: 1\n", "remove /a", "refused: nothingLeft"),
      ("- 1\n", "remove /0", "refused: nothingLeft"),
      // The first entry of an item stands on the line of the dash.
      ("- a: 1\n  b: 2\n", "remove /0/a", "- b: 2\n"),
      ("- a: 1 # gone\n  # about b\n  b: 2\n", "remove /0/a", "- # about b\n  b: 2\n"),
      ("-   a:\n      x: 1\n    b: 2\n", "remove /0/a", "-   b: 2\n"),
      ("- - 1\n  - 2\n- 3\n", "remove /0/0", "- - 2\n- 3\n"),
      ("- - 1\n- 3\n", "remove /0/0", "- 3\n"),
      ("- a: 1\n  b: 2\n  c: 3\n", "remove /0/a; remove /0/b", "- c: 3\n"),
      ("a: 1\nb: 2\nc: 3\n", "remove /a; remove /b", "c: 3\n"),
      ("a: 1\nb: 2\nc: 3\n", "remove /a; set /a 5", "refused: overlapping"),
      ("- a: 1\n  # about b\n  b: 2\n  c: 3\n", "remove /0/a; remove /0/b", "refused: comment"),
      // Items, with the list's indentation that of its key.
      ("l:\n- 1\n- 2\n", "remove /l/0", "l:\n- 2\n"),
      ("l:\n  - 1\n  -\n    a: 1\n  - 3\n", "remove /l/1", "l:\n  - 1\n  - 3\n"),
      ("l:\n  - \n  - 2\n", "remove /l/0", "l:\n  - 2\n"),
      // Flow style, JSON.
      ("{a: 1, b: 2, c: 3}\n", "remove /a", "{b: 2, c: 3}\n"),
      ("{a: 1, b: 2, c: 3}\n", "remove /b", "{a: 1, c: 3}\n"),
      ("{a: 1, b: 2, c: 3}\n", "remove /c", "{a: 1, b: 2}\n"),
      ("{a: 1, b: 2, c: 3}\n", "remove /b; remove /c", "{a: 1}\n"),
      ("l: [ 1 , 2 , 3 ]\n", "remove /l/1", "l: [ 1 , 3 ]\n"),
      ("l: [1, 2,]\n", "remove /l/1", "l: [1,]\n"),
      ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "remove /a", "{\n  \"b\": 2\n}\n"),
      ("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "remove /b", "{\n  \"a\": 1\n}\n"),
      ("l: [\n  1, # one\n  2\n]\n", "remove /l/0", "refused: comment"),
      ("l: [a: 1, b: 2]\n", "remove /l/0/a", "l: [b: 2]\n"),
      // Scalars of several lines.
      ("a: |\n  x\n  y\n\nb: 2\n", "remove /a", "\nb: 2\n"),
      ("a: 1\nb: |+\n  x\n\nc: 3\n", "remove /b", "a: 1\n\nc: 3\n"),
      ("a: >-\n  x\n  # text\n# comment\nb: 2\n", "remove /a", "# comment\nb: 2\n"),
      ("a: \"x\n  # y\"\nb: 2\n", "remove /a", "b: 2\n"),
      ("a: x\n  y\nb: 2\n", "remove /a", "b: 2\n"),
      ("a:\nb: 2\n", "remove /a", "b: 2\n"),
      ("a: |\n  x\nb: 1\n", "remove /b", "a: |\n  x\n"),
      ("a: |+\n  x\n\nb: 1\n", "remove /b", "a: |+\n  x\n\n"),
      // What an anchor holds that an alias repeats is everybody's.
      ("a: &x {b: 1, c: 2}\nd: *x\n", "remove /a/b", "refused: shared"),
      ("a: &x\n  b: 1\nd:\n  <<: *x\n", "remove /d/b", "refused: shared"),
      ("a: &x 1\nb: *x\n", "remove /b", "refused: shared"),
      ("a: &x 1\nb: 2\n", "remove /a", "b: 2\n"),
      ("a: &x {k: 1}\nb: {<<: *x, c: 2}\n", "remove /b/c", "a: &x {k: 1}\nb: {<<: *x}\n"),
      // Keys that hide others.
      ("a: 1\na: 2\nb: 3\n", "remove /a", "refused: misread"),
      ("b:\n  <<: {a: 1, c: 4}\n  a: 2\n", "remove /b/a", "b:\n  <<: {a: 1, c: 4}\n"),
      ("? a\n: 1\nb: 2\n", "remove /a", "refused: misread"),
      ("? a\n: 1\nb: 2\n", "remove /b", "? a\n: 1\n"),
      // Documents of one file, characters of several bytes.
      ("a: 1\nb: 1\n---\na: 1\nb: 2\n---\na: 3\n", "document 1; remove /a", "a: 1\nb: 1\n---\nb: 2\n---\na: 3\n"),
      ("ä: \"😀\"\nb: 1 # ü\nc: 2\n", "remove /b", "ä: \"😀\"\nc: 2\n"),
      ("\u{feff}a: 1\nb: 2\n", "remove /a", "\u{feff}b: 2\n"),
      ("%YAML 1.1\n---\na: 1\nb: 2\n", "remove /b", "%YAML 1.1\n---\na: 1\n"),
      ("a: !x {k: 1}\nb: 2\n", "remove /b", "a: !x {k: 1}\n"),
    ])
  func remove(before: String, edit: String, after: String) { #expect(Edited.text(before, edit) == after) }

  @Test(
    "setting writes the value in the style that stands there",
    arguments: [
      ("a: Never # why\n", "set /a \"Always\"", "a: Always # why\n"),
      ("a: 'x'\n", "set /a \"it's\"", "a: 'it''s'\n"),
      ("a: \"x\"\n", "set /a \"y\"", "a: \"y\"\n"),
      ("a: x\n", "set /a \"yes\"", "a: \"yes\"\n"),
      ("a: x\n", "set /a \"0x1\"", "a: \"0x1\"\n"),
      ("a: x\n", "set /a \"a: b\"", "a: \"a: b\"\n"),
      ("a: x\n", "set /a \"\"", "a: \"\"\n"),
      ("a: x\n", "set /a \"# y\\n\"", "a: \"# y\\n\"\n"),
      ("a: 'x'\n", "set /a \"l\\n\"", "a: \"l\\n\"\n"),
      ("a: \"1\"\n", "set /a 1", "a: 1\n"),
      ("a: off\n", "set /a true", "a: true\n"),
      ("a: x\n  y\nb: 1\n", "set /a \"z\"", "a: z\nb: 1\n"),
      ("a: {b: x}\n", "set /a/b \"y, z\"", "a: {b: \"y, z\"}\n"),
      ("{\"a\": \"x\"}\n", "set /a \"y\"", "{\"a\": \"y\"}\n"),
      ("{\"a\": 1}\n", "set /a \"y\"", "{\"a\": \"y\"}\n"),
      ("- x\n- y\n", "set /1 \"z\"", "- x\n- z\n"),
      ("a:\nb: 1\n", "set /a \"x\"", "a: x\nb: 1\n"),
      ("a: # why\nb: 1\n", "set /a \"x\"", "a: x # why\nb: 1\n"),
      ("a: # why\nb: 1\n", "set /a {\"x\": 1}", "a: # why\n  x: 1\nb: 1\n"),
      ("a: !!str 1\n", "set /a \"x\"", "a: x\n"),
      // Block scalars keep their header and indentation, and the lines that stay.
      ("a: |\n    x\n    y\nb: 1\n", "set /a \"x\\n  z\\n\"", "a: |\n    x\n      z\nb: 1\n"),
      ("a: |- # c\n  x\n", "set /a \"x\\n\\ny\"", "a: |- # c\n  x\n\n  y\n"),
      ("a: |\r\n  x\r\n  y\r\n", "set /a \"x\\nz\\n\"", "a: |\r\n  x\r\n  z\r\n"),
      ("a: |\n  x\n", "set /a \"x\"", "refused: style"),
      ("a: |+\n  x\n", "set /a \"y\\n\"", "refused: style"),
      ("a: |2\n  x\n", "set /a \"y\\n\"", "refused: style"),
      ("a: |\n  x\n", "set /a \" y\\n\"", "refused: style"),
      ("a: >\n  x\n", "set /a \"y\\n\"", "refused: style"),
      ("a: |\n  x\n", "set /a 1", "refused: style"),
      // Collections.
      ("a: [1, 2]\n", "set /a [3]", "a: [3]\n"),
      ("a:\n  - 1\n  - 2\nb: 1\n", "set /a [3, {\"k\": \"v\", \"l\": 1}]", "a:\n  - 3\n  - k: v\n    l: 1\nb: 1\n"),
      ("a:\n- 1\nb: 1\n", "set /a 3", "a: 3\nb: 1\n"),
      ("a:\n  # c\n  - 1\n  # d\n  - 2\n", "set /a 3", "refused: comment"),
      ("a: &x 1\nb: *x\n", "set /a 2", "refused: shared"),
    ])
  func set(before: String, edit: String, after: String) { #expect(Edited.text(before, edit) == after) }

  @Test(
    "renaming changes the key alone",
    arguments: [
      ("a: 1 # x\nb: 2\n", "rename /a c", "c: 1 # x\nb: 2\n"),
      ("\"a\" : 1\n", "rename /a c", "\"c\" : 1\n"),
      ("{'a': 1}\n", "rename /a c", "{'c': 1}\n"),
      ("a: |\n  x\n", "rename /a b.conf", "b.conf: |\n  x\n"),
      ("a: 1\n", "rename /a true", "\"true\": 1\n"),
      ("a: 1\nb: 2\n", "rename /a b", "refused: exists"),
      ("a: 1\n", "rename /a b; set /a 5", "b: 5\n"),
      ("- 1\n", "rename /0 b", "refused: noSuchNode"),
    ])
  func rename(before: String, edit: String, after: String) { #expect(Edited.text(before, edit) == after) }

  @Test(
    "inserting makes what is missing, behind what is there",
    arguments: [
      ("a: 1\n", "insert / b 2", "a: 1\nb: 2\n"),
      ("a: 1", "insert / b 2", "a: 1\nb: 2"),
      ("a: 1\r\n", "insert / b 2", "a: 1\r\nb: 2\r\n"),
      ("a: 1 # x\n# end\n", "insert / b 2", "a: 1 # x\nb: 2\n# end\n"),
      ("m:\n    a: 1\nn: 1\n", "insert /m b.c.d 2", "m:\n    a: 1\n    b:\n      c:\n        d: 2\nn: 1\n"),
      ("l:\n- a: 1\n- a: 2\n", "insert /l/0 b.c 2", "l:\n- a: 1\n  b:\n    c: 2\n- a: 2\n"),
      ("m: {}\n", "insert /m a.b 1", "m: {a: {b: 1}}\n"),
      ("m:\n", "insert / m.a 1", "m:\n  a: 1\n"),
      ("m: # why\nn: 1\n", "insert / m.a 1", "m: # why\n  a: 1\nn: 1\n"),
      ("m: null\n", "insert / m.a 1", "m: {a: 1}\n"),
      ("m: {a: 1}\n", "insert /m b \"x\"", "m: {a: 1, b: x}\n"),
      ("{\"m\": {\"a\": 1}}\n", "insert /m b.c \"x\"", "{\"m\": {\"a\": 1, \"b\": {\"c\": \"x\"}}}\n"),
      (
        "{\n  \"m\": {\n    \"a\": 1\n  }\n}\n", "insert /m b \"x\"",
        "{\n  \"m\": {\n    \"a\": 1,\n    \"b\": \"x\"\n  }\n}\n"
      ),
      ("{\"m\": {}}\n", "insert /m b \"x\"", "{\"m\": {\"b\": \"x\"}}\n"),
      ("m:\n  a: |\n    x\n\nn: 1\n", "insert /m b 2", "m:\n  a: |\n    x\n  b: 2\n\nn: 1\n"),
      ("m:\n  a: |+\n    x\n\nn: 1\n", "insert /m b 2", "refused: misread"),
      ("m:\n  a:\nn: 1\n", "insert /m b 2", "m:\n  a:\n  b: 2\nn: 1\n"),
      ("m:\n  l:\n  - 1\nn: 1\n", "insert /m b [\"x\"]", "m:\n  l:\n  - 1\n  b:\n    - x\nn: 1\n"),
      ("m: {a: 1}\n", "insert / m {\"a\": 2, \"b\": 3}", "m: {a: 1, b: 3}\n"),
      ("a: 1\n", "insert / a 2", "refused: exists"),
      ("a: 1\n", "insert / a.b 2", "refused: noSuchNode"),
      ("a: &x {b: 1}\nc: {<<: *x}\n", "insert /c b 2", "refused: shared"),
      ("a: &x {b: 1}\nc: *x\n", "insert /c d 2", "refused: shared"),
      ("a: &x {b: {}}\nc: {<<: *x}\n", "insert /c b.d 2", "refused: shared"),
      ("m: {a: 1 # x\n}\n", "insert /m b 2", "m: {a: 1, b: 2 # x\n}\n"),
      ("l: [1]\n", "append /l 2", "l: [1, 2]\n"),
      ("l: []\n", "append /l 2", "l: [2]\n"),
      ("l:\n- 1\nm: 1\n", "append /l \"x\"", "l:\n- 1\n- x\nm: 1\n"),
      ("l:\n  - a: 1 # x\n", "append /l {\"a\": 2, \"b\": 3}", "l:\n  - a: 1 # x\n  - a: 2\n    b: 3\n"),
    ])
  func insert(before: String, edit: String, after: String) { #expect(Edited.text(before, edit) == after) }

  @Test("a file in UTF-16 has the places of its characters, and its bytes are left alone")
  func utf16() {
    let bytes: [UInt8] = [0xff, 0xfe] + "a: 1\nb: 2\n".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    #expect(Edited.bytes(bytes, "remove /b") == "beyond the text")
  }

  @Test("sets that meet are tried apart, those that do not together; each is judged for itself")
  func sets() throws {
    var stream = DocumentStream()
    var found: [String] = []
    let before = "a: [1, 2]\nb: |+\n  x\n\nc: 3\nd: &x 4\ne: *x\n"
    let edits = ["remove /a/0", "remove /a/1", "remove /c", "set /d 5", "remove /a/0", "insert /a b 1"]
    _ = stream.read(Array(before.utf8), as: .yaml) { document in
      guard let tree = document.tree else { return true }
      let sets = edits.compactMap { Edited.edit($0, tree).map { [$0] } }
      found = document.replacements(for: sets, as: .yaml).map { result in
        switch result {
        case .success(let replacements):
          replacements.map { "\($0.start.line):\($0.start.column)-\($0.end.line):\($0.end.column) \($0.text)" }
            .joined()
        case .failure(let error): "\(error)"
        }
      }
      return true
    }
    #expect(found == ["1:5-1:8 ", "1:6-1:9 ", "5:1-6:1 ", "shared", "1:5-1:8 ", "noSuchNode"])
  }

  @Test("every entry of every style can be taken out, or it is refused, and what is left reads as the rest")
  func everything() {
    let before = """
      # head
      apiVersion: v1   # one
      items:
      - kind: A
        list: [1, "two", {a: b}, ]
        text: |-
          x

          y
        "quoted": 'it''s'
      -   nested:
            - - 1
              - ~
            - k: v
      folded: >
        a
        b
      tail: !!str 5
      """
    var count = 0
    var refused: [String] = []
    var stream = DocumentStream()
    _ = stream.read(Array(before.utf8), as: .yaml) { document in
      guard let tree = document.tree else { return true }
      for number in 1..<UInt32(tree.nodeCount) where !tree.isKey(NodeID(index: number)) {
        count += 1
        if case .failure(let error) = document.replacements(for: [[.remove(NodeID(index: number))]], as: .yaml)[0] {
          refused.append("\(tree.pointer(to: NodeID(index: number))): \(error)")
        }
      }
      return true
    }
    #expect(count == 20)
    #expect(refused == [])
  }

  @Test(
    "whatever stands where a text breaks off, no edit goes beyond it, and what is not refused can be applied",
    arguments: [
      "a: &x {b: [1, 'two', \"th\\u0072ee\"], c: ~}\nd: *x\n? e\n: - f\n  - |2-\n     g\n",
      "- - a: !!str 1\n    <<: {b: 2}\n  -\n-\t# c\n- ? \n- {? x, y: }\n- [a: 1, ]\n- >+\n\n\n",
      "{\"a\": [1, {\"b\": \"\\ud83d\\ude00 😀\"}], \"c\": {}}\r\n",
    ])
  func truncated(text: String) {
    let scalars = Array(text.unicodeScalars)
    for length in 1...scalars.count {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars.prefix(length))
      let bytes = Array(String(view).utf8)
      var stream = DocumentStream()
      _ = stream.read(bytes, as: .yaml) { document in
        guard let tree = document.tree else { return true }
        for number in 0..<UInt32(tree.nodeCount) {
          let node = NodeID(index: number)
          let edits: [SourceEdit] = [
            .remove(node), .set(node, to: .string("new")), .set(node, to: .list([.int(1)])), .rename(node, to: "k"),
            .insert(node, path: ["p", "q"], value: .bool(true)), .append(node, value: .map([])),
          ]
          for (edit, result) in zip(edits, document.replacements(for: edits.map { [$0] }, as: .yaml)) {
            if case .success(let replacements) = result {
              #expect(replacements.applied(to: bytes) != nil, "\(edit) of \(String(view))")
            }
          }
        }
        return true
      }
    }
  }
}
