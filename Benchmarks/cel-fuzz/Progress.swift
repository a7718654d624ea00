import Foundation

/// How far a process has come, in a file that outlives it: numbers in a fixed order, written before each seed.
struct Progress {
  /// The seed that is examined now; one behind the last when all is done.
  var seed: UInt64 = 0
  var refused: UInt64 = 0
  var failed: UInt64 = 0
  var valued: UInt64 = 0
  var violations: UInt64 = 0

  private var numbers: [UInt64] { [seed, refused, failed, valued, violations] }

  func write(to file: FileHandle) throws {
    try file.seek(toOffset: 0)
    try file.write(contentsOf: numbers.withUnsafeBytes { Data($0) })
  }

  /// nil when nothing is written yet.
  init?(from file: URL) {
    guard let data = try? Data(contentsOf: file), data.count == 40 else { return nil }
    let numbers = (0..<5).map { place in
      data[place * 8..<place * 8 + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    (seed, refused, failed) = (numbers[0], numbers[1], numbers[2])
    (valued, violations) = (numbers[3], numbers[4])
  }

  init() {}

  mutating func add(_ other: Progress) {
    refused += other.refused
    failed += other.failed
    valued += other.valued
    violations += other.violations
  }
}
