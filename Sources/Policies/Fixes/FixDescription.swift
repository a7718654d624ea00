/// What a policy offers to do, for people.
public struct FixDescription: Sendable, Hashable {
  public let title: String
  /// nil: an expression decides.
  public let isSafe: Bool?
}

extension Rule {
  /// The fixes that the validations offer, each once.
  public var fixes: [FixDescription] {
    var seen: Set<FixDescription> = []
    return validations.flatMap(\.fixes).map(\.summary).filter { seen.insert($0).inserted }
  }
}

extension Fix {
  fileprivate var summary: FixDescription {
    switch safety {
    case .stated(let flag): FixDescription(title: title, isSafe: flag)
    case .asked: FixDescription(title: title, isSafe: nil)
    }
  }
}
