import Glibc
import YAML

func slurp(_ path: String) -> [UInt8] {
  let fd = open(path, O_RDONLY)
  var all: [UInt8] = []
  var b = [UInt8](repeating: 0, count: 65536)
  while true { let n = read(fd, &b, b.count); if n <= 0 { break }; all += b[..<n] }
  close(fd)
  return all
}
let a = CommandLine.arguments
let path = a[4]
if a[3] == "events" {
  let notation = EventNotation(of: slurp(path))
  print(notation.text, terminator: "")
  if let p = notation.problem { writeError("\(path):\(p.position.line):\(p.position.column): error: \(p.message)\n"); exit(1) }
} else {
  var stream = DocumentStream()
  var bad: String?
  _ = try stream.read(open(path, O_RDONLY), as: path.hasSuffix(".json") ? .json : .yaml) { document in
    for p in document.problems where p.kind != .duplicateKey {
      let at = document.position(of: p.range.lowerBound)
      bad = "\(path):\(at.line):\(at.column): error: \(p.message)\n"; return false
    }
    if document.isTemplate { bad = "\(path):1:1: error: t\n"; return false}
    if let tree = document.tree, let root = tree.root {
      if tree.isNull(root) { return true }
      var out = ""
      tree.appendJSON(of: root, to: &out)
      print(out)
    }
    return true
  }
  if let bad { writeError(bad); exit(1) }
}
func writeError(_ s: String) { s.withCString { _ = write(2, $0, strlen($0)) } }
