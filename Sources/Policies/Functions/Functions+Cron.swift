import CEL

extension Functions {
  /// `cron(s)`: a CronJob's schedule.
  static let cron = Function("cron", [.global([.string], .object(["cron"]))], cost: .fixed(10)) { arguments, _ in
    guard case .string(let text) = arguments[0] else {
      return .error(EvaluationError(.noSuchOverload, "no such overload: cron takes text"))
    }
    do throws(CronSchedule.Problem) {
      let schedule = try CronSchedule(text)
      return .map(MapValue(fields: [("schedule", .string(text)), ("timeZone", .string(schedule.timeZone))]))
    } catch {
      return .error(EvaluationError(.invalidArgument, "`\(text)` is no schedule: \(error.text)"))
    }
  }

  /// `cron(s).shortestInterval()`: the shortest time between two firings, where every day has 24 hours.
  static let shortestInterval = Function(
    "shortestInterval", [.member([.object(["cron"])], .duration)], cost: .fixed(1_000)
  ) { arguments, e in
    guard let text = e.field("schedule", of: arguments[0]).map({ e.text($0) }),
      let schedule = try? CronSchedule(text)
    else { return .error(EvaluationError(.noSuchOverload, "no such overload: shortestInterval takes a schedule")) }
    guard let seconds = schedule.shortestInterval else {
      return .error(EvaluationError(.invalidArgument, "`\(text)` never fires"))
    }
    return .duration(Duration(nanoseconds: seconds * 1_000_000_000))
  }
}
