/// An expression cut into words, blanks included: joined, they are the expression again.
enum Words {
  static func of(_ text: String) -> [String] {
    var words: [String] = []
    var rest = Substring(text)
    while let first = rest.first {
      var word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      if word.isEmpty {
        word = rest.prefix(1)
        if first == "'" || first == "\"", let end = rest.dropFirst().firstIndex(of: first) { word = rest[...end] }
      }
      words.append(String(word))
      rest = rest[word.endIndex...]
    }
    return words
  }
}
