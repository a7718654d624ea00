import Synchronization

/// Follows a run: how long each of its phases takes, and how far the present one is.
public final class RunMonitor: Sendable {
  public enum Phase: String, CaseIterable, Sendable {
    case discovery, policies
    case building = "building deployments"
    case reading
    case joining = "joining files"
    case neighbours = "reading again, with neighbours"
    case report = "putting in order"
    case writing = "writing reports"
  }

  private struct State {
    var phase: Phase?
    var began: ContinuousClock.Instant
    var times: [Phase: Duration] = [:]
    var done = 0
    var total = 0
  }

  private let state: Mutex<State>
  private let onAdvance: @Sendable (Phase, _ done: Int, _ total: Int) -> Void

  /// - Parameter onAdvance: called, one call at a time, when some of a phase's work is done, from whatever thread did it.
  public init(onAdvance: @escaping @Sendable (Phase, _ done: Int, _ total: Int) -> Void) {
    state = Mutex(State(began: .now))
    self.onAdvance = onAdvance
  }

  /// Ends the phase before and begins one.
  public func begin(_ phase: Phase) { turn(to: phase) }

  /// Ends the last phase.
  public func end() { turn(to: nil) }

  private func turn(to phase: Phase?) {
    state.withLock { state in
      let now = ContinuousClock.now
      if let former = state.phase { state.times[former, default: .zero] += now - state.began }
      state.phase = phase
      state.began = now
      state.done = 0
      state.total = 0
    }
  }

  /// More of the phase's work has come up.
  func expect(_ count: Int) { state.withLock { $0.total += count } }

  /// Some of it is done.
  func advance(by count: Int) {
    state.withLock { state in
      state.done += count
      if let phase = state.phase { onAdvance(phase, state.done, state.total) }
    }
  }

  /// The phases that were, in their order, and how long each took.
  public var times: [(phase: Phase, time: Duration)] {
    let times = state.withLock { $0.times }
    return Phase.allCases.compactMap { phase in times[phase].map { (phase, $0) } }
  }
}
