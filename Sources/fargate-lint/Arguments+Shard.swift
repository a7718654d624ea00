import Linting

extension Arguments {
  /// What compares a whole run with something else; `merge` is the place for it.
  private static let wholeRunOptions = ["baseline", "changed-since"]

  /// The part that `--shard` names; nil without it.
  func shard() throws(UsageError) -> Shard? {
    guard let text = value("shard") else { return nil }
    guard let shard = Shard(text) else {
      throw UsageError(
        "`--shard` is written I/N with I from 1 to N and N at most \(Shard.most), as in 2/7, not `\(text)`")
    }
    if let other = Arguments.wholeRunOptions.first(where: has) {
      throw UsageError("`--\(other)` is about a whole run and `--shard` judges a part: leave one of them out")
    }
    return shard
  }
}
