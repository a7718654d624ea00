import Testing
import YAML

@Suite("Streams of documents")
struct StreamTests {
  @Test("a broken document costs itself only")
  func broken() {
    let read = Read("a: 1\n---\nb: [\n---\nc: 3\n")
    #expect(read.json == [#"{"a":1}"#, #"{"c":3}"#])
    #expect(read.problems.count == 1)
    #expect(read.problems.first?.hasSuffix("syntax") == true)
  }

  @Test(
    "what kubectl refuses or loses is told with its place",
    arguments: [
      ("a: 1\na: 2\n", "2:1 duplicateKey"), ("a: .inf\n", "1:4 notForKubernetes"),
      ("? [a]\n: 1\n", "1:3 notForKubernetes"), ("a: b: c\n", "1:5 syntax"), ("a: \u{1}\n", "1:4 syntax"),
    ])
  func problems(text: String, problem: String) { #expect(Read(text).problems == [problem]) }

  @Test("bytes that are no UTF-8 are told with their place")
  func encoding() {
    #expect(Read(bytes: Array("a: ".utf8) + [0xFF, 0x0A]).problems == ["1:4 encoding"])
  }

  @Test("UTF-16 with a byte order mark is read")
  func utf16() {
    let bytes: [UInt8] =
      [0xFE, 0xFF] + "a: ü\n".utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    #expect(Read(bytes: bytes).json == [#"{"a":"ü"}"#])
  }

  @Test("JSON is read as JSON")
  func json() {
    #expect(Read(#"{"a": "\ud83d\ude00\/"}"#, as: .json).json == ["{\"a\":\"\u{1F600}/\"}"])
    #expect(Read(#"{"a": [1, 2}"#, as: .json).problems == ["1:12 syntax"])
  }

  @Test("a template is recognised, not refused")
  func template() {
    let read = Read("metadata:\n  name: {{ .Release.Name }}\n{{- if .x }}\na: 1\n{{- end }}\n")
    #expect(read.templates == 1)
    #expect(read.json.isEmpty)
  }
}

@Suite("Limits are met before they hurt")
struct LimitTests {
  @Test(
    "deep nesting, in both styles",
    arguments: [String(repeating: "[", count: 100_000), String(repeating: "- ", count: 100_000)])
  func depth(text: String) { #expect(Read("a: " + text).problems.isEmpty == false) }

  @Test("aliases that multiply")
  func aliases() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(items)]\n"
    }
    #expect(Read(text).problems.map { $0.hasSuffix("limit") } == [true])
  }

  @Test("an anchor within itself") func cycle() { #expect(Read("a: &a [*a]\n").problems.isEmpty == false) }
}
