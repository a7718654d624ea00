import Linting
import Synchronization

/// Shows on a terminal how far a run is, once it has taken half a second.
final class ProgressBar: Sendable {
  private struct State {
    var drawn: ContinuousClock.Instant
    var isShown = false
  }

  private let state: Mutex<State>
  private static let width = 24

  /// nil where standard error is no terminal.
  static func onTerminal() -> ProgressBar? { Output.isTerminal(2) ? ProgressBar() : nil }

  private init() { state = Mutex(State(drawn: .now + .milliseconds(400))) }

  func show(_ phase: RunMonitor.Phase, _ done: Int, of total: Int) {
    state.withLock { state in
      let now = ContinuousClock.now
      guard total > 0, now - state.drawn > .milliseconds(100) else { return }
      state.drawn = now
      state.isShown = true
      let filled = done * ProgressBar.width / total
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: ProgressBar.width - filled)
      Output.terminal("\r\u{1b}[K\(bar) \(phase.rawValue), \(done) of \(total)")
    }
  }

  /// Takes the bar away, so that what is written next begins on an empty line.
  func clear() {
    state.withLock { state in
      if state.isShown { Output.terminal("\r\u{1b}[K") }
      state.isShown = false
    }
  }
}
