import Manifests

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Buffered text to a file descriptor.
struct Output: TextOutputStream {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// The error by which writing came to an end; 0 while all is well.
  private(set) var error: Int32 = 0

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 16 { flush() }
  }

  mutating func write(_ bytes: [UInt8]) {
    buffer += bytes
    if buffer.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    if descriptor <= 2 { Transcript.current?.add(buffer, to: descriptor) }
    var start = 0
    while start < buffer.count, error == 0 {
      let written = buffer.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
      }
      if written < 0, errno != EINTR { error = errno }
      if written > 0 { start += written }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  static func standardError(_ text: String, terminator: String = "\n") {
    var output = Output(2)
    output.write(text + terminator)
    output.flush()
  }

  /// What comes and goes on a terminal, and is no part of what is said.
  static func terminal(_ text: String) {
    Transcript.$current.withValue(nil) { standardError(text, terminator: "") }
  }

  /// - Returns: why not everything could be written; nil when it was.
  static func stream(_ descriptor: Int32, _ fill: (inout Output) -> Void) -> String? {
    var output = Output(descriptor)
    fill(&output)
    output.flush()
    return output.error == 0 ? nil : String(cString: strerror(output.error))
  }

  /// Writes a file whole or not at all: beside it first, then renamed, with the permissions of the one that it replaces.
  /// A pipe or a device is written as it is.
  /// - Returns: why it could not be written; nil when it was.
  static func file(_ path: String, _ fill: (inout Output) -> Void) -> String? {
    var status = stat()
    let isThere = stat(path, &status) == 0
    let isPlain = !isThere || status.st_mode & S_IFMT == S_IFREG
    // What a link leads to is replaced, not the link. What is written is none of what a run rests on.
    let real = Witness.$current.withValue(nil) { System.realPath(Array(path.utf8)) }
    let target = isPlain ? real.map { String(decoding: $0, as: UTF8.self) } ?? path : path
    let written = isPlain ? "\(target).\(getpid()).tmp" : path
    let descriptor = open(written, O_WRONLY | O_CLOEXEC | (isPlain ? O_CREAT | O_TRUNC : 0), 0o644)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    if isThere, isPlain { fchmod(descriptor, status.st_mode & 0o777) }
    var reason = stream(descriptor, fill)
    if close(descriptor) != 0, reason == nil { reason = String(cString: strerror(errno)) }
    Transcript.current?.add(file: path, isPlain: isPlain)
    guard isPlain else { return reason }
    if reason == nil, rename(written, target) != 0 { reason = String(cString: strerror(errno)) }
    if reason != nil { unlink(written) }
    return reason
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
