import Testing

@testable import Manifests

@Suite("A digest")
struct DigestTests {
  /// Of the numbers 0, 7, 14 … modulo 251, by another implementation of BLAKE2b (RFC 7693).
  private static let known = [
    (0, "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
    (1, "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314"),
    (127, "1bb3d24376d0b5840955e640c6a8a4830cd69af0b7ad71a409d2a30c6a374abb"),
    (128, "9101ed0a248b57efc0c6070cfbf9cf316c182d125ad6191c1f7783c3d32b6346"),
    (129, "60f5e954d1a1775362ffd0762ed37bbe101ed5e88896dd793f1a889786fb3132"),
    (256, "45d503f4fc344944eeff959e1e2234c47884011023598cadbd934f08d4265016"),
    (257, "4ad285edc2490602fd02d61df8008d95887039bade83dae8a1e207ae1cac33ac"),
    (1000, "a494537cc57474059ebe7a7f7a76c03306551355abebb1967408ed04e7564fa9"),
  ]

  private static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 * 7 % 251) } }

  @Test("is that of BLAKE2b", arguments: known)
  func whole(count: Int, digest: String) { #expect(Digest(of: Self.bytes(count)).text == digest) }

  @Test("does not depend on the pieces in which the bytes come", arguments: [1, 64, 127, 128, 129, 500])
  func pieces(size: Int) {
    for (count, digest) in Self.known {
      var running = Digest.Running()
      let bytes = Self.bytes(count)
      for start in stride(from: 0, to: count, by: size) {
        Array(bytes[start..<min(start + size, count)]).withUnsafeBytes { running.add($0) }
      }
      #expect(running.digest().text == digest)
    }
  }
}
