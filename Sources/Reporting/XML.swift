import YAML

/// Text for XML 1.0: what the standard does not allow is shown as U+FFFD.
enum XML {
  static func attribute(_ text: String) -> String { attributes(text) }
  static func text(_ text: String) -> String { texts(text) }

  private static let marks: [Unicode.Scalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"]
  private static let forbidden: [ClosedRange<UInt32>] = [0...8, 0x0b...0x0c, 0x0e...0x1f, 0xfffe...0xffff]

  private static let attributes = Escaping(
    marks.merging(["\"": "&quot;", "\n": "&#10;", "\t": "&#9;"]) { $1 }, forbidden, as: { _ in "\u{fffd}" })
  private static let texts = Escaping(marks, forbidden, as: { _ in "\u{fffd}" })
}
