// Writes a Swift file that holds the texts of other files: embed-files OUTPUT FILE...
//
// One file of string literals builds far faster than SwiftPM's `.embedInCode`, which spells every byte. The tests of a
// policy stand in a literal of their own, so that a run that does not need them does not parse them. The lines of all
// `.types` files become one text, `all.types`, in the order of their first words, so that a line is found by halving.
import Foundation

let output = CommandLine.arguments[1]
let delimiter = "#####"

func literal(_ text: some StringProtocol) -> String {
  "\(delimiter)\"\"\"\n\(text)\n\"\"\"\(delimiter)"
}

var swift = """
  enum EmbeddedFiles {
    struct File: Sendable {
      let name: String
      let text: String
      /// What stands behind `text` in the file: a policy's tests.
      let tests: String
    }

    static let all: [File] = [

  """
func file(_ name: String, _ text: String, tests: String = "") -> String {
  "File(name: \"\(name)\", text: \(literal(text)), tests: \(literal(tests))),\n"
}

var types: [(name: Substring, line: Substring)] = []
for path in CommandLine.arguments.dropFirst(2) {
  let url = URL(fileURLWithPath: path)
  var text = try String(contentsOf: url, encoding: .utf8)
  var tests = ""
  if url.pathExtension == "types" {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      types.append((line.prefix { $0 != " " }, line))
    }
    continue
  }
  if url.pathExtension == "yaml", let start = text.range(of: "\n  tests:") {
    tests = String(text[start.lowerBound...].dropFirst())
    text = String(text[..<start.lowerBound]) + "\n"
  }
  swift += file(url.lastPathComponent, text, tests: tests)
}
if !types.isEmpty {
  // Lines of one name stay in the order of the files: the later stands.
  let order = types.indices.sorted { (types[$0].name, $0) < (types[$1].name, $1) }
  swift += file("all.types", order.map { types[$0].line }.joined(separator: "\n"))
}
swift += "  ]\n}\n"
try swift.write(toFile: output, atomically: true, encoding: .utf8)
