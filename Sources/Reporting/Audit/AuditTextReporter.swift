import Fargate
import Linting
import Manifests
import Policies

/// An audit on one page of a terminal: what takes pods, where they land, what they ask for and what Fargate makes of it,
/// and what stands in the way.
struct AuditTextReporter {
  let console: TextReporter

  /// More workloads than that are listed one by one only where everything is asked for.
  private static let listed = 40
  /// The lines of a ranking.
  private static let ranked = 10

  func write(_ audit: Audit, to out: inout some TextOutputStream) {
    writeClusters(audit.clusters, to: &out)
    let overview = AuditOverview(audit.workloads)
    writePlacement(overview, to: &out)
    writeWorkloads(audit.workloads, overview, to: &out)
    writeBlockers(audit.report, to: &out)
    writeRoundings(audit.workloads, overview, to: &out)
    if let plan = audit.plan { writePlan(plan, to: &out) }
    console.writeEnd(of: audit.report, to: &out)
  }

  private func heading(_ text: String, to out: inout some TextOutputStream) {
    out.write(console.styled(text, .bold) + "\n")
  }

  // MARK: Clusters

  private func writeClusters(_ clusters: [AuditedCluster], to out: inout some TextOutputStream) {
    heading("Clusters and Fargate profiles", to: &out)
    if clusters.isEmpty {
      out.write("  none is described here, so where pods land is not known\n")
      out.write("  --profiles FILE reads them from elsewhere; `profiles` in .fargate-lint.yaml states them\n")
    }
    for cluster in clusters {
      var words = [cluster.name.map { "cluster \($0)" } ?? "a cluster without a name"]
      if let region = cluster.region { words.append(region) }
      words.append(
        cluster.capacity.isEmpty ? "no capacity known" : cluster.capacity.map(\.rawValue).joined(separator: " and "))
      let scope = cluster.scope.map { "scope \($0): " } ?? ""
      out.write("  \(console.clean(scope + words.joined(separator: ", ")))\n")
      var rows = AlignedRows()
      for profile in cluster.profiles {
        rows.add(
          "profile \(console.clean(profile.name ?? "without a name"))",
          profile.workloads.counting("workload"),
          console.clean(profile.selectors.map(AuditText.selector).joined(separator: " or ")),
          console.clean(profile.origin.description))
      }
      rows.write(indent: 4, to: &out)
    }
    out.write("\n")
  }

  // MARK: Workloads

  private func writePlacement(_ overview: AuditOverview, to out: inout some TextOutputStream) {
    heading("Where pods land", to: &out)
    if overview.reasons.isEmpty { out.write("  there are no workloads here\n") }
    var rows = AlignedRows()
    for status in PlacementStatus.allCases {
      guard let reasons = overview.reasons[status.rawValue] else { continue }
      let most = reasons.min { ($1.value, $0.key) < ($0.value, $1.key) }
      let count = reasons.values.reduce(0, +)
      rows.add(String(count), status.rawValue, most.map { "mostly: \(console.clean($0.key))" } ?? "")
    }
    rows.write(indent: 2, numbers: [0], to: &out)
    out.write("\n")
  }

  private func writeWorkloads(
    _ workloads: AuditedWorkloads, _ overview: AuditOverview, to out: inout some TextOutputStream
  ) {
    guard !workloads.isEmpty else { return }
    heading("Workloads", to: &out)
    if console.verbose || workloads.count <= AuditTextReporter.listed {
      for group in overview.groups {
        out.write("  \(title(group))\n")
        write(group.rows.lazy.map { workloads[$0] }, to: &out)
      }
    } else {
      var rows = AlignedRows()
      rows.add("", "workloads", "fargate", "asks for", "gets", "blocked")
      for group in overview.groups {
        rows.add(
          title(group), String(group.rows.count), String(group.onFargate),
          AuditText.amounts(group.asked.cpu, group.asked.memory),
          AuditText.amounts(group.got.cpu, group.got.memory), String(group.blocked))
      }
      rows.write(indent: 2, numbers: [1, 2, 5], to: &out)
      out.write("  --verbose lists each; sizes are of one pod of each workload\n")
    }
    out.write("\n")
  }

  private func write(_ workloads: some Sequence<AuditedWorkload>, to out: inout some TextOutputStream) {
    var rows = AlignedRows()
    for workload in workloads {
      let placement = workload.placement
      rows.add(
        console.clean("\(workload.resource.kind)/\(workload.resource.name)"),
        console.clean(placement.status + (placement.profile.map { " (\($0))" } ?? "")),
        AuditText.amounts(workload.requests.vCPU, workload.requests.memoryGiB), "→ \(AuditText.fit(workload.fit))",
        workload.monthlyUSD.map { "$\(AuditText.decimal($0))" } ?? "",
        workload.blockers > 0 ? workload.blockers.counting("blocker") : "",
        console.clean(
          "\(workload.file.text):\(workload.line)" + (workload.via.map { " as \($0) deploys it" } ?? "")))
    }
    rows.write(indent: 4, numbers: [4], to: &out)
  }

  private func title(_ group: AuditOverview.Group) -> String {
    let namespace = group.namespace ?? "(namespace not known)"
    return console.clean(group.scope.map { "\($0) / \(namespace)" } ?? namespace)
  }

  // MARK: Rankings

  private func writeBlockers(_ report: Report, to out: inout some TextOutputStream) {
    let blockers = report.findings.filter { $0.severity == .error && $0.suppression == nil }
    guard !blockers.isEmpty else { return }
    heading("What stands in the way, by rule", to: &out)
    writeRanking(blockers.map(\.rule), to: &out)
    heading("By folder", to: &out)
    writeRanking(
      blockers.map { Ranking.folder(of: $0.file) }, to: &out)
  }

  private func writeRanking(_ names: [String], to out: inout some TextOutputStream) {
    let counts = Ranking(names).rows
    let shown = console.verbose ? counts[...] : counts.prefix(AuditTextReporter.ranked)
    var rows = AlignedRows()
    for (name, count) in shown { rows.add(String(count), console.clean(name)) }
    rows.write(indent: 2, numbers: [0], to: &out)
    if counts.count > shown.count { out.write("  … \(counts.count - shown.count) more (--verbose)\n") }
    out.write("\n")
  }

  private func writeRoundings(
    _ workloads: AuditedWorkloads, _ overview: AuditOverview, to out: inout some TextOutputStream
  ) {
    let ranked = overview.roundings.prefix(AuditTextReporter.ranked).map { workloads[$0.row] }
    guard !ranked.isEmpty else { return }
    heading("Largest roundings: what Fargate bills and nobody asked for", to: &out)
    var rows = AlignedRows()
    for workload in ranked {
      let replicas = workload.replicas.map { "× \($0)" } ?? ""
      rows.add(
        console.clean("\(workload.resource.kind)/\(workload.resource.name)"),
        AuditText.amounts(workload.requests.vCPU, workload.requests.memoryGiB), "→ \(AuditText.fit(workload.fit))",
        replicas,
        console.clean("\(workload.file.text):\(workload.line)"))
    }
    rows.write(indent: 2, to: &out)
    out.write("\n")
  }

  // MARK: Plan

  private func writePlan(_ plan: MigrationPlan, to out: inout some TextOutputStream) {
    heading("Migration plan: what no profile takes", to: &out)
    var rows = AlignedRows()
    for verdict in MigrationPlan.Verdict.allCases where plan.count(verdict) > 0 {
      rows.add(String(plan.count(verdict)), AuditText.verdict(verdict))
    }
    rows.write(indent: 2, numbers: [0], to: &out)
    for selection in plan.selections {
      let scope = selection.scope.map { " in scope \($0)" } ?? ""
      let few = selection.isSmallest ? ", no fewer do" : ""
      out.write("  \(console.clean("selectors for what can move\(scope)"))\(few)\n")
      let shown = console.verbose ? selection.selectors[...] : selection.selectors.prefix(AuditTextReporter.ranked)
      for selector in shown {
        let labels = selector.labels.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        let text = selector.namespace + (labels.isEmpty ? "" : "{\(labels)}")
        let label = selector.isLabelNew ? ", a label that they need first" : ""
        out.write("    \(console.clean(text)): \(selector.rows.count.counting("workload"))\(label)\n")
      }
      if selection.selectors.count > shown.count {
        out.write("    … \(selection.selectors.count - shown.count) more (--verbose)\n")
      }
    }
    out.write("  --format html shows what stands in the way of each\n\n")
  }
}
