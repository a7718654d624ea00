extension Finding {
  /// Where the pod of a finding lands, and why that is believed. A reference: many findings share one.
  public struct Placement: Sendable, Hashable {
    private final class Answer: Sendable {
      let status: String
      let reason: String
      let profile: String?
      let file: String?
      let line: Int?

      init(_ status: String, _ reason: String, _ profile: String?, _ file: String?, _ line: Int?) {
        self.status = status
        self.reason = reason
        self.profile = profile
        self.file = file
        self.line = line
      }
    }

    private let answer: Answer

    /// `fargate`, `ec2`, `pending` or `unknown`.
    public var status: String { answer.status }
    public var reason: String { answer.reason }
    /// The profile that takes the pod, and where it stands; nil where none does.
    public var profile: String? { answer.profile }
    public var file: String? { answer.file }
    public var line: Int? { answer.line }

    public init(status: String, reason: String, profile: String? = nil, file: String? = nil, line: Int? = nil) {
      answer = Answer(status, reason, profile, file, line)
    }

    public static func == (left: Placement, right: Placement) -> Bool {
      left.answer === right.answer
        || left.status == right.status && left.reason == right.reason && left.profile == right.profile
          && left.file == right.file && left.line == right.line
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(status)
      hasher.combine(reason)
      hasher.combine(profile)
      hasher.combine(file)
      hasher.combine(line)
    }
  }
}
