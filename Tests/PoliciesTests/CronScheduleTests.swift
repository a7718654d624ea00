import Testing

@testable import Policies

@Suite("Schedules of CronJobs")
struct CronScheduleTests {
  @Test(
    "have a shortest time between two firings",
    arguments: [
      ("* * * * *", 60), ("*/5 * * * *", 300), ("*/7 * * * *", 240), ("0 * * * *", 3600), ("5/10 * * * *", 600),
      ("0,56 0,23 * * *", 240), ("0 9-17/2 * * *", 7200), ("30 2 * * *", 86400), ("0,30 12 * * *", 1800),
      ("0 0 * * sun", 604_800), ("0 0 * * MON-fri", 86400), ("0 0 ? * 1,4", 259_200), ("0 0 1 * *", 28 * 86400),
      ("0 0 31 * *", 31 * 86400), ("0 0 1 jan *", 365 * 86400), ("0 0 29 2 *", 1461 * 86400),
      ("0 0 29 2 ?", 1461 * 86400), ("0 0 */15 * *", 86400), ("0 0 1,31 feb-mar *", 28 * 86400),
      // Where both are limited either is enough, and a step counts as a limit.
      ("0 0 13 * 5", 86400), ("0 0 */2 * 1", 86400), ("0 0 1 1 */6", 86400), ("0 0 * * */1", 86400),
      ("@hourly", 3600), ("@daily", 86400), ("@midnight", 86400), ("@weekly", 604_800), ("@monthly", 28 * 86400),
      ("@yearly", 365 * 86400), ("@annually", 365 * 86400), ("@every 90s", 90), ("@every 1h30m", 5400),
      ("@every 10ms", 1), ("TZ=Europe/Berlin */10 * * * *", 600), ("CRON_TZ=UTC @hourly", 3600),
      ("  0   0  *  *  *  ", 86400),
    ] as [(String, Int64)])
  func shortest(text: String, seconds: Int64) throws {
    #expect(try CronSchedule(text).shortestInterval == seconds)
  }

  @Test("never fire on days that no month has", arguments: ["0 0 30 2 *", "0 0 31 2,4,6,9,11 *"])
  func never(text: String) throws {
    #expect(try CronSchedule(text).shortestInterval == nil)
  }

  @Test(
    "are refused as Kubernetes refuses them",
    arguments: [
      "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 13 *", "* * * * 7",
      "*/0 * * * *", "5-1 * * * *", "1-2-3 * * * *", "1/2/3 * * * *", "a * * * *", "* * * * mon-x", "-1 * * * *",
      "@never", "@every", "@every x", "@every 1h 2", "@hourly now",
    ])
  func refused(text: String) {
    #expect(throws: CronSchedule.Problem.self) { try CronSchedule(text) }
  }

  @Test("state a time zone", arguments: [("TZ=Asia/Tokyo @daily", "Asia/Tokyo"), ("@daily", "")])
  func timeZone(text: String, zone: String) throws {
    #expect(try CronSchedule(text).timeZone == zone)
  }

  /// Against a walk over 28 years, after which days and weekdays repeat.
  @Test("agree with a walk over the calendar")
  func walk() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<60 {
      let days = (0..<2).map { _ in Int.random(in: 1...31, using: &random) }
      let months = Set((0..<3).map { _ in Int.random(in: 1...12, using: &random) })
      let weekday: Int? = Bool.random(using: &random) ? Int.random(in: 0...6, using: &random) : nil
      let text =
        "0 0 \(days[0]),\(days[1]) \(months.map(String.init).joined(separator: ",")) \(weekday.map(String.init) ?? "*")"
      var shortest: Int64?
      var last: Int64?
      var number: Int64 = 0
      for year in 2000..<2057 {
        for month in 1...12 {
          let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
          for day in 1...lengths[month - 1] {
            number += 1
            // January 1st of 2000 was a Saturday.
            let fires = days.contains(day) || weekday.map { ($0 + 2) % 7 == Int(number) % 7 } ?? false
            guard months.contains(month), fires else { continue }
            if let last { shortest = min(shortest ?? .max, number - last) }
            last = number
          }
        }
      }
      #expect(try CronSchedule(text).shortestInterval == shortest.map { $0 * 86400 }, "\(text)")
    }
  }
}
