/// Values by key, sorted once: two lists in place of a dictionary of lists.
struct Postings<Key: Hashable, Value: Comparable> {
  private var starts: [Key: Int32] = [:]
  private var ends: [Int32] = []
  /// Of all keys, those of one together.
  let values: [Value]

  /// - Complexity: O(n) on average, and sorting the values of each key.
  init(_ entries: [(key: Key, value: Value)]) {
    var counts: [Int32] = []
    var places: [Int32] = []
    places.reserveCapacity(entries.count)
    for entry in entries {
      let place = starts[entry.key] ?? Int32(counts.count)
      if Int(place) == counts.count {
        starts[entry.key] = place
        counts.append(0)
      }
      counts[Int(place)] += 1
      places.append(place)
    }
    var next: [Int32] = []
    next.reserveCapacity(counts.count)
    var sum: Int32 = 0
    for count in counts {
      next.append(sum)
      sum += count
      ends.append(sum)
    }
    var order = [Int32](repeating: 0, count: entries.count)
    for (index, place) in places.enumerated() {
      order[Int(next[Int(place)])] = Int32(index)
      next[Int(place)] += 1
    }
    values = order.map { entries[Int($0)].value }
  }

  /// In the order in which they were given.
  subscript(key: Key) -> ArraySlice<Value> {
    guard let place = starts[key] else { return [] }
    let start = place == 0 ? 0 : Int(ends[Int(place) - 1])
    return values[start..<Int(ends[Int(place)])]
  }
}

extension Postings: Sendable where Key: Sendable, Value: Sendable {}
