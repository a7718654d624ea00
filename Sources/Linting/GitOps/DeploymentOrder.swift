/// Which files of a run are deployed, and ready, before which others: `dependsOn` of Flux Kustomizations.
struct DeploymentOrder: Sendable {
  /// By deployment: those that come first, at any distance.
  private let earlier: [Set<Int>]
  /// By file: the deployments that take it.
  private let ofFiles: [Set<Int>]

  /// Nothing comes first.
  init() {
    earlier = []
    ofFiles = []
  }

  /// - Parameter needed: by deployment, those that it waits for itself.
  init(needed: [[Int]], ofFiles: [Set<Int>]) {
    self.ofFiles = ofFiles
    earlier = needed.map { direct in
      var found: Set<Int> = []
      var waiting = direct
      while let next = waiting.popLast() {
        if found.insert(next).inserted { waiting += needed[next] }
      }
      return found
    }
  }

  /// Whether every deployment of the second file waits for one of the first.
  func isBefore(_ first: UInt32, _ second: UInt32) -> Bool {
    guard ofFiles.indices.contains(Int(first)), ofFiles.indices.contains(Int(second)) else { return false }
    let later = ofFiles[Int(second)]
    return !later.isEmpty && later.allSatisfy { !earlier[$0].isDisjoint(with: ofFiles[Int(first)]) }
  }
}
