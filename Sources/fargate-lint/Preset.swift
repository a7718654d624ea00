/// The times whose state of Fargate is judged by.
enum Preset: String, CaseIterable {
  case current
  case early = "2019"

  static let option = Option(
    name: "preset", value: "NAME", help: "current (default) or 2019, the first days of EKS on Fargate")
}
