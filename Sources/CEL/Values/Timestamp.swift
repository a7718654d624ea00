import Foundation

/// An instant between the years 1 and 9999, in steps of a nanosecond (google.protobuf.Timestamp).
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Seconds since the beginning of 1970, UTC.
  public let seconds: Int64
  /// 0 to 999,999,999, counted forward.
  public let nanoseconds: Int32

  /// nil beyond the years 1 to 9999.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// nil beyond the years 1 to 9999.
  private init?(sinceEpoch total: Int128) {
    let second = Int128(Duration.second)
    let rest = (total % second + second) % second
    guard let seconds = Int64(exactly: (total - rest) / second) else { return nil }
    self.init(seconds: seconds, nanoseconds: Int32(rest))
  }

  private var sinceEpoch: Int128 { Int128(seconds) * Int128(Duration.second) + Int128(nanoseconds) }

  public static func < (left: Timestamp, right: Timestamp) -> Bool { left.sinceEpoch < right.sinceEpoch }

  func adding(_ nanoseconds: Int128) -> Timestamp? { Timestamp(sinceEpoch: sinceEpoch + nanoseconds) }

  /// nil when the time between is too long.
  func since(_ other: Timestamp) -> Duration? {
    Int64(exactly: sinceEpoch - other.sinceEpoch).map(Duration.init(nanoseconds:))
  }

  // MARK: Text

  /// Reads RFC 3339, `2009-02-13T23:31:30.5+01:00`; nil when the text is none, names no day, or is out of range.
  public init?(parsing text: String) {
    var rest = Substring(text)
    func number(_ count: Int, then separator: Character?) -> Int? {
      let digits = rest.prefix(count)
      guard digits.count == count, digits.allSatisfy(\.isDigit), let value = Int(digits) else { return nil }
      rest = rest.dropFirst(count)
      if let separator {
        guard rest.first == separator else { return nil }
        rest = rest.dropFirst()
      }
      return value
    }
    guard let year = number(4, then: "-"), let month = number(2, then: "-"), let day = number(2, then: "T"),
      let hour = number(2, then: ":"), let minute = number(2, then: ":"), let second = number(2, then: nil),
      let days = Timestamp.days(year, month, day), hour < 24, minute < 60, second < 60
    else { return nil }
    var nanoseconds = 0
    if rest.first == "." {
      let digits = rest.dropFirst().prefix(while: \.isDigit)
      guard !digits.isEmpty else { return nil }
      rest = rest.dropFirst(1 + digits.count)
      nanoseconds = Int(digits.prefix(9) + String(repeating: "0", count: max(0, 9 - digits.count))) ?? 0
    }
    var offset = 0
    if rest != "Z" {
      guard let seconds = Timestamp.offset(rest), rest.first == "+" || rest.first == "-" else { return nil }
      offset = seconds
    }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
    self.init(seconds: Int64(seconds), nanoseconds: Int32(nanoseconds))
  }

  /// Seconds of `+01:00`, `-02:30` or `02:00`; nil for anything else.
  private static func offset(_ text: Substring) -> Int? {
    let negative = text.first == "-"
    let parts = (text.first == "+" || negative ? text.dropFirst() : text).split(
      separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isDigit) }),
      let hours = Int(parts[0]), let minutes = Int(parts[1]), hours < 24, minutes < 60
    else { return nil }
    return (hours * 3_600 + minutes * 60) * (negative ? -1 : 1)
  }

  /// RFC 3339 in UTC, without needless digits.
  public var text: String {
    let calendar = Calendar(of: self, offset: 0)
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return padded(calendar.year, 4) + "-" + padded(calendar.month, 2) + "-" + padded(calendar.day, 2) + "T"
      + padded(calendar.hour, 2) + ":" + padded(calendar.minute, 2) + ":" + padded(calendar.second, 2)
      + Duration.fraction(UInt64(nanoseconds)) + "Z"
  }

  // MARK: Calendar

  /// Days from the beginning of 1970 in the Gregorian calendar; nil when there is no such day.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard day <= lengths[month - 1] else { return nil }
    let before = year - 1
    let yearDays = before * 365 + before / 4 - before / 100 + before / 400
    return yearDays + lengths[..<(month - 1)].reduce(0, +) + day - 1 - 719_162
  }

  /// The parts of an instant as a clock and a calendar at a place show them.
  struct Calendar {
    let year: Int
    /// 1 to 12.
    let month: Int
    /// 1 to 31.
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let dayOfWeek: Int
    /// 0 is the first of January.
    let dayOfYear: Int

    init(of timestamp: Timestamp, offset: Int) {
      let local = Int(timestamp.seconds) + offset
      let clock = (local % 86_400 + 86_400) % 86_400
      let days = (local - clock) / 86_400
      hour = clock / 3_600
      minute = clock / 60 % 60
      second = clock % 60
      dayOfWeek = ((days + 4) % 7 + 7) % 7
      // The calendar repeats every 400 years, which begin with March here so that the leap day comes last.
      let shifted = days + 719_468
      let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
      let dayOfEra = shifted - era * 146_097
      let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
      let dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
      let monthFromMarch = (5 * dayFromMarch + 2) / 153
      day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1
      month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
      year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
      dayOfYear = days - (Timestamp.days(year, 1, 1) ?? 0)
    }
  }

  /// What the calendar shows in a time zone: an offset, `+01:00`, or a name of the IANA database; nil: no such zone.
  func calendar(in zone: String) -> Calendar? {
    if zone.contains(":") { return Timestamp.offset(Substring(zone)).map { Calendar(of: self, offset: $0) } }
    if zone.isEmpty || zone == "UTC" { return Calendar(of: self, offset: 0) }
    guard let zone = TimeZone(identifier: zone) else { return nil }
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    return Calendar(of: self, offset: zone.secondsFromGMT(for: date))
  }
}
