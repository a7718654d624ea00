import CEL
import Foundation
import TestData
import Testing
import YAML

/// An expression with the values of its variables.
struct CostCase: CustomTestStringConvertible, Sendable {
  let expression: String
  /// JSON by name.
  var variables: [String: String] = [:]
  var cost = 0

  var testDescription: String { expression }

  /// Cases with what cel-go and Kubernetes say they cost.
  static func published() throws -> [CostCase] {
    let rows = try TestData.object("cel-costs.json")["cases"] as? [[String: Any]] ?? []
    return try rows.map { row in
      let variables = try (row["variables"] as? [String: Any] ?? [:]).mapValues { value in
        let data = try JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
        return String(decoding: data, as: UTF8.self)
      }
      return CostCase(
        expression: try #require(row["expression"] as? String), variables: variables,
        cost: try #require(row["cost"] as? Int))
    }
  }

  /// Expressions of the conformance suites that need no variables and have a value.
  static func conformance() throws -> [CostCase] {
    try TestData.names(in: "conformance/cel").flatMap { try TestData.cases("cel/\($0)") }.compactMap { row in
      guard let expression = row["expr"] as? String, (row["expect"] as? [String: Any])?["value"] != nil,
        (row["bindings"] as? [String: Any])?.isEmpty == true
      else { return nil }
      return CostCase(expression: expression)
    }
  }

  /// - Returns: nil where the expression does not compile.
  func estimate(mostItems: Int? = nil) throws -> CostRange? {
    var environment = Environment()
    for name in variables.keys.sorted() { environment.declare(name) }
    do throws(CompileErrors) { return try environment.compile(expression).cost(mostItems: mostItems) } catch {
      return nil
    }
  }

  struct Result: Equatable {
    let value: String
    let cost: Int
    /// Whether a part failed, though the whole may have a value; false where that is not known.
    let fails: Bool

    static func == (one: Result, other: Result) -> Bool { one.value == other.value && one.cost == other.cost }
  }

  /// The value as text and what it cost, by the fast path where there is one or, traced, by the plain way.
  /// - Returns: nil where the expression does not compile.
  func result(traced: Bool) throws -> Result? {
    var environment = Environment()
    var evaluation = Evaluation()
    for (name, json) in variables.sorted(by: { $0.key < $1.key }) {
      environment.declare(name)
      let tree = try #require(try Tree.parse(json).first)
      let number = evaluation.add(tree)
      evaluation.slots.append(.node(NodeRef(tree: number, node: try #require(tree.root))))
    }
    let program: Program
    do throws(CompileErrors) { program = try environment.compile(expression) } catch { return nil }
    let value =
      traced ? evaluation.tracing { program.evaluate(in: &$0) } : program.evaluate(in: &evaluation)
    let fails = evaluation.trace.contains { $0.value.isErrorOrUnknown }
    return Result(value: evaluation.text(value), cost: evaluation.cost, fails: fails)
  }
}
