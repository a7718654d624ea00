import Foundation
import Manifests
import TestData
import Testing

@Suite("What is read")
struct DiscoveryTests {
  /// Names of files found and of what was passed over, below a folder of empty files.
  private func find(
    _ files: [String: String], _ configure: (inout Discovery.Options) -> Void = { _ in },
    prepare: (URL) throws -> Void = { _ in }
  ) throws -> (files: [String], skipped: [String]) {
    try TestData.withFolder { folder in
      for (path, text) in files { try TestData.write(text, to: path, in: folder) }
      try prepare(folder)
      var options = Discovery.Options()
      configure(&options)
      let root = folder.resolvingSymlinksInPath().path
      let found = try Discovery.find([Array(root.utf8)], options)
      func name(_ file: FileName) -> String { file.text.replacingOccurrences(of: root + "/", with: "") }
      return (found.files.map { name($0.name) }, found.skipped.map { name($0.name) })
    }
  }

  @Test("YAML and JSON files, in byte order, hidden folders left out")
  func kinds() throws {
    let found = try find(["b.yml": "", "a.yaml": "", "c/d.json": "", "e.txt": "", ".git/x.yaml": "", ".y.yaml": ""])
    #expect(found.files == [".y.yaml", "a.yaml", "b.yml", "c/d.json"])
  }

  @Test("an excluded folder", arguments: ["vendor", "vendor/**", "**/vendor/*", "v*r"])
  func exclude(glob: String) throws {
    let found = try find(["a.yaml": "", "vendor/b.yaml": ""]) { $0.excludes = [Glob(glob)] }
    #expect(found.files == ["a.yaml"])
  }

  @Test("templates of a chart are said, not read")
  func chart() throws {
    let found = try find(["web/Chart.yaml": "name: web\n", "web/templates/pod.yaml": "", "web/values.yaml": ""])
    #expect(!found.files.contains("web/templates/pod.yaml"))
    #expect(found.skipped == ["web/templates/pod.yaml"])
  }

  @Test(
    "what git ignores is not read, unless asked for", arguments: [(true, ["a.yaml"]), (false, ["a.yaml", "b.yaml"])])
  func ignored(follows: Bool, files: [String]) throws {
    let found = try find(
      ["a.yaml": "", "b.yaml": "", ".gitignore": "b.yaml\n"], { $0.followsGitIgnore = follows },
      prepare: { _ = try Tool.run(URL(fileURLWithPath: "/usr/bin/env"), ["git", "init", "-q"], in: $0) })
    #expect(found.files == files)
  }

  @Test("a link out of the paths is not followed, one inside not read twice")
  func links() throws {
    func link(_ folder: URL) throws {
      let files = FileManager.default
      try files.createSymbolicLink(atPath: folder.path + "/out.yaml", withDestinationPath: "/etc/hostname")
      try files.createSymbolicLink(atPath: folder.path + "/c/up", withDestinationPath: "..")
    }
    let found = try find(["a.yaml": "", "c/d.yaml": ""], prepare: link)
    #expect(found.files == ["a.yaml", "c/d.yaml"])
    #expect(found.skipped.contains("out.yaml"))
  }

  @Test("a path that is not there is refused")
  func missing() { #expect(throws: Discovery.NoSuchPath.self) { try Discovery.find([Array("no/such".utf8)], .init()) } }
}
