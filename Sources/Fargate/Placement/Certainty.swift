/// Whether something holds, as far as can be told: `no` < `maybe` < `yes`.
enum Certainty: Int, Comparable {
  case no, maybe, yes

  static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
}
