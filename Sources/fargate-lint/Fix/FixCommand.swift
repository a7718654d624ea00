import Linting
import Manifests
import Reporting

/// `fix`: the edits that policies offer are made, as long as checking the changed files shows that they hold.
enum FixCommand {
  static let options =
    [
      Option(name: "diff", value: nil, help: "print the changes as `diff -u` does, and write no file"),
      Option(name: "unsafe", value: nil, help: "make the edits that change what a program does, too"),
      Option(name: "quiet", value: nil, help: "say nothing of what was done"),
    ] + LintRequest.options

  static func run(_ arguments: Arguments) async throws(Failure) -> ExitCode {
    do throws(UsageError) {
      return try await fix(arguments)
    } catch { throw Failure(error) }
  }

  private static func fix(_ arguments: Arguments) async throws(UsageError) -> ExitCode {
    guard !arguments.operands.contains("-") else {
      throw UsageError("`fix` changes files: name the file instead of `-`")
    }
    let request = try LintRequest(arguments, nil, .fixes)
    let files = Dictionary(
      request.input.files.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let report = await request.linter.report(on: request.input)
    if report.unrendered.complain() { return .failure }
    var session = FixSession(report, arguments.has("unsafe") ? .all : .safe) { name in
      files[name]?.bytes(upTo: .max)
    }
    while let trial = session.trial {
      var input = request.input
      input.texts = trial
      session.judge(await request.linter.report(on: input))
    }
    let changed = session.texts.keys.sorted().compactMap { files[$0] }
    let isDone = arguments.has("diff") ? show(changed, session) : write(changed, session)
    if !arguments.has("quiet") { tell(session, report, arguments) }
    return isDone ? .fine : .failure
  }

  // MARK: Files

  /// - Returns: whether all could be shown.
  private static func show(_ files: [SourceFile], _ session: FixSession) -> Bool {
    let reason = Output.stream(1) { output in
      for file in files {
        guard let text = session.texts[file.name], let before = session.originals[file.name] else { continue }
        UnifiedDiff(from: String(decoding: before, as: UTF8.self), to: String(decoding: text, as: UTF8.self))
          .write(file.name.text, to: &output)
      }
    }
    if let reason { Output.standardError("fargate-lint: error: the changes could not be shown: \(reason)") }
    return reason == nil
  }

  /// - Returns: whether all could be written.
  private static func write(_ files: [SourceFile], _ session: FixSession) -> Bool {
    var isDone = true
    for file in files {
      guard let text = session.texts[file.name],
        let reason = write(text, over: session.originals[file.name], to: file)
      else { continue }
      Output.standardError("fargate-lint: error: `\(file.name.text)` was not changed: \(reason)")
      isDone = false
    }
    return isDone
  }

  /// - Parameter before: what must still be there.
  private static func write(_ text: [UInt8], over before: [UInt8]?, to file: SourceFile) -> String? {
    guard let bytes = file.path else { return "it is no file" }
    guard file.bytes(upTo: .max) == before else { return "it has changed meanwhile" }
    let path = String(decoding: bytes, as: UTF8.self)
    guard path.utf8.elementsEqual(bytes) else { return "its name is no UTF-8" }
    return Output.file(path) { $0.write(String(decoding: text, as: UTF8.self)) }
  }

  // MARK: What is said

  private static func tell(_ session: FixSession, _ report: Report, _ arguments: Arguments) {
    let verb = arguments.has("diff") ? "would be fixed" : "fixed"
    for refusal in session.refusals {
      let (file, start) = (refusal.finding.file.text, refusal.finding.start)
      Output.standardError("\(file):\(start.line):\(start.column): not \(verb): \(refusal.sentence)")
    }
    let isUnsafe = arguments.has("unsafe")
    let left = report.findings.count { finding in
      finding.suppression == nil && finding.fix.map { !$0.isSafe } ?? false && !isUnsafe
    }
    let count = session.fixed.count
    var sentence =
      count == 0 ? "nothing \(verb)" : "\(count.counting("finding")) \(verb) in \(session.texts.count.counting("file"))"
    if left > 0 { sentence += "; `--unsafe` fixes \(left) more, and changes what programs do" }
    Output.standardError("fargate-lint: \(sentence)")
  }
}
