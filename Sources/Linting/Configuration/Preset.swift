/// Which rules run that nobody selects by name.
public enum Preset: String, Sendable, CaseIterable {
  case current
  /// The first days of EKS on Fargate.
  case early = "2019"
}
