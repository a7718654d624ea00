import Manifests
import Policies

/// The rules of a run as its configurations set them: one set for all files, or further ones for folders whose
/// configurations say something else.
public struct ConfiguredRules: Sendable {
  /// The set of files that no nested configuration speaks of comes first.
  public let sets: [RuleSet]
  private let numbers: [FileName: Int]
  /// The root configuration, for kinds, scopes, profiles and variables.
  public let root: Configuration?
  /// The files of all configurations, for showing their lines.
  public let configurationFiles: [SourceFile]
  let exclusions: Exclusions
  let variables: ConfiguredVariables
  /// What configurations call by a former name.
  let notices: [Notice]

  /// One set for all files, without configuration.
  public init(_ rules: RuleSet) {
    sets = [rules]
    numbers = [:]
    root = nil
    configurationFiles = []
    exclusions = Exclusions()
    variables = ConfiguredVariables()
    notices = []
  }

  /// What keeps a run from being configured as the user asked.
  public enum Failure: Error {
    case name(RuleSet.UnknownName)
    case configuration([LoadError])
  }

  /// Reads the configurations of the files, and makes the sets.
  /// - Parameter paths: the folders and files of the run: exclusions that match nothing are told of where all is read
  ///   that they speak of. Empty: never.
  public init(
    _ rules: [Rule], _ selection: RuleSet.Selection, _ files: [SourceFile],
    _ configurations: inout ConfigurationFiles, wholeOf paths: [[UInt8]]
  ) throws(Failure) {
    let chains = configurations.chains(of: files)
    let all = configurations.configurations
    let check = ConfigurationCheck(rules)
    let errors = configurations.errors + all.flatMap { check.errors(in: $0) }
    guard errors.isEmpty else { throw .configuration(errors.inReportOrder) }
    let descriptions = rules.map(\.description) + BuiltInRules.all
    func set(_ chain: [Int]) throws(Failure) -> RuleSet {
      do throws(RuleSet.UnknownName) {
        return try RuleSet(rules, selection, RuleSettings(chain.map { all[$0] }, descriptions))
      } catch { throw .name(error) }
    }
    let first = configurations.root == nil ? [] : [0]
    var sets = [try set(first)]
    var known = [first: 0]
    var numbers: [FileName: Int] = [:]
    for (file, chain) in zip(files, chains) where chain != first {
      // A configuration without a word about rules makes no set of its own.
      let key = chain.filter { first == [$0] || !all[$0].rules.isEmpty }
      if let number = known[key] {
        if number > 0 { numbers[file.name] = number }
      } else {
        known[key] = sets.count
        numbers[file.name] = sets.count
        sets.append(try set(key))
      }
    }
    self.sets = sets
    self.numbers = numbers
    root = configurations.root
    configurationFiles = all.map(\.sourceFile)
    exclusions = Exclusions(all, descriptions, wholeOf: paths)
    notices = all.flatMap(check.notices)
    variables = ConfiguredVariables(all, hasRoot: configurations.root != nil, files, chains)
  }

  public func number(of file: FileName) -> Int { numbers[file] ?? 0 }

  public func set(of file: FileName) -> RuleSet { sets[number(of: file)] }

  /// What fills in `${NAME}` in the texts of a file; nil: nothing is configured.
  public func filling(_ file: FileName) -> (@Sendable (String) -> String)? {
    guard let variables = variables.variables(of: file) else { return nil }
    return { variables.applied(to: $0) }
  }

  /// The descriptions of all rules that run on any file, by name.
  var descriptions: [RuleDescription] {
    guard sets.count > 1 else { return sets[0].descriptions }
    let all = Dictionary(
      sets.flatMap { $0.descriptions.map { ($0.name, $0) } }, uniquingKeysWith: { first, _ in first })
    return all.values.sorted { $0.name < $1.name }
  }

  /// Gives findings the severities of their files' sets, and takes out of the count what is excluded.
  /// - Returns: what is to be said of the exclusions themselves.
  func apply(to findings: inout [Finding], today: CalendarDate) -> [RunVerdict] {
    for index in findings.indices {
      if let severity = set(of: findings[index].file).severities[findings[index].rule] {
        findings[index].severity = severity
      }
    }
    return exclusions.apply(to: &findings, by: sets[0], today: today)
  }
}
