import Foundation
import TestData
import Testing

@Suite("Pages of rules")
struct RulePagesTests {
  @Test("are those of the documentation: `fargate-lint rules --pages docs/rules` writes them")
  func upToDate() throws {
    let docs = TestData.package.appending(path: "docs/rules")
    let known = Set(try FileManager.default.contentsOfDirectory(atPath: docs.path()))
    try TestData.withFolder { folder in
      let run = try Tool.run(["rules", "--pages", folder.path()])
      #expect(run.status == 0, "\(run.errors)")
      let written = Set(try FileManager.default.contentsOfDirectory(atPath: folder.path()))
      #expect(written.subtracting(known).sorted() == [], "pages that are not there")
      #expect(known.subtracting(written).sorted() == [], "pages of rules that are no more")
      let stale = try known.intersection(written).filter { name in
        try Data(contentsOf: docs.appending(path: name)) != Data(contentsOf: folder.appending(path: name))
      }
      #expect(stale.sorted() == [], "pages that differ")
    }
  }

  @Test("end with 2 where they cannot be written")
  func unwritable() throws {
    let run = try Tool.run(["rules", "--pages", "no/such/folder"])
    #expect(run.status == 2)
    #expect(run.errors.contains("no/such/folder/README.md"))
  }
}
