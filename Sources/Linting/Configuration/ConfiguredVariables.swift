import GitOps
import Manifests

/// The values of `${NAME}` by file, as the configurations above it state them: the nearest that names a variable has the
/// last word.
struct ConfiguredVariables: Sendable {
  /// Those of files that no nested configuration gives others.
  private let common: Variables?
  private let own: [FileName: Variables]

  /// None at all.
  init() { (common, own) = (nil, [:]) }

  /// - Parameter chains: the configurations that hold for each file, the outermost first.
  init(_ all: [Configuration], hasRoot: Bool, _ files: [SourceFile], _ chains: [[Int]]) {
    var known: [[Int]: Variables?] = [:]
    func variables(_ chain: [Int]) -> Variables? {
      if let known = known[chain] { return known }
      let stated = chain.flatMap { all[$0].variables }.map { ($0.name, $0.value.value) }
      let variables = stated.isEmpty ? nil : Variables(Dictionary(stated) { $1 })
      known[chain] = .some(variables)
      return variables
    }
    let common = variables(hasRoot ? [0] : [])
    var own: [FileName: Variables] = [:]
    for (file, chain) in zip(files, chains) {
      let variables = variables(chain)
      if variables != common { own[file.name] = variables }
    }
    (self.common, self.own) = (common, own)
  }

  var isEmpty: Bool { common == nil && own.isEmpty }

  /// nil: none.
  func variables(of file: FileName) -> Variables? { own[file] ?? common }
}
