/// Values that `${NAME}` has in manifests whoever deploys them, as a configuration states them.
public struct Variables: Sendable, Hashable {
  private let values: [String: String]

  /// - Parameter values: by name.
  public init(_ values: [String: String]) { self.values = values }

  /// The text with `${NAME}`, `${NAME:=default}` and `${NAME:-default}` filled in; a name without a value is left as it
  /// stands.
  public func applied(to text: String) -> String {
    EnvironmentText(text).filled { name, fallback in
      values[String(name)].map { $0.isEmpty ? String(fallback) : $0 }
    }
  }
}
