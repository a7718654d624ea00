/// Whether something holds, as far as can be told: `no` < `maybe` < `yes`.
public enum Certainty: Int, Comparable, Sendable {
  case no, maybe, yes

  public static func < (left: Certainty, right: Certainty) -> Bool { left.rawValue < right.rawValue }
}
