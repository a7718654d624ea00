/// Texts that come again and again, each kept once: the messages and pointers of findings.
struct SharedTexts {
  /// Texts come from manifests: a stranger's must not fill the memory.
  private static let most = 1 << 14
  /// As many bytes stand in a text itself, without memory of its own (Swift's small strings).
  private static let small = 15

  private var known: Set<String> = []

  /// The text, sharing its memory with an equal one that came before.
  mutating func shared(_ text: String) -> String {
    if text.utf8.count <= SharedTexts.small { return text }
    if known.count < SharedTexts.most { return known.insert(text).memberAfterInsert }
    return known.firstIndex(of: text).map { known[$0] } ?? text
  }
}
