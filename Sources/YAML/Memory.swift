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
