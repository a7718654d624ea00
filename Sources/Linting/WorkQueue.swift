import Synchronization

/// Hands work out in groups, since one task a file costs more than a small file, and keeps results in order.
final class WorkQueue<Result: Sendable>: Sendable {
  private let count: Int
  private let begun = Atomic<Int>(0)
  private let finished: Mutex<[Result]>
  private let groupSize: Int

  init(count: Int, in groupSize: Int, standard: Result) {
    self.count = count
    self.groupSize = groupSize
    finished = Mutex([Result](repeating: standard, count: count))
  }

  var groupCount: Int { (count + groupSize - 1) / groupSize }

  func next() -> Range<Int>? {
    let first = begun.add(groupSize, ordering: .relaxed).oldValue
    return first < count ? first..<min(first + groupSize, count) : nil
  }

  func finish(_ group: Range<Int>, with found: [Result]) {
    finished.withLock { $0.replaceSubrange(group, with: found) }
  }

  var results: [Result] { finished.withLock { $0 } }
}
