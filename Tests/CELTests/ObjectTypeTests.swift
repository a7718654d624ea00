import CEL
import Testing

@Suite("Objects with declared fields")
struct ObjectTypeTests {
  private static let types = ObjectTypes { name in
    switch name {
    case "Box": ["lid": .object(["Lid"]), "boxes": .list(.object(["Box"])), "labels": .map(.string, .string)]
    case "Lid": ["open": .bool, "size": .int, "note": .dyn]
    default: nil
    }
  }

  /// The type of an expression over `box`, a Box, and `any`; its first issue where it has one.
  private func type(_ source: String) -> String {
    var environment = Environment()
    environment.objectTypes = ObjectTypeTests.types
    environment.declare("box", .object(["Box"]))
    environment.declare("any")
    do throws(CompileErrors) { return try environment.compile(source).resultType.name } catch {
      return "issue: \(error.issues[0].message)"
    }
  }

  @Test(
    "give every expression that reads them a type",
    arguments: [
      ("box.lid", "Lid"), ("box.lid.open", "bool"), ("box.?lid.?size", "optional_type(int)"),
      ("box['lid'].size", "int"), ("box[?'lid']", "optional_type(Lid)"), ("has(box.lid.note)", "bool"),
      ("box.boxes.map(b, b.lid.size)", "list(int)"), ("box.boxes.filter(b, b.lid.open)", "list(Box)"),
      ("box.boxes[0].labels.transformMap(k, v, size(v))", "map(string, int)"), ("box.labels['a']", "string"),
      ("box.map(key, key)", "list(string)"), ("box.transformList(key, value, value)", "list"),
      ("true ? box : box.boxes[0]", "Box"), ("[box.lid, box]", "list(Box or Lid)"),
      ("[box.lid, box][0].size", "int"), ("box.?lid.orValue({})", "Lid"), ("[box, any]", "list"),
      ("box.?lid.orValue({'open': true})", "map(string, dyn)"), ("size(box)", "int"), ("box == any", "bool"),
      ("box.lid.note.whatever", "dyn"), ("any.whatever", "dyn"),
    ])
  func known(source: String, name: String) { #expect(type(source) == name) }

  @Test(
    "refuse what they do not have",
    arguments: [
      ("box.lit", "no such field `lit` of Box; did you mean `lid`?"),
      ("box.lid.open + 1", "no such overload: bool + int"),
      ("has(box.lid.opn)", "no such field `opn` of Lid; did you mean `open`?"),
      ("[box.lid, box][0].opn", "no such field `opn` of Box or Lid; did you mean `open`?"),
      ("box.boxes.exists(b, b.lid.size)", "expected true or false, found int"),
      ("box.boxes.exits(b, b.lid.open)", "no such function `exits`; did you mean `exists`?"),
    ])
  func refused(source: String, message: String) { #expect(type(source) == "issue: \(message)") }
}
