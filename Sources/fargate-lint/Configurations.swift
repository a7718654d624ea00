import Linting
import Manifests
import Policies

extension ConfigurationFiles {
  /// The configurations of a call that reads these paths.
  init(_ arguments: Arguments, paths: [String]) {
    self.init(paths: paths.map { Array($0.utf8) }, root: arguments.value("config").map { Array($0.utf8) })
  }

  /// The rules that these configurations and the user choose.
  mutating func rules(
    _ rules: [Rule], _ selection: RuleSet.Selection, _ files: [SourceFile] = [], wholeOf paths: [String] = []
  ) throws(Failure) -> ConfiguredRules {
    do throws(ConfiguredRules.Failure) {
      return try ConfiguredRules(rules, selection, files, &self, wholeOf: paths.map { Array($0.utf8) })
    } catch { throw Failure(error) }
  }
}

extension Failure {
  init(_ failure: ConfiguredRules.Failure) {
    switch failure {
    case .name(let error):
      let hint = error.nearest.map { "; did you mean `\($0)`?" } ?? "; `fargate-lint rules` lists them"
      self.init(UsageError("no rule or category `\(error.name)`\(hint)"))
    case .configuration(let errors):
      let count = errors.count == 1 ? "an error" : "\(errors.count) errors"
      let texts = errors.map(\.text) + ["fargate-lint: error: the configuration has \(count); nothing was checked"]
      self.init(texts.joined(separator: "\n"))
    }
  }
}
