extension [Finding] {
  /// Brings findings into the order of reports and numbers equal fingerprints.
  mutating func putInReportOrder() {
    sortByPlace()
    var counts: [UInt64: UInt32] = [:]
    for index in indices {
      let number = (counts[self[index].fingerprint.hash] ?? 0) + 1
      counts[self[index].fingerprint.hash] = number
      self[index].fingerprint.number = number
    }
  }

  /// The order of reports: file, line, column, rule, message.
  mutating func sortByPlace() {
    // Places change hands, not findings: those are large.
    var order = (0..<UInt32(count)).sorted { self[Int($0)].stands(before: self[Int($1)]) }
    for first in indices {
      var place = first
      // Brings each finding of a cycle of the order to its place, without a second list of them.
      while Int(order[place]) != first {
        let next = Int(order[place])
        swapAt(place, next)
        order[place] = UInt32(place)
        place = next
      }
      order[place] = UInt32(place)
    }
  }

  /// Takes the numbers of equal fingerprints away.
  mutating func removeNumbers() {
    for index in indices { self[index].fingerprint.number = 0 }
  }
}

extension Finding {
  fileprivate func stands(before other: Finding) -> Bool {
    if file != other.file { return file < other.file }
    if start != other.start { return start < other.start }
    return (rule, message, fingerprint) < (other.rule, other.message, other.fingerprint)
  }
}

extension Set<Notice> {
  /// By file, line, kind, rule, message.
  var inReportOrder: [Notice] {
    sorted { left, right in
      if left.file != right.file { return left.file < right.file }
      return (left.line ?? 0, left.kind.rawValue, left.rule ?? "", left.message)
        < (right.line ?? 0, right.kind.rawValue, right.rule ?? "", right.message)
    }
  }
}
