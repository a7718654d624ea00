import Fargate
import Linting
import Manifests
import Policies

/// An audit as Markdown, for a pull request or a wiki: tables that GitHub and GitLab render.
struct AuditMarkdownReporter {
  /// Rows of a table.
  private static let listed = 50

  func write(_ audit: Audit, to out: inout some TextOutputStream) {
    let overview = AuditOverview(audit.workloads)
    let errors = audit.report.findings.filter { $0.severity == .error && $0.suppression == nil }
    out.write("# Fargate audit\n\n")
    writeSummary(audit, overview, errors.count, to: &out)
    writeClusters(audit.clusters, to: &out)
    writePlacement(overview, to: &out)
    writeBlockers(audit, errors, to: &out)
    writeSizes(audit, overview, to: &out)
    if let plan = audit.plan { writePlan(audit, plan, to: &out) }
    out.write(audit.priceNote + "\n")
  }

  // MARK: Sections

  private func writeSummary(
    _ audit: Audit, _ overview: AuditOverview, _ errors: Int, to out: inout some TextOutputStream
  ) {
    let lands = PlacementStatus.allCases.filter { overview.count($0) > 0 }
      .map { "\(AuditText.grouped(overview.count($0))) \($0.rawValue)" }.joined(separator: ", ")
    var rows = [["Workloads", AuditText.grouped(audit.workloads.count) + (lands.isEmpty ? "" : " (\(lands))")]]
    rows.append(["Blockers", AuditText.grouped(errors)])
    if overview.cost.unpriced < audit.workloads.count {
      rows.append(["On Fargate now", AuditText.money(overview.cost.onFargate) + " a month"])
      rows.append(["All on Fargate", AuditText.money(overview.cost.whole) + " a month"])
    }
    rows.append(["Rounding", AuditText.money(overview.cost.rounding) + " a month"])
    if let plan = audit.plan {
      let can = plan.count(.moves) + plan.count(.movesAfter)
      rows.append(["Can move", "\(AuditText.grouped(can)) of \(AuditText.grouped(plan.moves.count))"])
    }
    write(["", ""], rows, to: &out)
  }

  private func writeClusters(_ clusters: [AuditedCluster], to out: inout some TextOutputStream) {
    out.write("## Clusters and profiles\n\n")
    if clusters.isEmpty { out.write("None is described here, so where pods land is not known.\n\n") }
    var rows: [[String]] = []
    for cluster in clusters {
      let name = [cluster.scope, cluster.name ?? "(no name)", cluster.region].compactMap(\.self).joined(
        separator: " / ")
      let capacity = cluster.capacity.map(\.rawValue).joined(separator: ", ")
      if cluster.profiles.isEmpty { rows.append([text(name), capacity, "", "", "", ""]) }
      for profile in cluster.profiles {
        rows.append([
          text(name), capacity, text(profile.name ?? "(no name)"), AuditText.grouped(profile.workloads),
          profile.selectors.map { code(AuditText.selector($0)) }.joined(separator: " "),
          text(profile.origin.description),
        ])
      }
    }
    if !rows.isEmpty {
      write(["Cluster", "Capacity", "Profile", "Workloads", "Selects", "Stands at"], rows, numbers: [3], to: &out)
    }
  }

  private func writePlacement(_ overview: AuditOverview, to out: inout some TextOutputStream) {
    if overview.groups.isEmpty { return }
    out.write("## Where pods land\n\n")
    let groups = overview.groups.sorted { $1.rows.count < $0.rows.count }
    let rows = groups.prefix(AuditMarkdownReporter.listed).map { group in
      [
        text([group.scope, group.namespace ?? "(namespace not known)"].compactMap(\.self).joined(separator: " / ")),
        AuditText.grouped(group.rows.count), AuditText.grouped(group.onFargate), AuditText.grouped(group.blocked),
        AuditText.amounts(group.asked.cpu, group.asked.memory), AuditText.amounts(group.got.cpu, group.got.memory),
      ]
    }
    write(
      ["Namespace", "Workloads", "On Fargate", "Blocked", "Asks for", "Gets"], rows, numbers: [1, 2, 3], to: &out)
    writeMore(groups.count, to: &out)
  }

  private func writeBlockers(_ audit: Audit, _ errors: [Finding], to out: inout some TextOutputStream) {
    if errors.isEmpty { return }
    out.write("## Blockers\n\n")
    writeRanking("Rule", errors.map(\.rule), to: &out)
    writeRanking("Folder", errors.map { Ranking.folder(of: $0.file) }, to: &out)
    if audit.owners.isKnown {
      writeRanking("Owner", errors.map { audit.owners.owner(of: $0.file) ?? "(nobody)" }, to: &out)
    }
  }

  private func writeSizes(_ audit: Audit, _ overview: AuditOverview, to out: inout some TextOutputStream) {
    if overview.sizes.isEmpty { return }
    out.write("## Sizes\n\n")
    let sizes = overview.sizes.map { entry in
      [
        AuditText.amounts(entry.size.vCPU, entry.size.memoryGiB), "\(entry.size.ephemeralStorage) GiB",
        AuditText.grouped(entry.rows), AuditText.grouped(entry.pods),
      ]
    }
    write(["Size", "Disk", "Workloads", "Pods"], sizes, numbers: [2, 3], to: &out)
    if overview.tooLarge > 0 {
      out.write("No size holds \(AuditText.count(overview.tooLarge, "workload")).\n\n")
    }
  }

  private func writePlan(_ audit: Audit, _ plan: MigrationPlan, to out: inout some TextOutputStream) {
    out.write("## Migration plan\n\n")
    write(
      ["What no profile takes", "Workloads"],
      MigrationPlan.Verdict.allCases.filter { plan.count($0) > 0 }
        .map { [AuditText.verdict($0), AuditText.grouped(plan.count($0))] }, numbers: [1], to: &out)
    for selection in plan.selections {
      out.write("Selectors that take what can move\(selection.scope.map { " in \(text($0))" } ?? "")")
      out.write(selection.isSmallest ? ", and no fewer do:\n\n" : ":\n\n")
      out.write("```yaml\nfargateProfiles:\n")
      for (number, selectors) in selection.profiles.enumerated() {
        out.write(AuditText.eksctl(selectors, name: "moved-\(number + 1)"))
      }
      out.write("```\n\n")
    }
    let listed = plan.moves.filter { $0.verdict != .moves }
    let rows = listed.prefix(AuditMarkdownReporter.listed).map { move in
      let workload = audit.workloads[move.row]
      let causes =
        (move.reason.map { [text($0)] } ?? [])
        + (move.obstacles + move.changes).map { place in
          let finding = plan.findings[place]
          return "\(code(finding.rule)) \(text("\(finding.file.text):\(finding.start.line)"))"
        }
      return [
        text("\(workload.resource.kind)/\(workload.resource.name)"), text(workload.resource.namespace ?? "?"),
        AuditText.verdict(move.verdict), causes.joined(separator: "<br>"),
      ]
    }
    if !rows.isEmpty { write(["Workload", "Namespace", "Plan", "Because"], rows, to: &out) }
    writeMore(listed.count, to: &out)
  }

  // MARK: Tables

  private func writeRanking(_ title: String, _ names: [String], to out: inout some TextOutputStream) {
    let all = Ranking(names).rows
    let rows = all.prefix(AuditMarkdownReporter.listed).map { [text($0.name), AuditText.grouped($0.count)] }
    write([title, "Errors"], rows, numbers: [1], to: &out)
    writeMore(all.count, to: &out)
  }

  private func writeMore(_ count: Int, to out: inout some TextOutputStream) {
    if count > AuditMarkdownReporter.listed {
      out.write("The first \(AuditMarkdownReporter.listed) of \(AuditText.grouped(count)).\n\n")
    }
  }

  private func write(
    _ heads: [String], _ rows: [[String]], numbers: Set<Int> = [], to out: inout some TextOutputStream
  ) {
    MarkdownTable(heads: heads, numbers: numbers).write(rows, to: &out)
  }

  private func text(_ words: String) -> String { MarkdownTable.text(words) }

  private func code(_ words: String) -> String { MarkdownTable.code(words) }
}
