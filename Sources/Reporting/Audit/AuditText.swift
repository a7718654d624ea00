import Fargate
import Linting

/// How pages of an audit write amounts.
enum AuditText {
  /// `$1,234`, with cents below a hundred.
  static func money(_ value: Double) -> String {
    let cents = Int64((value * 100).rounded())
    if cents >= 10_000 { return "$" + grouped((cents + 50) / 100) }
    let rest = cents % 100
    return "$\(cents / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// `12,345`.
  static func grouped(_ number: some BinaryInteger) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3), digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

  /// At most two digits behind the point.
  static func decimal(_ value: Double) -> String {
    let rounded = (value * 100).rounded() / 100
    return Int64(exactly: rounded).map(String.init) ?? "\(rounded)"
  }

  static func amounts(_ cpu: Double?, _ memory: Double?) -> String {
    if cpu == 0, memory == 0 { return "nothing" }
    return "\(cpu.map(decimal) ?? "?") vCPU \(memory.map(decimal) ?? "?") GiB"
  }

  static func fit(_ fit: PodSizes.Fit) -> String {
    switch fit {
    case .size(let size): amounts(size.vCPU, size.memoryGiB)
    case .tooLarge: "too large"
    case .unknown: "not known"
    }
  }

  static func selector(_ selector: AuditedCluster.Selector) -> String {
    let labels = selector.labels.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    let doubt = selector.unresolved.map { " (\($0))" } ?? ""
    return (selector.namespace ?? "?") + (labels.isEmpty ? "" : "{\(labels)}") + doubt
  }

  static func verdict(_ verdict: MigrationPlan.Verdict) -> String {
    switch verdict {
    case .moves: "can move"
    case .movesAfter: "can move after changes"
    case .stays: "something stands in the way"
    case .undecided: "nobody can tell"
    }
  }

  /// A profile in eksctl's words.
  static func eksctl(_ selectors: ArraySlice<MigrationPlan.Selector>, name: String) -> String {
    var text = "  - name: \(name)\n    selectors:\n"
    for selector in selectors {
      text += "      - namespace: \(scalar(selector.namespace))\n"
      if !selector.labels.isEmpty { text += "        labels:\n" }
      for label in selector.labels { text += "          \(scalar(label.key)): \(scalar(label.value))\n" }
    }
    return text
  }

  /// Every text of a selector is quoted where YAML might read it as something else.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.first.map { $0.isASCII && $0.isLetter } ?? false
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
      && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
    return isPlain ? text : JSONObject.literal(text)
  }
}

extension Audit {
  var priceNote: String { "Prices are those of \(FargatePrices.region), in USD." }
}
