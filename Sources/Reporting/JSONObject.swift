import YAML

/// Writes a JSON object key by key, leaving out what does not apply.
public struct JSONObject {
  private(set) var text = "{"

  private mutating func key(_ name: String) {
    if text.utf8.count > 1 { text += "," }
    JSONWriter.append(name, to: &text)
    text += ":"
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
    add(name, json: JSONObject.make(fill))
  }

  public static func make(_ fill: (inout JSONObject) -> Void) -> String {
    var object = JSONObject()
    fill(&object)
    return object.text + "}"
  }

  public static func literal(_ text: String) -> String {
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }
}
