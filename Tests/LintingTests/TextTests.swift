import Fargate
import Linting
import Policies
import Testing

@Suite("A text within a manifest")
struct TextTests {
  private static let rule = "aws-logging-output"

  private static func manifest(_ value: String, above: String = "") -> String {
    """
    \(above)apiVersion: v1
    kind: ConfigMap
    metadata: {name: aws-logging, namespace: aws-observability}
    data:
      output.conf: \(value)
    """
  }

  @Test(
    "is pointed into where its lines stand as they read",
    arguments: [
      ("|\n    [OUTPUT]\n        Name  s3  \n", "7:9"),
      ("|-\n      [OUTPUT]\n\n      # Name s3\n      \tName\ts3\n", "9:8"),
      ("|\n\n    [OUTPUT]\n      Alias 💧 \n      Name s3\n", "9:7"),
      ("|\r\n    [OUTPUT]\r\n        Name s3\r\n", "7:9"),
      // A folded line is another line, an escape stands for a break, and blanks before the first line are counted by
      // the indicator.
      (">\n    [OUTPUT]\n\n    Name s3\n", "5:3"),
      (#""[OUTPUT]\n  Name s3""#, "5:3"),
      ("|2\n      [OUTPUT]\n        Name s3\n", "5:3"),
    ])
  func places(value: String, place: String) throws {
    let report = try lint([("a.yaml", Self.manifest(value))], select: [Self.rule])
    #expect(report.lines == ["\(place) \(Self.rule)"])
  }

  @Test("is known by what offends, not by its line")
  func fingerprint() throws {
    func fingerprints(_ lines: String) throws -> [String] {
      try lint([("a.yaml", Self.manifest("|\n    [OUTPUT]\n" + lines))], select: [Self.rule]).findings.map(
        \.fingerprint.text)
    }
    let first = try fingerprints("      Name s3\n")
    #expect(try fingerprints("      Match *\n      Name s3\n") == first)
    #expect(try fingerprints("      Name http\n") != first)
    #expect(Set(try fingerprints("      Name s3\n    [OUTPUT]\n      Name http\n")).count == 2)
  }

  @Test("is pointed into where an overlay or a generator takes it over")
  func overlays() throws {
    let base = ("base/a.yaml", Self.manifest("|\n    [OUTPUT]\n        Name s3\n"))
    let kustomization = ("base/kustomization.yaml", "resources: [a.yaml]\n")
    let report = try lint(
      [
        base, kustomization,
        ("over/kustomization.yaml", "namePrefix: ''\nresources: [../base]\nlabels: [{pairs: {a: b}}]"),
      ],
      select: [Self.rule])
    #expect(report.places == ["base/a.yaml:7:9 \(Self.rule)"])
    let flux = RepositoryScopeTests.flux("base", "./base", "postBuild: {substitute: {name: s3, tag: a.b.c.d}}")
    let filled = Self.manifest("|\n    # ${tag}\n    [OUTPUT]\n        Name  ${name}  \n        Alias b\n")
    let substituted = try lint([("base/a.yaml", filled), ("clusters/a.yaml", flux)], select: [Self.rule])
    #expect(substituted.places == ["base/a.yaml:8:9 \(Self.rule)"])
    let generator = """
      namespace: aws-observability
      generatorOptions: {disableNameSuffixHash: true}
      configMapGenerator:
      - name: aws-logging
        literals:
        - |-
          output.conf=[OUTPUT]
            Name s3
      """
    let generated = try lint([("a/kustomization.yaml", generator)], select: [Self.rule])
    #expect(generated.places == ["a/kustomization.yaml:8:7 \(Self.rule)"])
  }

  @Test("is unknown only where something is substituted later")
  func unknown() throws {
    let text = "|\n    [OUTPUT]\n        Region ${REGION}\n        Name s3\n    [OUTPUT]\n        Name ${NAME}\n"
    let report = try lint([("a.yaml", Self.manifest(text))], select: [Self.rule])
    #expect(report.lines == ["8:9 \(Self.rule)"])
    #expect(report.said == ["a.yaml:10 value-unknown"])
  }

  // MARK: Functions

  /// What a rule says of a ConfigMap whose key `text` holds a text.
  private func report(_ validation: String, of text: String) throws -> Report {
    let tables = try LintTables.bundled()
    let vocabulary = tables.vocabulary
    var loader = PolicyLoader(vocabulary: vocabulary)
    let policy = """
      apiVersion: fargate-lint.dev/v1
      kind: Policy
      metadata: {name: mine}
      spec:
        title: t
        category: c
        severity: error
        description: d
        remediation: r
        match: {subject: object, kinds: [v1/ConfigMap]}
        validations: [{\(validation), message: m}]
      """
    loader.add(text: policy, file: "mine.yaml")
    try #require(loader.errors.map(\.message) == [])
    let linter = Linter(
      rules: try RuleSet(loader.rules, RuleSet.Selection()),
      options: LintOptions(today: CalendarDate(year: 2026, month: 1, day: 1)), vocabulary: vocabulary, tables: tables)
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  text: " + text
    return linter.report(on: [("a.yaml", manifest)])
  }

  @Test(
    "holds YAML whose values have places",
    arguments: [
      ("expression: yaml(object.data.text).a.b == 2, at: yaml(object.data.text).a.b", "7:7 mine"),
      ("expression: size(yaml(object.data.text).a) == 2, at: yaml(object.data.text).a", "6:5 mine"),
      ("expression: yaml(object.data.text).c == 2, at: yaml(object.data.text).c", "8:5 mine"),
      // Of a text in a text the inner one is the place.
      ("expression: yaml(yaml(object.data.text).c).d == 2, at: yaml(yaml(object.data.text).c).d", "8:5 mine"),
      // What is computed stands nowhere.
      ("expression: yaml(object.data.text + ' ').a.b == 2, at: yaml(object.data.text + ' ').a.b", "3:12 mine"),
    ])
  func yaml(validation: String, line: String) throws {
    let report = try report(validation, of: "|\n    a:\n      b: 1\n    c: 'd: 1'\n")
    #expect(report.lines == [line])
    #expect(report.said == [])
  }

  @Test(
    "that cannot be read makes a notice",
    arguments: [
      ("expression: yaml(object.data.text).a == 2", "'a: b: c'", "rule-unevaluable"),
      ("expression: yaml(object.data.text) == 2", "1", "rule-unevaluable"),
      ("expression: \"'a' in dyn(object.data.text)\"", "${X}", "value-unknown"),
    ])
  func unreadable(validation: String, text: String, kind: String) throws {
    let report = try report(validation, of: text)
    #expect(report.lines == [])
    #expect(report.said == ["a.yaml:5 \(kind)"])
  }

  @Test(
    "has marks of a later substitution that rules can count",
    arguments: [
      ("'${X}'", 1), ("'a$(b)c'", 1), ("'<name>'", 1), ("'{{ x }}'", 1), ("'$X'", 0), ("'(?<name>.)'", 0),
      ("'(?P<name>.)'", 0), (#"'\k<name>'"#, 0), ("'?<name>'", 1), (#"'k<name>'"#, 1),
    ])
  func substituted(text: String, count: Int) throws {
    let report = try report("expression: size(substituted(object)) == \(count)", of: text)
    #expect(report.lines == [])
    #expect(report.said == [])
  }

  @Test(
    "is compared with what may be meant",
    arguments: [
      ("object.data.text.nearest(['output.conf', 'filters.conf']) == 'output.conf'", "outptss.conf"),
      ("object.data.text.nearest(['output.conf'], 2) == 'output.conf'", "outputss.conf"),
      ("object.data.text.nearest(['output.conf'], 1) == ''", "outputss.conf"),
      ("object.data.text.nearest(['output.conf'], 9) == ''", "fluent-bit.conf"),
    ])
  func nearest(expression: String, text: String) throws {
    #expect(try report("expression: \"\(expression)\"", of: text).lines == [])
  }

  @Test("of Fluent Bit has sections and entries")
  func fluentBit() throws {
    let text =
      "|\n    stray x\n    [ A ] b\n      Key  a  value\n    \tBare\n    @SET x=y\n      z ${X}${Y}$X\n    [bad\n"
    let expected = """
      fluentbit(object.data.text).sections.map(s, s.name) == ['A', '@SET'] \
      && fluentbit(object.data.text).sections.map(s, s.line) == [2, 5] \
      && fluentbit(object.data.text).sections[0].entries.map(e, e.key) == ['Key', 'Bare', 'z'] \
      && fluentbit(object.data.text).sections[0].entries[0].value == 'a  value' \
      && fluentbit(object.data.text).sections[0].entries[1].value == '' \
      && fluentbit(object.data.text).sections[0].entries.map(e, e.indent) == [2, 1, 2] \
      && fluentbit(object.data.text).sections[0].entries[2].variables == ['X', 'Y']
      """
    let report = try report("expression: \"\(expected)\"", of: text)
    #expect(report.lines == [])
    #expect(report.said == [])
  }
}
