import Testing
import YAML

@Suite("Every node knows its place")
struct PlaceTests {
  @Test(
    "a finding covers a person's place to look",
    arguments: [
      ("a: 1\n", "/a", "1:1-1:5"),
      ("a:\n  b: 1\n  c: 2\n", "/a", "1:1-1:2"),
      ("a:\n  b: 'x y'\n", "/a/b", "2:3-2:11"),
      ("a: [1, 22, 3]\n", "/a/1", "1:8-1:10"),
      ("a:\n- b: 1\n  c: 2\n", "/a/0", "2:3-2:4"),
      ("a: {b: 1}\n", "/a/b", "1:5-1:9"),
      ("ä: ö\n", "/ä", "1:1-1:5"),
      ("\u{1F600}: x\n", "/\u{1F600}", "1:1-1:6"),
      ("a: 1\r\nb: 2\r\n", "/b", "2:1-2:5"),
      ("\u{FEFF}a: 1\n", "/a", "1:1-1:5"),
    ])
  func place(text: String, pointer: String, place: String) {
    #expect(Read.places(text, [pointer]) == [place])
  }

  @Test("lines go on over documents")
  func documents() {
    #expect(Read.places("a: 1\n---\n# note\na: 2\n", ["/a"]) == ["1:1-1:5", "4:1-4:5"])
  }

  @Test("what an alias or a merge key brings has the place of its text")
  func aliases() {
    let text = """
      base: &base
        port: 80
      web:
        <<: *base
      copy: *base

      """
    #expect(Read.places(text, ["/web/port", "/copy/port"]) == ["2:3-2:11", "2:3-2:11"])
  }
}
