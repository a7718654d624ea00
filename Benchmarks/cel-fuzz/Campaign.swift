import Foundation

/// Examines a range of seeds in processes of its own, so that a crash or a hang costs one seed and is told.
struct Campaign {
  let seeds: Range<UInt64>
  let processes: Int
  /// A seed that takes longer than this many seconds hangs.
  private static let patience = 20.0

  /// One process with its share of the seeds.
  private struct Share {
    let file: URL
    var process: Process
    var end: UInt64
    var last: UInt64 = 0
    var since = Date()
  }

  /// - Returns: the sum of what all processes found.
  func run() throws -> Progress {
    var total = Progress()
    var shares: [Share] = []
    let size = UInt64(seeds.count)
    for place in 0..<UInt64(processes) {
      let first = seeds.lowerBound + size * place / UInt64(processes)
      let end = seeds.lowerBound + size * (place + 1) / UInt64(processes)
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("cel-fuzz-\(UUID().uuidString)")
      shares.append(Share(file: file, process: try start(first..<end, file), end: end))
    }
    defer { for share in shares { try? FileManager.default.removeItem(at: share.file) } }
    var told = Date()
    while !shares.isEmpty {
      Thread.sleep(forTimeInterval: 0.1)
      for place in shares.indices.reversed() {
        let isRunning = shares[place].process.isRunning
        let progress = Progress(from: shares[place].file)
        let seed = progress?.seed ?? shares[place].last
        if seed != shares[place].last { (shares[place].last, shares[place].since) = (seed, Date()) }
        let hangs = isRunning && Date().timeIntervalSince(shares[place].since) > Campaign.patience
        if isRunning, !hangs { continue }
        total.add(progress ?? Progress())
        if seed >= shares[place].end {
          try? FileManager.default.removeItem(at: shares[place].file)
          shares.remove(at: place)
          continue
        }
        guard progress != nil else { throw Failure(description: "a process ended before its first seed") }
        if hangs { kill(shares[place].process.processIdentifier, SIGKILL) }
        shares[place].process.waitUntilExit()
        total.violations += 1
        CELFuzz.say("seed \(seed): \(hangs ? "does not end" : "crashes"); see `cel-fuzz --show \(seed)`")
        shares[place].process = try start(seed + 1..<shares[place].end, shares[place].file)
        shares[place].since = Date()
      }
      if Date().timeIntervalSince(told) > 5 {
        told = Date()
        let at = shares.map { String($0.last) }.joined(separator: " ")
        FileHandle.standardError.write(Data("at \(at)\n".utf8))
      }
    }
    return total
  }

  struct Failure: Error, CustomStringConvertible { let description: String }

  private func start(_ seeds: Range<UInt64>, _ file: URL) throws -> Process {
    try Data().write(to: file)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
    process.arguments = ["--share", String(seeds.lowerBound), String(seeds.upperBound), file.path]
    try process.run()
    return process
  }
}
