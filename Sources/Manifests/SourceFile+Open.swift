#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why a file cannot be read.
public struct OpenError: Error, Sendable {
  public let reason: String

  public init(number: Int32) { reason = String(cString: strerror(number)) }
  init(reason: String) { self.reason = reason }
}

extension SourceFile {
  /// Opens the file for reading; standard input is descriptor 0. Never blocks: what is no regular file is refused.
  public func open() throws(OpenError) -> Int32 {
    guard let path else { return 0 }
    let descriptor = systemOpen(path)
    guard descriptor >= 0 else { throw OpenError(number: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      systemClose(descriptor)
      throw OpenError(reason: "no regular file")
    }
    return descriptor
  }

  public func close(_ descriptor: Int32) {
    if path != nil { systemClose(descriptor) }
  }
}

func systemOpen(_ path: [UInt8]) -> Int32 {
  (path + [0]).withUnsafeBufferPointer { bytes in
    bytes.withMemoryRebound(to: CChar.self) { text in
      text.baseAddress.map { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
    }
  }
}

func systemClose(_ descriptor: Int32) { _ = Glibc.close(descriptor) }
