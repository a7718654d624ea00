#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Whether `count` bytes are the same. Either pointer may be nil when `count` is 0.
@inline(__always)
func memoryIsEqual(_ left: UnsafeRawPointer?, _ right: UnsafeRawPointer?, _ count: Int) -> Bool {
  guard count > 0, let left, let right else { return count == 0 }
  return memcmp(left, right, count) == 0
}

/// The offset of the first `byte` among `count` bytes.
@inline(__always)
func memoryIndex(of byte: UInt8, _ start: UnsafePointer<UInt8>, _ count: Int) -> Int? {
  guard let found = memchr(start, Int32(byte), count) else { return nil }
  return UnsafeRawPointer(found) - UnsafeRawPointer(start)
}

/// `read`, begun again when a signal interrupts it; negative on an error.
func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  while true {
    let got = read(descriptor, buffer, count)
    if got >= 0 || errno != EINTR { return got }
  }
}

/// Reads up to `count` bytes from a place of a file, as many as there are; negative on an error.
func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int, at offset: Int) -> Int {
  var have = 0
  while have < count {
    let got = pread(descriptor, buffer + have, count - have, off_t(offset + have))
    if got < 0, errno == EINTR { continue }
    if got < 0 { return got }
    if got == 0 { return have }
    have += got
  }
  return have
}

func systemError() -> Int32 { errno }
