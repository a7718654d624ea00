/// Why nothing was rendered, for people: one line, the same from run to run.
public struct RenderError: Error, Sendable, Equatable {
  public let message: String

  public init(_ message: String) { self.message = message }

  /// - Parameters:
  ///   - names: what to call the paths that the program was given.
  ///   - noise: what it may say at first that tells nothing to those who did not see the call.
  init(
    _ error: ProgramError, _ scratch: borrowing ScratchFolder, calling names: [String: String],
    without noise: String = ""
  ) {
    switch error {
    case .notStarted(let reason): message = "cannot be run: \(reason)"
    case .killed(let signal): message = "was killed by signal \(signal)"
    case .tookTooLong(let time): message = "took longer than \(time.components.seconds) s"
    case .saidTooMuch(let bytes): message = "printed more than \(bytes >> 20) MiB"
    case .failed(let code, let said):
      let line = ErrorLine.first(in: said) ?? "ended with code \(code)"
      let settled = RenderError.settled(line, scratch, calling: names)
      message = RenderError.shortened(settled.hasPrefix(noise) ? settled.dropFirst(noise.count) : settled[...])
    }
  }

  /// What `body` makes of the file system, so that a program can run.
  static func wrapping<Result: ~Copyable>(_ body: () throws(OpenError) -> Result) throws(RenderError) -> Result {
    do throws(OpenError) { return try body() } catch { throw RenderError("cannot be run: \(error.reason)") }
  }

  /// Without names that are made up anew in every run.
  private static func settled(
    _ line: String, _ scratch: borrowing ScratchFolder, calling names: [String: String]
  ) -> String {
    var line = line
    let temporary = FileName(bytes: scratch.temporary).text + "/"
    while let place = line.firstRange(of: temporary) {
      let end = line[place.upperBound...].firstIndex { "/'\" ):,".contains($0) } ?? line.endIndex
      line.replaceSubrange(place.lowerBound..<end, with: "…")
    }
    line = line.replacing(FileName(bytes: scratch.path).text, with: "…")
    for (path, name) in names.sorted(by: { $0.key.count > $1.key.count }) { line = line.replacing(path, with: name) }
    return line
  }

  /// In letters; causes stand at the end of what these programs say, so that the middle goes.
  private static let longest = 480

  private static func shortened(_ text: Substring) -> String {
    text.count > longest ? "\(text.prefix(longest / 2)) … \(text.suffix(longest / 2))" : String(text)
  }
}
