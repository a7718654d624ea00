import Linting

extension Preset {
  static let option = Option(
    name: "preset", value: "NAME", help: "current (default) or 2019, the first days of EKS on Fargate",
    words: allCases.map(\.rawValue))
}
