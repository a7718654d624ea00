#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// When output has colour.
enum Color: String, CaseIterable {
  case auto, always, never

  static let option = Option(
    name: "color", value: "WHEN", help: "auto (default), always or never",
    words: allCases.map(\.rawValue))

  /// Whether a call wants colour on standard output: where it is a terminal, unless told otherwise.
  static func isWanted(_ arguments: Arguments) throws(UsageError) -> Bool {
    switch try arguments.word("color", Color.self, default: .auto) {
    case .always: true
    case .never: false
    case .auto: arguments.value("output") == nil && Output.isTerminal(1) && getenv("NO_COLOR") == nil
    }
  }
}
