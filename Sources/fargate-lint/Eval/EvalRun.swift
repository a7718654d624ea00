import CEL
import Linting
import Manifests
import Policies
import Reporting
import YAML

/// One expression and what it has said so far.
struct EvalRun {
  private let program: Program
  private let explains: Bool
  private let style: Style
  private var output = Output(1)
  private var failed = false

  init(_ program: Program, explains: Bool, _ style: Style) {
    self.program = program
    self.explains = explains
    self.style = style
  }

  // MARK: Input

  /// Evaluates once, without a manifest.
  mutating func evaluate(preset: String, _ sources: PolicySources) -> ExitCode {
    var evaluation = Evaluation()
    SubjectBinding(vocabulary: sources.vocabulary, tables: sources.tables.tables).begin(preset: preset, &evaluation)
    show(heading: nil, &evaluation) { _ in nil }
    output.flush()
    return failed ? .findings : .fine
  }

  /// Evaluates for every document of a file, or for every subject in them.
  /// - Parameter subject: nil: the root of each document is `object`, whatever it is.
  mutating func evaluate(_ file: SourceFile, _ subject: Subject?, preset: String, _ sources: PolicySources)
    throws(Failure) -> ExitCode
  {
    let options = LintOptions(today: LintRequest.today())
    let walk = SubjectWalk(options: options, vocabulary: sources.vocabulary, tables: sources.tables.tables)
    var evaluation = Evaluation()
    let problem = try file.forEachDocument { document, tree, root in
      walk.begin(tree, preset: preset, &evaluation)
      guard let subject else {
        walk.bind(object: root, &evaluation)
        return show(root, document, file, &evaluation)
      }
      walk.visit(subject, in: tree, &evaluation) { visit, evaluation in
        show(visit.extent, document, file, &evaluation)
      }
    }
    output.flush()
    if let problem {
      let position = problem.position
      Output.standardError("\(file.name.text):\(position.line):\(position.column): error: \(problem.message)")
    }
    return failed || problem != nil ? .findings : .fine
  }

  private mutating func show(
    _ node: NodeID, _ document: borrowing Document, _ file: SourceFile, _ evaluation: inout Evaluation
  ) {
    let start = document.place(of: node).start
    show(heading: "\(file.name.text):\(start.line)", &evaluation) { file.place(of: $0, in: document) }
  }

  // MARK: Output

  private mutating func show(heading: String?, _ evaluation: inout Evaluation, place: (Evaluation.Written) -> String?) {
    guard explains else {
      let value = evaluation.typed(program.evaluate(in: &evaluation))
      if value.isError {
        tellError(Explanation(of: program, in: &evaluation), evaluation, place)
      } else {
        output.write(evaluation.text(value) + "\n")
      }
      return
    }
    let explanation = Explanation(of: program, in: &evaluation)
    if let heading { output.write(style.paint(heading.shownOnTerminal, .bold) + "\n") }
    let value = evaluation.typed(explanation.value)
    if value.isError { tellError(explanation, evaluation, place) } else { output.write(evaluation.text(value) + "\n") }
    for line in ExplanationText(evaluation: evaluation, style: style).lines(explanation.root, place: place) {
      output.write("  \(line)\n")
    }
    output.write(style.paint("cost: \(explanation.cost) of \(Evaluation.expressionBudget)", .quiet) + "\n")
  }

  /// Tells an error with the part of the expression that failed, and what that had read.
  private mutating func tellError(
    _ explanation: Explanation, _ evaluation: Evaluation, _ place: (Evaluation.Written) -> String?
  ) {
    failed = true
    output.flush()
    guard case .error(let error) = explanation.value else { return }
    let part = explanation.failedPart ?? explanation.root
    var text = LoadError(expression: explanation.source, Issue(error.message, at: part.offset)).text
    for read in [part] + part.parts {
      guard let node = read.origin, let place = evaluation.written(node).flatMap(place) else { continue }
      if case .missing(let missing)? = read.note {
        text += "\n  \(place): \(missing.text(in: evaluation))"
      } else if let value = read.value, !value.isError {
        text += "\n  \(place): `\(read.text)` is \(evaluation.summary(value))"
      } else {
        text += "\n  \(place): this is \(evaluation.summary(.node(node)))"
      }
    }
    Output.standardError(text.split(separator: "\n").map { String($0).shownOnTerminal }.joined(separator: "\n"))
  }
}

extension SourceFile {
  /// `FILE:LINE:COLUMN` of a node or a part of its text; nil for one of another tree.
  func place(of written: Evaluation.Written, in document: borrowing Document) -> String? {
    guard written.node.tree == SubjectBinding.document else { return nil }
    let start = document.place(of: written.node.node, part: written.part).start
    return "\(name.text):\(start.line):\(start.column)"
  }
}

extension Value {
  fileprivate var isError: Bool {
    if case .error = self { return true }
    return false
  }
}
