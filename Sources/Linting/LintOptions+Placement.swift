import Fargate
import Policies

extension LintOptions {
  /// Where pods land, as nothing but the options says it.
  public var assumedPlacement: PlacementStatus { assumeFargate == .always ? .fargate : .unknown }

  /// The same as rules see it.
  var assumedFields: PlacementFields {
    PlacementFields(status: assumedPlacement, reason: LintOptions.unknownPlacement)
  }

  static let unknownPlacement = "no Fargate profile and no cluster definition is known here"

  /// Whether a rule speaks of pods that land there.
  public func judge(_ rule: Rule) -> Bool {
    guard let placement = rule.placement else { return true }
    if assumedPlacement == .unknown, assumeFargate == .never { return false }
    return placement.contains(assumedPlacement) || placement.contains(.unknown)
  }
}
