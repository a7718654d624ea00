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
  private let walk: SubjectWalk
  private let style: Style
  private var suppressions: FileSuppressions
  private var output = Output(1)
  private var subjects = 0
  private var findings = 0

  init(
    _ rule: Rule, _ file: SourceFile, line: Int?, preset: String, options: LintOptions, _ sources: PolicySources,
    _ style: Style
  ) {
    self.rule = rule
    self.file = file
    self.line = line
    self.preset = preset
    self.options = options
    self.style = style
    walk = SubjectWalk(options: options, vocabulary: sources.vocabulary, tables: sources.tables)
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
      explain(document, &evaluation)
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
    guard !document.isTemplate, let tree = document.tree, let root = tree.root else {
      let lines = document.position(of: 0).line...document.position(of: Int(UInt32.max)).line
      if let line, !lines.contains(line) { return }
      let why = document.isTemplate ? "is a template, not YAML until it is rendered" : "does not parse"
      let problem = document.isTemplate ? nil : document.problems.first
      let at = document.position(of: problem?.range.lowerBound ?? 0).line
      write("\(file.name.text):\(at): the document here \(why)\(problem.map { ": \($0.message)" } ?? "")")
      return
    }
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
    guard options.judge(rule) else {
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
    let end = document.position(of: range.upperBound)
    // What ends with a line break ends on the line before.
    let last = end.column == 1 ? end.line - 1 : end.line
    return (document.position(of: range.lowerBound).line...max(last, document.position(of: range.lowerBound).line))
      .contains(line)
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
    guard !explanation.verdicts.isEmpty else { return silent(reason(explanation, evaluation), counting: false) }
    for verdict in explanation.verdicts { tell(verdict, visit, document) }
  }

  /// Why a rule has nothing to say.
  private func reason(_ explanation: RuleExplanation, _ evaluation: Evaluation) -> String {
    let failed = explanation.steps.contains { step in
      if case .error? = step.explanation?.value, step.isJudging { return true }
      return false
    }
    if failed { return "an expression failed, and `failurePolicy: Ignore` passes over that" }
    if explanation.steps.contains(where: \.isValidation) { return "every validation holds" }
    switch explanation.steps.last {
    case .note?: return "the policy does not look at it"
    case .condition(let name, _)?: return "the condition `\(name)` does not hold"
    default: return "there is nothing to judge"
    }
  }

  private mutating func tell(_ verdict: Verdict, _ visit: SubjectWalk.Visit, _ document: borrowing Document) {
    let name = rule.description.name
    switch verdict {
    case .violation(let place, let severity, let message, _):
      let start = document.place(of: place ?? visit.place).start
      let at = "\(file.name.text):\(start.line):\(start.column)"
      guard let suppression = suppressions.suppression(of: name, at: start) else {
        findings += 1
        return write("  " + style.paint("\(severity.rawValue)[\(name)]", .error) + " \(at): \(message)")
      }
      let reason = suppression.reason.map { ": \($0)" } ?? ""
      write("  suppressed \(severity.rawValue)[\(name)] \(at): \(message)")
      write("    by line \(suppression.line)\(reason)")
    case .notice(let place, let message):
      notice(message, at: place ?? visit.place, document)
    case .unknown(let place):
      let isLater = document.tree?.isPlaceholder(place) ?? false
      notice(
        isLater ? "it rests on a value that is substituted later" : "it rests on what only the cluster knows",
        at: place, document)
    case .failure(let place, let error): notice(error.message, at: place ?? visit.place, document)
    }
  }

  // MARK: Output

  private mutating func notice(_ message: String, at node: NodeID, _ document: borrowing Document) {
    let start = document.place(of: node).start
    write("  no finding, but a notice: \(file.name.text):\(start.line): \(message)")
  }

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
