import Manifests
import Testing

@Suite("Owners of files")
struct CodeOwnersTests {
  private static let owners = CodeOwners(
    """
    # who is asked
    * @everyone
    *.json @data
    /build.yaml @root
    docs/* docs@example.com
    apps/ @apps @second
    /teams/**/web @web
    with\\ blank.yaml @blank # says who
    nobody.yaml

    [Database][2] @dba
    db/
    db/mine.yaml @me
    """)

  @Test(
    "are those of the last pattern that matches",
    arguments: [
      ("a.yaml", ["@everyone"]),
      ("deep/er/a.json", ["@data"]),
      ("build.yaml", ["@root"]),
      ("x/build.yaml", ["@everyone"]),
      ("docs/a.yaml", ["docs@example.com"]),
      ("docs/b/a.yaml", ["@everyone"]),
      ("x/apps/b/a.yaml", ["@apps", "@second"]),
      ("teams/a/b/web/c.yaml", ["@web"]),
      ("x/teams/web/c.yaml", ["@everyone"]),
      ("with blank.yaml", ["@blank"]),
      ("nobody.yaml", []),
      ("db/a.yaml", ["@dba"]),
      ("db/mine.yaml", ["@me"]),
    ])
  func lastMatch(path: String, owners: [String]) {
    #expect(Self.owners.owners(of: Array(path.utf8)) == owners)
  }
}
