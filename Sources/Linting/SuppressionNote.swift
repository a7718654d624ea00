/// What somebody wrote beside a suppression: why, and until when.
struct SuppressionNote: Sendable {
  /// nil when none was given.
  let reason: String?
  /// The last day on which it holds; nil: always.
  let until: CalendarDate?
  /// Whether there is an `until=` without a date.
  let isDateWrong: Bool

  init(reason: String?, until: CalendarDate?, isDateWrong: Bool = false) {
    self.reason = reason
    self.until = until
    self.isDateWrong = isDateWrong
  }

  /// Reads `REASON` or `until=DATE REASON`, with or without ` -- ` between the two.
  init(annotation text: String) {
    var rest = text[...].drop { $0 == " " }
    var until: CalendarDate?
    var isDateWrong = false
    if rest.hasPrefix("until=") {
      let word = rest.dropFirst(6).prefix { $0 != " " }
      until = CalendarDate(word)
      isDateWrong = until == nil
      rest = rest[word.endIndex...].drop { $0 == " " }
      if rest.hasPrefix("--") { rest = rest.dropFirst(2).drop { $0 == " " } }
    }
    self.init(reason: rest.isEmpty ? nil : String(rest), until: until, isDateWrong: isDateWrong)
  }
}
