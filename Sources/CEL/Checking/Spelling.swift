/// Finding what somebody meant to write.
public enum Spelling {
  /// The nearest of the known names, if one is near enough to be meant: at most a third of the letters differ, and not
  /// more than `most`.
  public static func nearest(to name: String, among known: [String], atMost most: Int = .max) -> String? {
    let limit = min(max(1, name.count / 3), most)
    var best: (name: String, distance: Int)?
    for candidate in known where abs(candidate.count - name.count) <= limit {
      let distance = distance(Array(name.lowercased()), Array(candidate.lowercased()), atMost: limit)
      if distance <= limit, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// The nearest of the known names as the end of a message; `rest` when none is near.
  public static func hint(_ name: String, among known: [String], else rest: String = "") -> String {
    nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? rest
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  private static func distance(_ left: [Character], _ right: [Character], atMost limit: Int) -> Int {
    guard left.count < 200, right.count < 200 else { return limit + 1 }
    var before: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var cost = min(
          previous[column] + (left[row] == right[column] ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    return previous[right.count]
  }
}
