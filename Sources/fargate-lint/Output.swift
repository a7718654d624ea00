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
  /// Whether everything could be written so far.
  private(set) var succeeded = true

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 16 { flush() }
  }

  mutating func flush() {
    var rest = buffer[...]
    while !rest.isEmpty, succeeded {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno != EINTR { succeeded = false }
      if written > 0 { rest = rest.dropFirst(written) }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  static func standardError(_ text: String, terminator: String = "\n") {
    var output = Output(2)
    output.write(text + terminator)
    output.flush()
  }

  /// Writes a file whole or not at all: beside it first, then renamed.
  /// - Returns: why it could not be written; nil when it was.
  static func file(_ path: String, _ fill: (inout Output) -> Void) -> String? {
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return String(cString: strerror(errno)) }
    var output = Output(descriptor)
    fill(&output)
    output.flush()
    let closed = close(descriptor) == 0
    guard output.succeeded, closed, rename(temporary, path) == 0 else {
      let reason = String(cString: strerror(errno))
      unlink(temporary)
      return reason
    }
    return nil
  }

  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }
}
