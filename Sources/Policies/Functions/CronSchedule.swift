import CEL

/// When a CronJob fires: a schedule as Kubernetes reads it (robfig/cron, `ParseStandard`).
struct CronSchedule {
  private enum Firing {
    /// `@every 90s`, in seconds.
    case every(Int64)
    case calendar(Calendar)
  }

  fileprivate struct Calendar {
    let minutes: Field
    let hours: Field
    let days: Field
    let months: Field
    let weekdays: Field
  }

  /// The values that one field allows.
  fileprivate struct Field {
    var values: Set<Int> = []
    /// Whether it was left open by `*` or `?`; with a step above 1 it was not.
    var isOpen = false
  }

  /// As `TZ=` or `CRON_TZ=` says; empty where neither is written.
  let timeZone: String
  private let firing: Firing

  /// Why a text is no schedule.
  struct Problem: Error {
    let text: String
  }

  // MARK: Reading

  init(_ text: String) throws(Problem) {
    var rest = text.split(whereSeparator: \.isWhitespace)
    var zone = ""
    if let first = rest.first, let prefix = ["TZ=", "CRON_TZ="].first(where: { first.hasPrefix($0) }) {
      zone = String(first.dropFirst(prefix.count))
      rest.removeFirst()
    }
    timeZone = zone
    if let word = rest.first, word.hasPrefix("@") {
      firing = try CronSchedule.named(rest.map(String.init))
      return
    }
    guard rest.count == 5 else { throw Problem(text: "a schedule has five fields, and this one \(rest.count)") }
    firing = .calendar(try CronSchedule.calendar(rest))
  }

  private static func named(_ words: [String]) throws(Problem) -> Firing {
    if words.count == 2, words[0] == "@every" {
      guard let length = Duration(parsing: words[1]) else { throw Problem(text: "`\(words[1])` is no duration") }
      return .every(max(1, length.nanoseconds / 1_000_000_000))
    }
    guard words.count == 1, let fields = names[words[0]] else {
      throw Problem(text: "`\(words.joined(separator: " "))` names no schedule")
    }
    return .calendar(try calendar(fields.split(separator: " ")))
  }

  private static let names = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]

  private static func calendar(_ fields: [Substring]) throws(Problem) -> Calendar {
    Calendar(
      minutes: try field(fields[0], 0...59), hours: try field(fields[1], 0...23), days: try field(fields[2], 1...31),
      months: try field(fields[3], 1...12, months), weekdays: try field(fields[4], 0...6, weekdays))
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  private static func field(
    _ text: Substring, _ bounds: ClosedRange<Int>, _ names: [String] = []
  ) throws(Problem) -> Field {
    var field = Field()
    for part in text.split(separator: ",") {
      let range = part.split(separator: "/", omittingEmptySubsequences: false)
      guard range.count <= 2 else { throw Problem(text: "`\(part)` has several steps") }
      var step = 1
      if range.count == 2 {
        guard let number = number(range[1]), number > 0 else { throw Problem(text: "`\(range[1])` is no step") }
        step = number
      }
      let ends = range[0].split(separator: "-", omittingEmptySubsequences: false)
      guard let low = ends.first, ends.count <= 2 else { throw Problem(text: "`\(part)` is no range") }
      var first = bounds.lowerBound
      var last = bounds.upperBound
      if low == "*" || low == "?" {
        if step == 1 { field.isOpen = true }
      } else {
        first = try value(low, bounds, names)
        // `5/10` is `5-59/10`.
        if ends.count == 2 { last = try value(ends[1], bounds, names) } else if range.count == 1 { last = first }
      }
      guard first <= last else { throw Problem(text: "`\(part)` ends before it begins") }
      field.values.formUnion(stride(from: first, through: last, by: step))
    }
    guard !field.values.isEmpty else { throw Problem(text: "a field is empty") }
    return field
  }

  private static func value(_ text: Substring, _ bounds: ClosedRange<Int>, _ names: [String]) throws(Problem) -> Int {
    if let place = names.firstIndex(of: text.lowercased()) { return place + bounds.lowerBound }
    guard let number = number(text), bounds.contains(number) else {
      throw Problem(text: "`\(text)` is not between \(bounds.lowerBound) and \(bounds.upperBound)")
    }
    return number
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }

  // MARK: Answering

  /// The shortest time between two firings, in seconds, where every day has 24 hours; nil where it never fires.
  var shortestInterval: Int64? {
    switch firing {
    case .every(let seconds): return seconds
    case .calendar(let calendar):
      let times = calendar.hours.values.flatMap { hour in calendar.minutes.values.map { hour * 60 + $0 } }.sorted()
      guard let first = times.first, let last = times.last, let days = calendar.shortestDistance else { return nil }
      let within = zip(times, times.dropFirst()).map { $1 - $0 }
      let minutes = (within + [days * 24 * 60 - last + first]).min() ?? 0
      return Int64(minutes) * 60
    }
  }
}

extension CronSchedule.Calendar {
  /// The fewest days from one day of firing to the next; nil where there is none.
  fileprivate var shortestDistance: Int? {
    var shortest: Int?
    var previous: Int?
    // Weekdays and leap years come back after 400 years; the second turn closes the gap between two of them.
    for day in 0..<(2 * 146_097) where fires(on: day) {
      if let previous {
        shortest = min(shortest ?? .max, day - previous)
        // No two are nearer.
        if shortest == 1 { return 1 }
        if previous >= 146_097 { break }
      }
      previous = day
    }
    return shortest
  }

  /// - Parameter day: counts from March 1st of 2000, a Wednesday, so that leap days end years.
  private func fires(on day: Int) -> Bool {
    let ofEra = day % 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let fromMarch = (5 * ofYear + 2) / 153
    let ofMonth = ofYear - (153 * fromMarch + 2) / 5 + 1
    guard months.values.contains(fromMarch < 10 ? fromMarch + 3 : fromMarch - 9) else { return false }
    let isDay = days.values.contains(ofMonth)
    let isWeekday = weekdays.values.contains((day + 3) % 7)
    // Where both are limited, either is enough.
    return days.isOpen || weekdays.isOpen ? isDay && isWeekday : isDay || isWeekday
  }
}
