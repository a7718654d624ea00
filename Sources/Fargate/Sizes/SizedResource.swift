/// A resource that decides the size of a Fargate pod.
public enum SizedResource: String, CaseIterable, Sendable {
  case cpu
  case memory
  case ephemeralStorage = "ephemeral-storage"

  /// An amount as people write it: exact, with the suffix that makes it shortest.
  public func text(_ amount: Int64) -> String {
    guard self != .cpu else { return amount % 1_000 == 0 ? String(amount / 1_000) : "\(amount)m" }
    let suffixes: [(text: String, unit: Int64)] = [
      ("Gi", 1 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10), ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000), ("", 1),
    ]
    let exact = suffixes.filter { amount != 0 && amount % $0.unit == 0 }.map { "\(amount / $0.unit)\($0.text)" }
    return exact.min { $0.utf8.count < $1.utf8.count } ?? "0"
  }

  /// A total as people read it: what has no short name is rounded up to whole MiB, by which sizes go.
  public func totalText(_ amount: Int64) -> String {
    let isPlain = self != .cpu && amount > 1 << 20 && text(amount).allSatisfy(\.isNumber)
    return text(isPlain ? (((amount - 1) >> 20) + 1) << 20 : amount)
  }

  /// The largest amount that is as much at most and short to write: whole MiB from one on.
  public func rounded(_ amount: Int64) -> Int64 {
    self == .cpu || amount < 1 << 20 ? amount : (amount >> 20) << 20
  }
}
