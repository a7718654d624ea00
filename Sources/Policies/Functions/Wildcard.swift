/// Patterns of `*` (any run of characters, none too) and `?` (exactly one). Time grows with the product of the lengths
/// at worst, never beyond.
public enum Wildcard {
  public static func matches(_ pattern: String, _ text: String) -> Bool {
    let pattern = Array(pattern.unicodeScalars)
    let text = Array(text.unicodeScalars)
    var place = 0
    var at = 0
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if place < pattern.count, pattern[place] == "*" {
        star = (place, at)
        place += 1
      } else if place < pattern.count, pattern[place] == "?" || pattern[place] == text[at] {
        place += 1
        at += 1
      } else if let last = star {
        // Let the last star take one character more.
        place = last.pattern + 1
        at = last.text + 1
        star = (last.pattern, at)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == "*" }
  }
}
