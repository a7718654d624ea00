/// Makes a text that shows a violation as short as it can.
enum Shrinker {
  /// - Parameter shows: whether a shorter text still shows it.
  static func shrink(_ text: String, attempts: Int = 3_000, _ shows: (String) -> Bool) -> String {
    var words = Words.of(text)
    var left = attempts
    var count = max(words.count / 2, 1)
    while left > 0 {
      var removed = false
      var place = 0
      while place < words.count, left > 0 {
        let shorter = words[..<place] + words[min(place + count, words.count)...]
        left -= 1
        if shows(shorter.joined()) {
          words = Array(shorter)
          removed = true
        } else {
          place += 1
        }
      }
      if count > 1 { count = min(count / 2, max(words.count / 2, 1)) } else if !removed { break }
    }
    return words.joined()
  }
}
