import Synchronization

/// Writes down what a run asks of the file system, so that a later one can tell whether it would find the same.
public final class Witness: Sendable {
  /// Who writes down what is asked; nil: nobody.
  @TaskLocal public static var current: Witness?

  private struct Asked: Hashable {
    let question: Observation.Question
    let path: FileName
  }

  private struct State {
    /// By question; the answer is nil where it is worked out at the end.
    var answers: [Asked: [UInt8]?] = [:]
    var order: [Asked] = []
    /// Whether two answers to one question were not the same.
    var isTorn = false
  }

  private let state = Mutex(State())
  /// When the run began, in nanoseconds since 1970.
  private let start = FileStamp.now

  public init() {}

  static func note(_ question: Observation.Question, _ path: [UInt8], _ answer: @autoclosure () -> [UInt8]?) {
    guard let witness = current else { return }
    let asked = Asked(question: question, path: FileName(bytes: path))
    let answer = answer()
    witness.state.withLock { state in
      switch state.answers[asked] {
      case nil:
        state.answers[asked] = .some(answer)
        state.order.append(asked)
      case let known?: if known != answer { state.isTorn = true }
      }
    }
  }

  /// File systems tell times as coarse as this, in nanoseconds.
  private static let grain = 20_000_000

  /// Until when a stamp proves that nothing changed since.
  public static func trusted(at time: Int) -> Int { time - grain }

  /// What the run was told, with evidence where there is any.
  /// - Returns: nil where something changed while the run was reading, or may have.
  public func observations() -> [Observation]? {
    let (answers, order, isTorn) = state.withLock { ($0.answers, $0.order, $0.isTorn) }
    guard !isTorn else { return nil }
    var result: [Observation] = []
    result.reserveCapacity(order.count)
    let time = Witness.trusted(at: start)
    for asked in order {
      let told = answers[asked] ?? nil
      if told == [], asked.question == .kind, isListed(asked.path.bytes, answers) { continue }
      let path = PathName.absolute(asked.path.bytes, from: System.workingDirectory())
      var observation = Observation(asked.question, path, answer: told)
      guard observation.ask(trustingUntil: time) else { return nil }
      if let told {
        guard observation.answer == told else { return nil }
      } else if observation.evidence.isEmpty {
        // What the run has read is not at hand any more: only that it is old shows that it is still there.
        return nil
      }
      result.append(observation)
    }
    return result
  }

  /// Whether the list of its folder tells that nothing stands at a path.
  private func isListed(_ path: [UInt8], _ answers: [Asked: [UInt8]?]) -> Bool {
    let list = answers[Asked(question: .listing, path: FileName(bytes: PathName.folder(of: path)))]
    return list != nil && list != .some([]) && Observation.isSeen(PathName.last(path))
  }
}
