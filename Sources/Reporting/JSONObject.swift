import YAML

/// Writes a JSON object key by key, leaving out what does not apply.
public struct JSONObject {
  private(set) var text = ""
  /// Whether the object that is being written has no key yet.
  private var isEmpty = true

  private mutating func key(_ name: String) {
    if !isEmpty { text += "," }
    isEmpty = false
    JSONWriter.append(name, to: &text)
    text += ":"
  }

  private mutating func braces(_ fill: (inout JSONObject) -> Void) {
    text += "{"
    isEmpty = true
    fill(&self)
    isEmpty = false
    text += "}"
  }

  public mutating func add(_ name: String, _ value: String?) {
    guard let value else { return }
    key(name)
    JSONWriter.append(value, to: &text)
  }

  public mutating func add(_ name: String, _ value: Int?) {
    guard let value else { return }
    key(name)
    text += String(value)
  }

  /// A whole number is written as one.
  public mutating func add(_ name: String, _ value: Double?) {
    guard let value else { return }
    key(name)
    text += Int64(exactly: value).map(String.init) ?? "\(value)"
  }

  public mutating func add(_ name: String, _ value: Bool) {
    key(name)
    text += value ? "true" : "false"
  }

  /// Adds a value that is JSON already.
  public mutating func add(_ name: String, json: String?) {
    guard let json else { return }
    key(name)
    text += json
  }

  public mutating func add(_ name: String, texts: [String]) {
    add(name, list: texts.map { JSONObject.literal($0) })
  }

  public mutating func add(_ name: String, list: [String]) {
    key(name)
    text += "[" + list.joined(separator: ",") + "]"
  }

  public mutating func add(_ name: String, _ fill: (inout JSONObject) -> Void) {
    key(name)
    braces(fill)
  }

  /// Adds a list with one object for each item.
  public mutating func add<Item>(_ name: String, _ items: some Sequence<Item>, _ fill: (inout JSONObject, Item) -> Void)
  {
    key(name)
    text += "["
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      braces { fill(&$0, item) }
    }
    text += "]"
  }

  public static func make(_ fill: (inout JSONObject) -> Void) -> String {
    var object = JSONObject()
    object.braces(fill)
    return object.text
  }

  public static func literal(_ text: String) -> String {
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }
}
