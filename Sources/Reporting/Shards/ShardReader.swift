import Linting
import Manifests
import Policies
import YAML

/// Reads the report that a shard wrote, as JSON or as SARIF, which carries the same JSON in the properties of its run.
public struct ShardReader {
  /// The property of a SARIF run that holds the JSON report.
  static let property = "fargate-lint"

  private let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What is wrong with a text, and where.
  public struct Failure: Error {
    public let message: String
    /// From 1; nil where it is no one place's fault.
    public let line: Int?
    public let column: Int?
  }

  /// - Returns: the report, and the format that it is written in.
  /// - Throws: no JSON, another report than a shard's, or one of another version of the format.
  public func read() throws(Failure) -> (report: Report, format: ReportFormat) {
    do throws(JSONSlices.Failure) {
      let top = try JSONSlices(bytes[...]).members()
      guard let runs = top["runs"] else { return (try report(top), .json) }
      return (try report(try members(ofRuns: runs)), .sarif)
    } catch { throw failure("expected \(error.expected)", at: error.offset) }
  }

  /// The members of the JSON report that a SARIF log holds.
  private func members(ofRuns runs: ArraySlice<UInt8>) throws(JSONSlices.Failure) -> [String: ArraySlice<UInt8>] {
    guard let run = try JSONSlices(runs).elements().first,
      let properties = try JSONSlices(run).members()["properties"],
      let report = try JSONSlices(properties).members()[ShardReader.property]
    else { return [:] }
    return try JSONSlices(report).members()
  }

  private func report(_ members: [String: ArraySlice<UInt8>]) throws(JSONSlices.Failure) -> Report {
    guard let version = members["version"], let part = members["shard"] else {
      throw JSONSlices.Failure(expected: ShardReader.expectation, offset: 0)
    }
    guard version.elementsEqual("1".utf8) else {
      throw JSONSlices.Failure(expected: "version 1 of the report", offset: version.startIndex)
    }
    let shard = try JSONSlices(part).members()
    guard let number = try shard["number"].map(read)?.number, let count = try shard["count"].map(read)?.number,
      let own = Shard(number, of: count)
    else { throw JSONSlices.Failure(expected: "the number of a shard, and of how many", offset: part.startIndex) }
    let rules = try list(shard["rules"]) { $0.rule }
    var report = Report(
      version: try members["tool"].map(read)?["version"]?.text ?? "",
      preset: try members["preset"].map(read)?.text ?? "",
      rules: rules, summary: try members["summary"].map(read)?.summary ?? Report.Summary(),
      findings: try list(members["findings"]) { $0.finding }, notices: try list(members["notices"]) { $0.notice },
      part: ReportPart(shard: own, verdicts: try list(shard["verdicts"]) { $0.verdict }))
    report.workTree = try shard["checkout"].map(read)?.workTree
    return report
  }

  private static let expectation = "the report of a shard, as `check --shard I/N --format json` or sarif writes it"

  private func list<Item>(
    _ text: ArraySlice<UInt8>?, _ item: (JSONValue) -> Item?
  ) throws(JSONSlices.Failure) -> [Item] {
    guard let text else { throw JSONSlices.Failure(expected: ShardReader.expectation, offset: 0) }
    var items: [Item] = []
    for element in try JSONSlices(text).elements() {
      guard let found = item(try read(element)) else {
        throw JSONSlices.Failure(expected: "what a shard writes here", offset: element.startIndex)
      }
      items.append(found)
    }
    return items
  }

  private func read(_ text: ArraySlice<UInt8>) throws(JSONSlices.Failure) -> JSONValue {
    do throws(Problem) {
      if let tree = try Tree.parse(json: String(decoding: text, as: UTF8.self)), let root = tree.root {
        return JSONValue(tree: tree, node: root)
      }
    } catch {}
    throw JSONSlices.Failure(expected: "JSON", offset: text.startIndex)
  }

  private func failure(_ message: String, at offset: Int) -> Failure {
    guard offset > 0 else { return Failure(message: message, line: nil, column: nil) }
    let before = bytes.prefix(offset)
    let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let column = 1 + String(decoding: before[start...], as: UTF8.self).utf16.count
    return Failure(message: message, line: line, column: column)
  }
}
