extension Library {
  /// Parts of timestamps and durations (cel-spec, "Timezones" and the accessors).
  static let time: [Function] = [
    part("getFullYear") { $0.year },
    part("getMonth") { $0.month - 1 },
    part("getDate") { $0.day },
    part("getDayOfMonth") { $0.day - 1 },
    part("getDayOfWeek") { $0.dayOfWeek },
    part("getDayOfYear") { $0.dayOfYear },
    part("getHours", per: 3_600 * Duration.second) { $0.hour },
    part("getMinutes", per: 60 * Duration.second) { $0.minute },
    part("getSeconds", per: Duration.second) { $0.second },
    Function(
      "getMilliseconds",
      [.member([.timestamp], .int), .member([.timestamp, .string], .int), .member([.duration], .int)]
    ) { arguments, _ in
      switch arguments[0] {
      case .timestamp(let timestamp): .int(Int64(timestamp.nanoseconds / 1_000_000))
      // All of it, as Kubernetes has it; cel-spec: the part below a second.
      case .duration(let duration) where arguments.count == 1: .int(duration.nanoseconds / 1_000_000)
      default: nil
      }
    },
  ]

  /// A part of a timestamp; with `per`, the whole of a duration in that unit of nanoseconds too.
  private static func part(
    _ name: String, per unit: Int64? = nil, _ body: @escaping @Sendable (Timestamp.Calendar) -> Int
  ) -> Function {
    let overloads: [Function.Overload] = [.member([.timestamp], .int), .member([.timestamp, .string], .int)]
    return Function(name, overloads + (unit == nil ? [] : [.member([.duration], .int)])) { arguments, _ in
      switch arguments[0] {
      case .timestamp(let timestamp):
        var zone = "UTC"
        if arguments.count > 1 {
          guard case .string(let given) = arguments[1] else { return nil }
          zone = given
        }
        return timestamp.calendar(in: zone).map { .int(Int64(body($0))) } ?? .invalid("no time zone `\(zone)`")
      case .duration(let duration): return arguments.count == 1 ? unit.map { .int(duration.nanoseconds / $0) } : nil
      default: return nil
      }
    }
  }
}
