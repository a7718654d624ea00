import Manifests

/// A run that is over: what it was told, what it said, and how it ended.
struct CachedRun {
  var observations: [Observation]
  let said: Transcript.Said
  let exitCode: ExitCode
}

/// The home of a run, from which the paths of a cached one are counted: another clone may stand elsewhere.
struct CachedHome {
  /// The root of the repository, else the working directory; absolute.
  let path: [UInt8]
  /// With links followed.
  let real: [UInt8]
}

// MARK: As bytes

extension CachedRun {
  /// Where a path begins.
  fileprivate enum Start: UInt8 { case root, home, realHome, same }

  func bytes(home: CachedHome) -> [UInt8] {
    var out = ByteWriter()
    // What is said may name the home: then it can be said there only.
    let texts = [said.output, said.errors] + said.files.map(\.content)
    out.write(texts.contains { $0.contains(subsequence: home.path) } ? home.path : [])
    out.write(Int(exitCode.rawValue))
    out.write(said.output)
    out.write(said.errors)
    out.write(said.files.count)
    for file in said.files {
      out.write(file.path)
      out.write(file.content)
    }
    out.write(observations.count)
    for observation in observations {
      out.write(byte: observation.question.rawValue)
      out.write(observation.path, home)
      let answer = observation.answer ?? []
      if observation.question == .realPath { out.write(answer, home) } else { out.write(answer) }
      out.write(observation.evidence.count)
      for evidence in observation.evidence {
        let isOwn = evidence.path == observation.path
        if isOwn { out.write(byte: Start.same.rawValue) } else { out.write(evidence.path, home) }
        let numbers = evidence.stamp?.numbers ?? []
        out.write(byte: UInt8(numbers.count))
        for number in numbers { out.write(number) }
      }
    }
    return out.bytes
  }

  /// - Returns: nil where they are no bytes of a run, or of one that cannot be said in this home.
  init?(_ bytes: [UInt8], home: CachedHome) {
    var input = ByteReader(bytes)
    guard let place = input.bytes(), place.isEmpty || place == home.path,
      let code = input.number(), let exitCode = ExitCode(rawValue: Int32(truncatingIfNeeded: code)),
      let output = input.bytes(), let errors = input.bytes(), let fileCount = input.number()
    else { return nil }
    var said = Transcript.Said(output: output, errors: errors)
    for _ in 0..<fileCount {
      guard let path = input.bytes(), let content = input.bytes() else { return nil }
      said.files.append((path, content))
    }
    guard let count = input.number() else { return nil }
    observations = []
    observations.reserveCapacity(count)
    for _ in 0..<count {
      guard let observation = CachedRun.observation(&input, home) else { return nil }
      observations.append(observation)
    }
    self.said = said
    self.exitCode = exitCode
  }

  private static func observation(_ input: inout ByteReader, _ home: CachedHome) -> Observation? {
    guard let question = input.byte().flatMap(Observation.Question.init), let path = input.path(home, same: []),
      let answer = question == .realPath ? input.path(home, same: []) : input.bytes(), let count = input.number()
    else { return nil }
    var evidence: [Observation.Evidence] = []
    for _ in 0..<count {
      guard let path = input.path(home, same: path), let numberCount = input.byte() else { return nil }
      var numbers: [Int] = []
      for _ in 0..<numberCount {
        guard let number = input.number() else { return nil }
        numbers.append(number)
      }
      let stamp = numbers.isEmpty ? nil : FileStamp(numbers: numbers)
      evidence.append(Observation.Evidence(path: path, stamp: stamp))
    }
    return Observation(question, path, answer: answer, evidence: evidence)
  }
}

extension ByteWriter {
  fileprivate mutating func write(_ path: [UInt8], _ home: CachedHome) {
    let starts: [(CachedRun.Start, [UInt8])] = [(.home, home.path), (.realHome, home.real)]
    for (start, folder) in starts where PathName.isInside(path, folder) {
      write(byte: start.rawValue)
      return write(Array(path[folder.count...]))
    }
    write(byte: CachedRun.Start.root.rawValue)
    write(path)
  }
}

extension ByteReader {
  fileprivate mutating func path(_ home: CachedHome, same: [UInt8]) -> [UInt8]? {
    guard let start = byte().flatMap(CachedRun.Start.init) else { return nil }
    switch start {
    case .same: return same
    case .root: return bytes()
    case .home: return bytes().map { home.path + $0 }
    case .realHome: return bytes().map { home.real + $0 }
    }
  }
}

extension [UInt8] {
  fileprivate func contains(subsequence part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    var rest = self[...]
    while let start = rest.firstIndex(of: first) {
      if rest[start...].starts(with: part) { return true }
      rest = rest[(start + 1)...]
    }
    return false
  }
}
