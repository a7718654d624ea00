/// A document's text as characters, which is how its tree counts.
struct EditableText {
  let characters: [Unicode.Scalar]

  init(_ characters: [Unicode.Scalar]) { self.characters = characters }

  var count: Int { characters.count }

  /// nil at the end.
  subscript(place: Int) -> Unicode.Scalar? { place < count ? characters[place] : nil }

  static func isBreak(_ character: Unicode.Scalar) -> Bool { character == "\n" || character == "\r" }
  static func isBlank(_ character: Unicode.Scalar) -> Bool { character == " " || character == "\t" }

  func string(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters[range])
    return String(text)
  }

  // MARK: Lines

  /// Where the line begins that a character stands in.
  func lineStart(of place: Int) -> Int {
    var start = place
    while start > 0, !EditableText.isBreak(characters[start - 1]) { start -= 1 }
    return start
  }

  /// Where the line ends that a character stands in, before its break.
  func lineEnd(of place: Int) -> Int {
    var end = place
    while end < count, !EditableText.isBreak(characters[end]) { end += 1 }
    return end
  }

  /// What stands behind the break at a line's end.
  func behindBreak(_ end: Int) -> Int {
    guard end < count else { return end }
    return characters[end] == "\r" && end + 1 < count && characters[end + 1] == "\n" ? end + 2 : end + 1
  }

  /// How far a character stands into its line.
  func column(of place: Int) -> Int { place - lineStart(of: place) }

  /// The break that ends the line of a character, else that of the line before it, else a line feed.
  func lineBreak(near place: Int) -> String {
    let end = lineEnd(of: place)
    if end < count { return string(end..<behindBreak(end)) }
    let start = lineStart(of: place)
    guard start > 0 else { return "\n" }
    return start > 1 && characters[start - 1] == "\n" && characters[start - 2] == "\r"
      ? "\r\n" : string(start - 1..<start)
  }

  func isBlank(_ range: Range<Int>) -> Bool { characters[range].allSatisfy(EditableText.isBlank) }

  /// The first character from a place on that is no blank and ends no line.
  func firstSolid(from place: Int) -> Int {
    var place = place
    while place < count, EditableText.isBlank(characters[place]) || EditableText.isBreak(characters[place]) {
      place += 1
    }
    return place
  }

  /// A range without the blanks and breaks at its end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var end = min(range.upperBound, count)
    while end > range.lowerBound,
      EditableText.isBlank(characters[end - 1]) || EditableText.isBreak(characters[end - 1])
    {
      end -= 1
    }
    return min(range.lowerBound, end)..<end
  }

  /// Whether what stands behind a place on its line is nothing, or a comment.
  func endsLine(_ place: Int) -> Bool {
    var next = place
    while next < count, EditableText.isBlank(characters[next]) { next += 1 }
    guard next < count, !EditableText.isBreak(characters[next]) else { return true }
    return characters[next] == "#" && next > place
  }

  /// Whether a range may hold a comment: a `#` at its start or behind a blank or a break.
  func mayHoldComment(_ range: Range<Int>) -> Bool {
    range.contains { place in
      characters[place] == "#"
        && (place == 0 || EditableText.isBlank(characters[place - 1]) || EditableText.isBreak(characters[place - 1]))
    }
  }
}
