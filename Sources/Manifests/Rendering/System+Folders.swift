#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What running programs takes of the operating system, besides reading files.
extension System {
  /// A variable of the environment.
  public static func variable(_ name: String) -> [UInt8]? {
    // The system lends its own text, which is copied at once.
    getenv(name).map { value in UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) } }
  }

  static func isExecutable(_ path: [UInt8]) -> Bool {
    kind(path) == .file && withPath(path) { access($0, X_OK) } == 0
  }

  /// Makes a folder that only this user can read, under a name that nothing else has.
  /// - Returns: its path, links followed.
  static func makeTemporaryFolder(named name: String) throws(OpenError) -> [UInt8] {
    let parent = variable("TMPDIR").flatMap { $0.first == PathName.slash ? $0 : nil } ?? Array("/tmp".utf8)
    // The system writes the name that it finds into the template.
    var template = (PathName.join(parent, Array("\(name)-XXXXXX".utf8))).map { CChar(bitPattern: $0) } + [0]
    let isMade = template.withUnsafeMutableBufferPointer { buffer in buffer.baseAddress.map { mkdtemp($0) != nil } }
    guard isMade == true else { throw lastError() }
    let path = template.dropLast().map { UInt8(bitPattern: $0) }
    return realPath(path) ?? path
  }

  static func makeFolder(_ path: [UInt8]) throws(OpenError) {
    guard withPath(path, { mkdir($0, 0o700) }) == 0 else { throw lastError() }
  }

  static func write(_ bytes: [UInt8], to path: [UInt8]) throws(OpenError) {
    let descriptor = withPath(path) { Glibc.open($0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) } ?? -1
    guard descriptor >= 0 else { throw lastError() }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw lastError() }
      rest = rest.dropFirst(written)
    }
  }

  static func removeFile(_ path: [UInt8]) { _ = withPath(path) { unlink($0) } }

  /// Takes a folder away with all that is in it, as far as it can; links are not followed.
  static func removeFolder(_ path: [UInt8]) {
    var waiting = [path]
    var folders: [[UInt8]] = []
    while let folder = waiting.popLast() {
      folders.append(folder)
      for entry in (try? entries(folder)) ?? [] {
        let path = PathName.join(folder, entry.name)
        if entry.kind == .folder { waiting.append(path) } else { _ = withPath(path) { unlink($0) } }
      }
    }
    for folder in folders.reversed() { _ = withPath(folder) { rmdir($0) } }
  }

  /// Calls `body` with paths or other texts as an array of C strings that ends with nil; nil when one holds a NUL.
  static func withPaths<Result>(
    _ texts: [[UInt8]], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result? {
    guard !texts.contains(where: { $0.contains(0) }) else { return nil }
    // The system takes pointers that it may write to by their type, so that it gets copies.
    let copies = texts.map { text in withPath(text) { strdup($0) } ?? nil }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }
}
