import Testing

@testable import Manifests

@Suite("What a program says of its failure")
struct ErrorLineTests {
  @Test(
    "is the line that speaks of the error, without what changes from run to run",
    arguments: [
      ("Error: no Chart.yaml\n", "no Chart.yaml"),
      ("# Warning: 'bases' is deprecated.\nWarning: old\nError: bad\nmore\n", "bad"),
      ("error converting YAML to JSON: line 3\n", "error converting YAML to JSON: line 3"),
      ("W0131 12:00:00.000000    4711 a.go:1] old\nfatal: no such ref\n", "fatal: no such ref"),
      ("# Warning: old\nno idea\n", "no idea"),
      ("E0131 12:00:00.000000    4711 run.go:72] \"command failed\" err=\"no \\\"x\\\"\\nhere\"\n", "no \"x\" here"),
      ("E0131 12:00:00.000000    4711 run.go:72] \"command failed\" err=<\n\tone\n\ttwo\n >\n", "one two"),
      ("E0131 12:00:00.000000    4711 run.go:72] \"command failed\" err=<\n >\nbad\n", "bad"),
    ])
  func line(said: String, wanted: String) { #expect(ErrorLine.first(in: said) == wanted) }

  @Test("is nothing where it says nothing", arguments: ["", "\n\n", "warning: old\n"])
  func silent(said: String) { #expect(ErrorLine.first(in: said) == nil) }

  @Test(
    "a way from one folder to another",
    arguments: [("/a/b", "/a/c/d", "../c/d"), ("/a", "/a", "."), ("/", "/a", "a"), ("/a/b", "/", "../..")])
  func way(from: String, to: String, way: String) {
    #expect(String(decoding: PathName.way(from: Array(from.utf8), to: Array(to.utf8)), as: UTF8.self) == way)
  }
}
