import YAML

extension Evaluation {
  /// A value on one line: what does not fit is counted instead.
  ///
  /// Strings stand in quotes; of a list or map the first items are shown, collections within it by their size.
  /// - Parameter width: in characters, about.
  public func summary(_ value: Value, width: Int = 60) -> String {
    switch typed(value) {
    case .string(let text): return summary(text, width)
    case .bytes(let bytes) where bytes.count > width: return "\(bytes.count) bytes"
    case .error: return "error"
    case .unknown: return "unknown"
    case .optional(let optional):
      return optional.value.map { "optional(\(summary($0, width: width)))" } ?? "optional.none()"
    case .list, .map, .node:
      if let entries = entries(of: value) {
        let texts = entries.lazy.map { "\(text($0.key)): \(brief($0.value))" }
        return "{\(joined(texts, entries.count, "field", width))}"
      }
      let items = elements(of: value)
      return "[\(joined(items.lazy.map { brief($0) }, items.count, "item", width))]"
    case let other: return text(other)
    }
  }

  private func summary(_ text: String, _ width: Int) -> String {
    var out = ""
    guard text.utf8.count > width, let end = text.index(text.startIndex, offsetBy: width, limitedBy: text.endIndex),
      end < text.endIndex
    else {
      JSONWriter.append(text, to: &out)
      return out
    }
    JSONWriter.append(String(text[..<end]), to: &out)
    return "\(out)… (\(text.count) characters)"
  }

  /// A part of a collection.
  private func brief(_ value: Value) -> String {
    let count = elements(of: value).count
    switch typed(value) {
    case .list, .map, .node:
      if isMap(value) { return count == 0 ? "{}" : "{\(counted(count, "field"))}" }
      return count == 0 ? "[]" : "[\(counted(count, "item"))]"
    case .string(let text): return summary(text, 24)
    default: return summary(value, width: 24)
    }
  }

  private func joined(_ texts: some Sequence<String>, _ count: Int, _ noun: String, _ width: Int) -> String {
    var out = ""
    for (place, text) in texts.enumerated() {
      if place > 0, out.count + text.count > width { return "\(out), … \(counted(count, noun))" }
      out += (place > 0 ? ", " : "") + text
    }
    return out
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
