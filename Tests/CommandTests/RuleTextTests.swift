import Foundation
import TestData
import Testing

@Suite("The Markdown of rules on pages")
struct RuleTextTests {
  /// The page of a run with a rule of this description and title, which finds something.
  private static func page(_ description: String, title: String = "t") throws -> String {
    func quoted(_ text: String) throws -> String {
      String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }
    return try TestData.withFolder { folder in
      try TestData.write(
        """
        apiVersion: fargate-lint.dev/v1
        kind: Policy
        metadata: {name: a}
        spec:
          title: \(quoted(title))
          category: c
          severity: error
          description: \(quoted(description))
          remediation: Set `a`.
          match: {subject: object}
          validations: [{expression: "false", message: m}]

        """, to: "policy.yaml", in: folder)
      try TestData.write("apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n", to: "in/web.yaml", in: folder)
      let run = try Tool.run(
        ["in", "--no-bundled", "--policy", "policy.yaml", "--format", "html"], in: folder)
      #expect(run.status == 1, "\(run.errors)")
      return run.output
    }
  }

  /// What is written, and the markup that it becomes within a paragraph.
  private static let spans = [
    ("code `a < b` here", "code <code>a &lt; b</code> here"), ("`` a`b ``", "<code>a`b</code>"),
    ("*soft* and **strong**", "<em>soft</em> and <strong>strong</strong>"),
    ("**strong `code` *and soft***", "<strong>strong <code>code</code> <em>and soft</em></strong>"),
    ("_soft_ but snake_case_name", "<em>soft</em> but snake_case_name"),
    (
      "[a *link*](https://example.com/?a=1&b=2).",
      "<a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noreferrer\">a <em>link</em></a>."
    ),
    ("2 * 3 * 4, a ** b", "2 * 3 * 4, a ** b"), ("`open, *open, [open](", "`open, *open, [open]("),
    ("\\*no\\* \\`code\\` \\[x](https://a.example)", "*no* `code` [x](https://a.example)"),
    ("[x](javascript:alert(1))", "[x](javascript:alert(1))"), ("[x](//a.example)", "[x](//a.example)"),
    ("[x](https://a\"onclick=\"b)", "<a href=\"https://a&quot;onclick=&quot;b\" rel=\"noreferrer\">x</a>"),
    ("<script>alert(1)</script> &amp;", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;"),
    ("`<img src=x onerror=alert(1)>`", "<code>&lt;img src=x onerror=alert(1)&gt;</code>"),
    ("turned \u{202e}around", "turned \\u{202e}around"),
  ]

  @Test("code, emphasis and links are shown as such, and whatever else is written is text")
  func inline() throws {
    let page = try RuleTextTests.page(RuleTextTests.spans.map(\.0).joined(separator: "\n\n"))
    for (written, markup) in RuleTextTests.spans {
      #expect(page.contains("<p>\(markup)</p>\n"), "\(written)")
    }
    #expect(!page.contains("href=\"javascript:"))
  }

  @Test("paragraphs, lists and fenced code are blocks")
  func blocks() throws {
    let page = try RuleTextTests.page(
      """
      First line
      and its second.

      - one
      - two `x`
        goes on
      1. first
      2. second

      ```yaml
      a: <b>
      - *no*
      ```
      Last.
      """)
    #expect(
      page.contains(
        """
        <p>First line
        and its second.</p>
        <ul>
        <li>one</li>
        <li>two <code>x</code>
        goes on</li>
        </ul>
        <ol>
        <li>first</li>
        <li>second</li>
        </ol>
        <pre><code>a: &lt;b&gt;
        - *no*
        </code></pre>
        <p>Last.</p>

        """))
    #expect(page.contains("<p>Set <code>a</code>.</p>"))
  }

  @Test("titles may hold code, on the page of an audit too")
  func titles() throws {
    #expect(try RuleTextTests.page("d", title: "`a` is *not* <b>").contains("<code>a</code> is <em>not</em> &lt;b&gt;"))
  }

  @Test("a text of nothing but marks is read in time", arguments: ["*a ", "[", "`", "_", "[a](", "**a `", "\\"])
  func hostile(mark: String) throws {
    let clock = ContinuousClock()
    let took = try clock.measure { _ = try RuleTextTests.page(String(repeating: mark, count: 100_000 / mark.count)) }
    #expect(took < .seconds(30))
  }
}
