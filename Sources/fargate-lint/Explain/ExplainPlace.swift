import CEL
import Linting
import Manifests
import Policies
import Reporting
import YAML

/// `explain RULE FILE[:LINE]`: why a rule says what it says there.
struct ExplainPlace {
  private let rule: Rule
  private let file: SourceFile
  /// nil: the whole file.
  private let line: Int?
  private let preset: String
  private let options: LintOptions
  /// Fills in `${NAME}`; nil: no value is configured.
  private let fill: ((String) -> String)?
  private let walk: SubjectWalk
  private let style: Style
  private var suppressions: FileSuppressions
  private var output = Output(1)
  private var subjects = 0
  private var findings = 0

  init(
    _ rule: Rule, _ file: SourceFile, line: Int?, preset: String, options: LintOptions, _ sources: PolicySources,
    filling fill: ((String) -> String)?, _ style: Style
  ) {
    self.rule = rule
    self.file = file
    self.line = line
    self.preset = preset
    self.options = options
    self.fill = fill
    self.style = style
    walk = SubjectWalk(options: options, vocabulary: sources.vocabulary, tables: sources.tables.tables)
    suppressions = FileSuppressions(today: options.today)
  }

  /// - Throws: when the file cannot be read or does not have the line.
  mutating func run() throws(UsageError) {
    guard let bytes = file.bytes(upTo: 64 << 20) else { throw UsageError("`\(file.name.text)` cannot be read") }
    let lines = ExplainPlace.lines(in: bytes)
    if let line, !(1...max(lines, 1)).contains(line) {
      throw UsageError("`\(file.name.text)` has \(counted(lines, "line")), so no line \(line)")
    }
    var stream = DocumentStream()
    _ = stream.read(bytes, as: file.format) { document in
      suppressions.collect(from: document)
      return true
    }
    var evaluation = Evaluation()
    _ = stream.read(bytes, as: file.format) { document in
      if let fill, let filled = document.filled(fill) {
        explain(filled, &evaluation)
      } else {
        explain(document, &evaluation)
      }
      return true
    }
    conclude()
    output.flush()
  }

  private static func lines(in bytes: [UInt8]) -> Int {
    let ends = bytes.count { $0 == UInt8(ascii: "\n") }
    return bytes.last == UInt8(ascii: "\n") ? ends : ends + 1
  }

  // MARK: Subjects

  private mutating func explain(_ document: borrowing Document, _ evaluation: inout Evaluation) {
    if let obstacle = obstacle(document) {
      let lines = document.position(of: 0).line...document.position(of: Int(UInt32.max)).line
      guard line.map(lines.contains) ?? true else { return }
      return write(
        "\(file.name.text):\(obstacle.line): the document here is not judged: \(obstacle.why)".shownOnTerminal)
    }
    guard let tree = document.tree, let root = tree.root else { return }
    walk.begin(tree, preset: preset, &evaluation)
    if rule.subject == .document {
      guard covers(root, document) else { return }
      heading("document", root, document)
      return walk.visit(.document, in: tree, &evaluation) { visit, evaluation in
        explain(visit, document, &evaluation)
      }
    }
    for resource in Resource.resources(in: tree) where covers(resource.node, document) {
      explain(resource, document, &evaluation)
    }
  }

  /// What keeps a document from being looked at.
  private func obstacle(_ document: borrowing Document) -> (line: Int, why: String)? {
    if document.isTemplate {
      return (document.position(of: 0).line, "it is a template, not YAML until it is rendered")
    }
    let problem = document.problems.first { document.tree == nil || $0.kind == .limit }
    return problem.map { (document.position(of: $0.range.lowerBound).line, $0.message) }
  }

  private mutating func explain(
    _ resource: Resource, _ document: borrowing Document, _ evaluation: inout Evaluation
  ) {
    let identity = resource.identity
    heading("\(identity.apiVersion) \(identity.kind) \(identity.name)", resource.node, document)
    guard rule.kindNames.isEmpty || rule.matches(identity) else {
      return silent("it looks at \(rule.kindNames.joined(separator: ", ")) only")
    }
    var extents: [NodeID] = []
    walk.visit(rule.subject, of: resource, &evaluation) { visit, _ in extents.append(visit.extent) }
    guard !extents.isEmpty else {
      return silent("it looks at each \(rule.subject.rawValue), and no \(identity.kind) is known to hold one")
    }
    guard rule.subject == .object || options.judge(rule) else {
      return silent(
        "it looks at pods whose placement is \(placements); here it is \(options.assumedPlacement.rawValue)"
          + (options.assumeFargate == .never ? ", which `--assume-fargate never` does not judge" : ""))
    }
    let isNarrow = extents.contains { covers($0, document) }
    walk.visit(rule.subject, of: resource, &evaluation) { visit, evaluation in
      guard !isNarrow || covers(visit.extent, document) else { return }
      if visit.extent != resource.node { heading(rule.subject.rawValue, visit.extent, document) }
      explain(visit, document, &evaluation)
    }
  }

  private var placements: String { (rule.placement ?? []).map(\.rawValue).sorted().joined(separator: " or ") }

  private func covers(_ node: NodeID, _ document: borrowing Document) -> Bool {
    guard let line, let tree = document.tree else { return true }
    let range = tree.range(node)
    let first = document.position(of: range.lowerBound).line
    let end = document.position(of: range.upperBound)
    // What ends with a line break ends on the line before.
    return first <= line && line <= max(first, end.column == 1 ? end.line - 1 : end.line)
  }

  // MARK: Steps

  private mutating func explain(
    _ visit: SubjectWalk.Visit, _ document: borrowing Document, _ evaluation: inout Evaluation
  ) {
    let explanation = rule.explain(in: &evaluation)
    let text = ExplanationText(evaluation: evaluation, style: style)
    let steps = StepText(evaluation: evaluation, style: style)
    for step in explanation.steps where steps.isShown(step) {
      let title = steps.title(of: step)
      if let title { write("  \(title)") }
      guard let tree = steps.tree(of: step) else { continue }
      let indent = title == nil ? "  " : "    "
      for line in text.lines(tree, place: { file.place(of: $0, in: document) }) { write(indent + line) }
    }
    if explanation.cost > 0 { output.write("  " + style.paint("cost: \(explanation.cost)", .quiet) + "\n") }
    subjects += 1
    guard !explanation.verdicts.isEmpty else { return silent(explanation.silence, counting: false) }
    let verdicts = VerdictText(
      rule: rule, evaluation: evaluation, file: file.name, suppressions: suppressions, style: style)
    for verdict in explanation.verdicts {
      let (lines, counts) = verdicts.lines(verdict, elseAt: visit.place, document)
      for line in lines { write("  \(line)") }
      if counts { findings += 1 }
    }
  }

  // MARK: Output

  private mutating func silent(_ why: String, counting: Bool = true) {
    if counting { subjects += 1 }
    write("  silent: \(why)")
  }

  private mutating func heading(_ what: String, _ node: NodeID, _ document: borrowing Document) {
    let line = document.place(of: node).start.line
    write(style.paint("\(file.name.text):\(line) \(what)".shownOnTerminal, .bold))
  }

  private mutating func conclude() {
    let name = rule.description.name
    guard subjects > 0 else {
      return write("\(name) looks at nothing here: no object stands at \(line.map { "line \($0)" } ?? "any line")")
    }
    let what = findings == 0 ? "finds nothing" : "makes \(counted(findings, "finding"))"
    let limit =
      rule.isIn(preset: preset) ? "" : ", but is not in the preset `\(preset)`: `check` runs it with `--select`"
    write("\(name) \(what) here\(limit)")
  }

  private func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  private mutating func write(_ line: String) { output.write(line + "\n") }
}
