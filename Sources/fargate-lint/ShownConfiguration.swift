import Linting
import Manifests
import Policies
import YAML

/// `--show-config PATH`: what holds for a path, as YAML, with the file and line that say it behind each value.
struct ShownConfiguration {
  private var text = ""

  static func print(
    _ path: String, _ configurations: inout ConfigurationFiles, _ rules: [Rule], _ selection: RuleSet.Selection
  ) throws(Failure) -> ExitCode {
    let file = PathName.absolute(Array(path.utf8), from: System.workingDirectory())
    guard System.kind(file) != nil else { throw Failure(UsageError("no such file or folder `\(path)`")) }
    let numbers = configurations.chain(for: file)
    // The path may lie where no file of the run does.
    _ = try configurations.rules(rules, selection)
    let chain = numbers.map { configurations.configurations[$0] }
    var shown = ShownConfiguration()
    shown.add(selection.preset, configurations.root)
    if let root = configurations.root { shown.addPolicies(root) }
    shown.addRules(chain, rules, selection)
    if let root = configurations.root { shown.addClusters(root) }
    shown.addFileWide(chain, file)
    var output = Output(1)
    output.write(shown.text)
    output.flush()
    return .fine
  }

  // MARK: Lines

  private static let fallback = "default"

  private mutating func line(_ depth: Int, _ content: String, _ origin: String? = nil) {
    text += String(repeating: "  ", count: depth) + content + (origin.map { "  # \($0)" } ?? "") + "\n"
  }

  private func origin(_ place: Place?) -> String {
    place.map { "\($0.file.text):\($0.start.line)" } ?? ShownConfiguration.fallback
  }

  private func literal(_ text: String) -> String {
    func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    let isPlain = text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 }
    if isPlain, text.utf8.first.map(isLetter) == true,
      !["", "null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text)
    {
      return text
    }
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }

  // MARK: Sections

  private mutating func add(_ preset: String, _ root: Configuration?) {
    let place = root?.preset.flatMap { $0.value.rawValue == preset ? $0.place : nil }
    let isDefault = place != nil || preset == Preset.current.rawValue && root?.preset == nil
    line(0, "preset: \(literal(preset))", isDefault ? origin(place) : "--preset")
  }

  private mutating func addPolicies(_ root: Configuration) {
    guard !root.policies.isEmpty else { return }
    line(0, "policies:")
    for path in root.policies { line(1, "- \(literal(path.text))", origin(path.place)) }
  }

  private mutating func addRules(_ chain: [Configuration], _ rules: [Rule], _ selection: RuleSet.Selection) {
    let descriptions = (rules.map(\.description) + RuleSet.builtIn).sorted { $0.name < $1.name }
    let settings = RuleSettings(chain, descriptions)
    let byName = Dictionary(rules.map { ($0.description.name, $0) }, uniquingKeysWith: { first, _ in first })
    line(0, "rules:")
    for rule in descriptions {
      let setting = settings[rule.name]
      line(1, "\(literal(rule.name)):")
      let isSelected = selection.isChosen(rule, selection.select)
      let isIgnored = selection.isChosen(rule, selection.ignore)
      let inPreset = rule.presets?.contains(selection.preset) ?? true
      if isIgnored {
        line(2, "enabled: false", "--ignore")
      } else if isSelected || !selection.select.isEmpty && byName[rule.name] != nil {
        line(2, "enabled: \(isSelected)", "--select")
      } else {
        line(2, "enabled: \(setting.enabled?.value ?? inPreset)", origin(setting.enabled?.place))
      }
      line(
        2, "severity: \((setting.severity?.value ?? rule.severity).rawValue)", origin(setting.severity?.place))
      guard let parameters = byName[rule.name]?.parameters, !parameters.isEmpty else { continue }
      line(2, "params:")
      for parameter in parameters {
        let set = setting.parameters[parameter.name]
        line(3, "\(literal(parameter.name)): \(set?.text ?? parameter.text)", origin(set?.place))
      }
    }
  }

  private mutating func addClusters(_ root: Configuration) {
    func show(_ title: String, _ entries: [(node: NodeID, place: Place)]) {
      guard let tree = root.source?.tree, !entries.isEmpty else { return }
      line(0, "\(title):")
      for entry in entries { line(1, "- \(json(entry.node, tree))", origin(entry.place)) }
    }
    show("scopes", root.scopes.map { ($0.node, $0.place) })
    show("profiles", root.profiles.map { ($0.node, $0.place) })
    show("kinds", root.kinds.map { ($0.node, $0.place) })
    if let prices = root.prices, let tree = root.source?.tree {
      line(0, "prices: \(json(prices.node, tree))", origin(prices.place))
    }
  }

  /// What is said of the files of a folder rather than of the run.
  private mutating func addFileWide(_ chain: [Configuration], _ file: [UInt8]) {
    var variables: [String: Placed<String>] = [:]
    for variable in chain.flatMap(\.variables) { variables[variable.name] = variable.value }
    if !variables.isEmpty { line(0, "vars:") }
    for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
      line(1, "\(name): \(literal(value.value))", origin(value.place))
    }
    let isFolder = System.kind(file) == .folder
    var entries: [(Exclusion, Tree)] = []
    for configuration in chain {
      guard let tree = configuration.source?.tree else { continue }
      entries += configuration.exclusions.filter { isFolder || $0.covers(file: file) }.map { ($0, tree) }
    }
    if !entries.isEmpty { line(0, "exclude:") }
    for (entry, tree) in entries { line(1, "- \(json(entry.node, tree))", origin(entry.place)) }
  }

  private func json(_ node: NodeID, _ tree: Tree) -> String {
    var text = ""
    tree.appendJSON(of: node, to: &text)
    return text
  }
}
