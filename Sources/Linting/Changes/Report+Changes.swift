extension Report {
  /// What is new since a former run.
  public func findings(unknownTo former: KnownFindings) -> [Finding] { findings.filter { !former.hold($0) } }

  /// The report with these of its findings alone, all of them new; those that counted and are left out are baselined.
  /// - Parameter causes: by fingerprint, where a finding is to stand in place of its own file.
  public func showing(_ new: [Finding], at causes: [Fingerprint: Cause]) -> Report {
    var report = self
    var moved = new
    for index in moved.indices {
      moved[index].baselineState = moved[index].baselineState ?? .new
      if let cause = causes[moved[index].fingerprint] { moved[index].move(to: cause) }
    }
    moved.sortByPlace()
    report.findings = moved
    let shown = Set(new.map(\.fingerprint))
    (report.summary.errors, report.summary.warnings, report.summary.notes) = (0, 0, 0)
    (report.summary.suppressed, report.summary.baselined) = (0, 0)
    for finding in report.findings { report.summary.count(finding) }
    report.summary.baselined += findings.count { finding in
      let counted = finding.suppression == nil || finding.baselineState == .unchanged
      return counted && !shown.contains(finding.fingerprint)
    }
    return report
  }
}
