extension [Finding] {
  /// Brings findings into the order of reports and numbers equal fingerprints.
  mutating func putInReportOrder() {
    sortByPlace()
    var counts: [String: Int] = [:]
    for index in indices {
      let key = self[index].fingerprint
      counts[key, default: 0] += 1
      self[index].fingerprint = "\(key):\(counts[key] ?? 1)"
    }
  }

  /// The order of reports: file, line, column, rule, message.
  mutating func sortByPlace() {
    // Places change hands, not findings: those are large.
    let order = indices.sorted { one, other in
      let (left, right) = (self[one], self[other])
      if left.file != right.file { return left.file < right.file }
      if left.start != right.start { return left.start < right.start }
      return (left.rule, left.message, left.fingerprint) < (right.rule, right.message, right.fingerprint)
    }
    self = order.map { self[$0] }
  }

  /// Takes the numbers of equal fingerprints away.
  mutating func removeNumbers() {
    for index in indices {
      guard let colon = self[index].fingerprint.lastIndex(of: ":") else { continue }
      self[index].fingerprint.removeSubrange(colon...)
    }
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
