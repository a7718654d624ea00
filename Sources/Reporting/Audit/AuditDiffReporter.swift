import Fargate
import Linting
import Manifests

/// The formats of `audit --diff`.
public enum AuditDiffFormat: String, CaseIterable, Sendable {
  case text, json, markdown

  public func write(_ diff: AuditDiff, console: TextReporter, to out: inout some TextOutputStream) {
    switch self {
    case .text: AuditDiffTextReporter(console: console).write(diff, to: &out)
    case .json: AuditDiffJSONReporter().write(diff, to: &out)
    case .markdown: AuditDiffMarkdownReporter().write(diff, to: &out)
    }
  }
}

/// What both reports for people say.
struct AuditDiffRows {
  /// What there was, what there is, and by how much that is more.
  let sums: [(name: String, before: String, after: String, more: String)]
  let changes: [(workload: String, what: [String], place: String)]

  init(_ diff: AuditDiff) {
    let (old, new) = (AuditOverview(diff.before.workloads), AuditOverview(diff.after.workloads))
    func sum(_ name: String, _ before: Int, _ after: Int) -> (String, String, String, String) {
      (name, AuditText.grouped(before), AuditText.grouped(after), AuditDiffRows.signed(after - before))
    }
    var sums = [sum("workloads", diff.before.workloads.count, diff.after.workloads.count)]
    for status in PlacementStatus.allCases where old.count(status) + new.count(status) > 0 {
      sums.append(sum(status.rawValue, old.count(status), new.count(status)))
    }
    sums.append(sum("blockers", diff.before.blockers, diff.after.blockers))
    func money(_ name: String, _ before: Double, _ after: Double) {
      let more = after - before
      let sign = abs(more) < 0.005 ? "" : more < 0 ? "-" : "+"
      sums.append(
        (
          name, AuditText.money(before), AuditText.money(after),
          sign.isEmpty ? "0" : sign + AuditText.money(abs(more))
        ))
    }
    if old.cost.whole + new.cost.whole > 0 {
      money("on Fargate, USD a month", old.cost.onFargate, new.cost.onFargate)
      money("all on Fargate, USD a month", old.cost.whole, new.cost.whole)
    }
    money("rounding, USD a month", old.cost.rounding, new.cost.rounding)
    self.sums = sums
    changes = diff.changes.map(AuditDiffRows.row)
  }

  private static func signed(_ number: Int) -> String { number > 0 ? "+\(number)" : String(number) }

  private static func row(_ change: AuditDiff.Change) -> (workload: String, what: [String], place: String) {
    let what =
      switch change {
      case .new(let new):
        ["new: \(placement(new)), \(AuditText.fit(new.fit))" + price(new) + blockers(new)]
      case .gone(let old): ["gone: was \(placement(old)), \(AuditText.fit(old.fit))" + price(old)]
      case .changed(let old, let new): differences(old, new)
      }
    let shown = change.shown
    let name = [shown.scope, shown.resource.namespace ?? "?", "\(shown.resource.kind)/\(shown.resource.name)"]
      .compactMap(\.self).joined(separator: " ")
    return (name, what, "\(shown.file.text):\(shown.line)")
  }

  private static func differences(_ old: AuditedWorkload, _ new: AuditedWorkload) -> [String] {
    var what: [String] = []
    func add(_ name: String, _ before: String, _ after: String) {
      if before != after { what.append("\(name) \(before) → \(after)") }
    }
    add("namespace", old.resource.namespace ?? "?", new.resource.namespace ?? "?")
    add("lands", placement(old), placement(new))
    add("size", AuditText.fit(old.fit), AuditText.fit(new.fit))
    add("replicas", old.replicas.map(String.init) ?? "not stated", new.replicas.map(String.init) ?? "not stated")
    add("price", whole(old).map(AuditText.money) ?? "not known", whole(new).map(AuditText.money) ?? "not known")
    add("blockers", String(old.blockers), String(new.blockers))
    return what
  }

  private static func placement(_ workload: AuditedWorkload) -> String {
    workload.placement.status + (workload.placement.profile.map { " (\($0))" } ?? "")
  }

  /// USD a month for all replicas.
  private static func whole(_ workload: AuditedWorkload) -> Double? {
    workload.monthlyUSD.map { $0 * Double(workload.replicas ?? 1) }
  }

  private static func price(_ workload: AuditedWorkload) -> String {
    whole(workload).map { ", \(AuditText.money($0)) a month" } ?? ""
  }

  private static func blockers(_ workload: AuditedWorkload) -> String {
    workload.blockers > 0 ? ", \(AuditText.count(workload.blockers, "blocker"))" : ""
  }
}

extension Audit {
  fileprivate var blockers: Int { report.findings.count { $0.severity == .error && $0.suppression == nil } }
}

struct AuditDiffTextReporter {
  let console: TextReporter

  func write(_ diff: AuditDiff, to out: inout some TextOutputStream) {
    let rows = AuditDiffRows(diff)
    var sums = AlignedRows()
    sums.add("", "before", "after", "")
    for sum in rows.sums { sums.add(sum.name, sum.before, sum.after, sum.more == "0" ? "" : sum.more) }
    sums.write(indent: 2, numbers: [1, 2, 3], to: &out)
    out.write("\n")
    for change in rows.changes {
      out.write("\(console.clean(change.place)): \(console.clean(change.workload))\n")
      for line in change.what { out.write("  \(console.clean(line))\n") }
    }
    if rows.changes.isEmpty { out.write("no workload lands, is sized, priced or blocked otherwise than before\n") }
  }
}

struct AuditDiffMarkdownReporter {
  func write(_ diff: AuditDiff, to out: inout some TextOutputStream) {
    let rows = AuditDiffRows(diff)
    out.write("# What this changes on Fargate\n\n")
    MarkdownTable(heads: ["", "Before", "After", "Difference"], numbers: [1, 2, 3])
      .write(rows.sums.map { [$0.name, $0.before, $0.after, $0.more] }, to: &out)
    if rows.changes.isEmpty {
      out.write("No workload lands, is sized, priced or blocked otherwise than before.\n")
      return
    }
    MarkdownTable(heads: ["Workload", "Changes", "Stands at"])
      .write(
        rows.changes.map { change in
          [
            MarkdownTable.text(change.workload), change.what.map(MarkdownTable.text).joined(separator: "<br>"),
            MarkdownTable.text(change.place),
          ]
        }, to: &out)
  }
}

/// `{"before": …, "after": …, "changes": [{"before": ROW, "after": ROW}]}`, rows as those of `audit --format json`.
struct AuditDiffJSONReporter {
  func write(_ diff: AuditDiff, to out: inout some TextOutputStream) {
    out.write("{\"version\":1,\"before\":\(side(diff.before)),\"after\":\(side(diff.after)),\"changes\":[")
    for (index, change) in diff.changes.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(
        JSONObject.make {
          switch change {
          case .new(let new): $0.add("after", json: AuditJSONReporter().object(new))
          case .gone(let old): $0.add("before", json: AuditJSONReporter().object(old))
          case .changed(let old, let new):
            $0.add("before", json: AuditJSONReporter().object(old))
            $0.add("after", json: AuditJSONReporter().object(new))
          }
        })
    }
    out.write("]}\n")
  }

  private func side(_ audit: Audit) -> String {
    let overview = AuditOverview(audit.workloads)
    return JSONObject.make {
      $0.add("workloads", audit.workloads.count)
      $0.add("placement") { object in
        for status in PlacementStatus.allCases { object.add(status.rawValue, overview.count(status)) }
      }
      $0.add("blockers", audit.blockers)
      $0.add("monthlyUSD", rounded(overview.cost.onFargate))
      $0.add("roundingUSD", rounded(overview.cost.rounding))
    }
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
