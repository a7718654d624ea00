import Linting
import Manifests

/// The plan's section of the page.
struct AuditPlanPage {
  private let audit: Audit
  private let plan: MigrationPlan
  private let titles: [String: String]

  init(_ audit: Audit, _ plan: MigrationPlan, _ titles: [String: String]) {
    self.audit = audit
    self.plan = plan
    self.titles = titles
  }

  var html: HTML {
    let counts = MigrationPlan.Verdict.allCases.filter { plan.count($0) > 0 }.map { verdict in
      BarChart.Bar(
        name: AuditText.verdict(verdict), value: Double(plan.count(verdict)),
        shown: AuditText.grouped(plan.count(verdict)), style: "bar \(verdict.rawValue)")
    }
    return """
      <p>Of the workloads that no profile takes, each is judged as if it landed on Fargate. What is listed for a workload \
      in the table below stands between it and Fargate.</p>
      \(BarChart(title: "Workloads by what stands in the way", bars: counts).html)
      \(selections)\(changes)\(obstacles)
      """
  }

  private var selections: HTML {
    if plan.selections.isEmpty { return "" }
    let parts = plan.selections.map { selection -> HTML in
      let cost = selection.selectors.flatMap(\.rows).reduce(0.0) { sum, row in
        let workload = audit.workloads[row]
        return sum + (workload.monthlyUSD ?? 0) * Double(workload.replicas ?? 1)
      }
      let count = selection.selectors.reduce(0) { $0 + $1.rows.count }
      let text = selection.profiles.enumerated().map { AuditText.eksctl($0.element, name: "moved-\($0.offset + 1)") }
      let few = selection.isSmallest ? "no fewer selectors do" : "fewer may do"
      let price = cost > 0 ? ", \(AuditText.money(cost)) a month" : ""
      return """
        <h4>\(selection.scope.map { "Scope \($0)" } ?? "Profiles to add")</h4>
        <p>\(AuditText.count(selection.selectors.count, "selector")) for \(AuditText.count(count, "workload"))\(price); \
        \(few). None of them takes a pod that cannot move.</p>
        <pre><code>fargateProfiles:
        \(text.joined())</code></pre>

        """
    }
    return "<h3>Selectors that take what can move</h3>\n\(parts)"
  }

  /// What leads to pods that could move, and does not work with them there.
  private var changes: HTML {
    let waiting = Ranking(
      plan.moves.filter { $0.verdict == .movesAfter }.flatMap { Set($0.changes).map(String.init) })
    let labels = plan.selections.flatMap { selection in
      selection.selectors.filter(\.isLabelNew).map { selector -> HTML in
        let label = selector.labels.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        let place = (selection.scope.map { "\($0) / " } ?? "") + selector.namespace
        return """
          <tr><td>Pods in \(place)</td><td>nothing tells them from pods that stay: they need a label of their own, such as \
          <code>\(label)</code></td><td class="n">\(AuditText.grouped(selector.rows.count))</td><td></td></tr>

          """
      }
    }
    if waiting.rows.isEmpty, labels.isEmpty { return "" }
    let rows = waiting.rows.prefix(AuditHTMLReporter.listed).compactMap { place, count -> HTML? in
      guard let finding = Int(place).map({ plan.findings[$0] }) else { return nil }
      return """
        <tr><td>\(finding.resource.map { "\($0.kind)/\($0.name)" } ?? "")</td><td>\(finding.message)</td>\
        <td class="n">\(AuditText.grouped(count))</td><td>\(finding.file.text):\(finding.start.line)</td></tr>

        """
    }
    return """
      <h3>What changes first</h3>
      \(HTMLPage.table(["Object", "Says", "#Workloads", "Stands at"], labels + rows))
      \(AuditPage.more(waiting.rows.count))
      """
  }

  private var obstacles: HTML {
    let stays = plan.moves.filter { $0.verdict == .stays || $0.verdict == .undecided }
    if stays.isEmpty { return "" }
    let causes = Ranking(
      stays.flatMap { move in
        move.obstacles.isEmpty ? [move.reason ?? ""] : Array(Set(move.obstacles.map { plan.findings[$0].rule }))
      })
    let rows = causes.rows.map { cause, count -> HTML in
      let title = titles[cause].map { "\(MarkdownText($0).inline) (\(cause))" as HTML }
      return """
        <tr><td>\(title ?? "\(cause)")</td><td class="n">\(AuditText.grouped(count))</td></tr>

        """
    }
    return """
      <h3>What stands in the way</h3>
      \(HTMLPage.table(["Cause", "#Workloads"], rows))

      """
  }
}
