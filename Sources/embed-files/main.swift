// Writes a Swift file that holds the texts of other files: embed-files OUTPUT FILE...
//
// One file of string literals builds far faster than SwiftPM's `.embedInCode`, which spells every byte. The tests of a
// policy stand in a literal of their own, so that a run that does not need them does not parse them.
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
for path in CommandLine.arguments.dropFirst(2) {
  let url = URL(fileURLWithPath: path)
  var text = try String(contentsOf: url, encoding: .utf8)
  var tests = ""
  if url.pathExtension == "yaml", let start = text.range(of: "\n  tests:") {
    tests = String(text[start.lowerBound...].dropFirst())
    text = String(text[..<start.lowerBound]) + "\n"
  }
  swift += "File(name: \"\(url.lastPathComponent)\", text: \(literal(text)), tests: \(literal(tests))),\n"
}
swift += "  ]\n}\n"
try swift.write(toFile: output, atomically: true, encoding: .utf8)
