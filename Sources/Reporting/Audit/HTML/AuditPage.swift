import Fargate
import Linting
import Manifests
import Policies

/// The parts of the page.
struct AuditPage {
  struct Section {
    let id: String
    let title: String
    let body: HTML
  }

  let audit: Audit
  let overview: AuditOverview
  let errors: [Finding]
  private let titles: [String: String]

  init(_ audit: Audit) {
    self.audit = audit
    overview = AuditOverview(audit.workloads)
    errors = audit.report.findings.filter { $0.severity == .error && $0.suppression == nil }
    titles = Dictionary(audit.report.rules.map { ($0.name, $0.title) }, uniquingKeysWith: { first, _ in first })
  }

  var sections: [Section] {
    var result = [
      Section(id: "clusters", title: "Clusters and profiles", body: clusters),
      Section(id: "placement", title: "Where pods land", body: placement),
      Section(id: "blockers", title: "Blockers", body: blockers),
      Section(id: "sizes", title: "Sizes and cost", body: sizes),
    ]
    if let plan = audit.plan {
      result.append(Section(id: "plan", title: "Migration plan", body: AuditPlanPage(audit, plan, titles).html))
    }
    result.append(Section(id: "workloads", title: "Workloads", body: workloads))
    return result
  }

  var colophon: String {
    "fargate-lint \(audit.report.version), preset \(audit.report.preset). "
      + "\(AuditText.count(audit.report.summary.files, "file")), "
      + "\(AuditText.count(audit.report.notices.count, "notice")) of what was not judged or is not certain. "
      + audit.priceNote
  }

  // MARK: Tiles

  var tiles: HTML {
    let cost = overview.cost
    var tiles: [(label: String, value: String, note: String)] = [
      ("Workloads", AuditText.grouped(audit.workloads.count), "pod templates, once in each cluster")
    ]
    for status in PlacementStatus.allCases where overview.count(status) > 0 {
      tiles.append((AuditPage.title(status), AuditText.grouped(overview.count(status)), AuditPage.note(status)))
    }
    tiles.append(("Blockers", AuditText.grouped(errors.count), "errors that keep pods from starting"))
    if cost.unpriced < audit.workloads.count {
      tiles.append(("On Fargate now", AuditText.money(cost.onFargate), "USD a month, what finishes left out"))
      tiles.append(("All on Fargate", AuditText.money(cost.whole), "USD a month, wherever it lands today"))
    }
    tiles.append(("Rounding", AuditText.money(cost.rounding), "USD a month for what nobody asked for"))
    if let plan = audit.plan {
      tiles.append(
        (
          "Can move", AuditText.grouped(plan.count(.moves) + plan.count(.movesAfter)),
          "of \(AuditText.grouped(plan.moves.count)) that no profile takes"
        ))
    }
    return HTMLPage.tiles(tiles)
  }

  static func title(_ status: PlacementStatus) -> String {
    switch status {
    case .fargate: "On Fargate"
    case .ec2: "On EC2"
    case .pending: "Pending"
    case .unknown: "Unknown"
    }
  }

  private static func note(_ status: PlacementStatus) -> String {
    switch status {
    case .fargate: "a profile takes them"
    case .ec2: "no profile takes them"
    case .pending: "nothing takes them"
    case .unknown: "no profile is known"
    }
  }

  // MARK: Sections

  private var clusters: HTML {
    if audit.clusters.isEmpty {
      return """
        <p>None is described here, so where pods land is not known. <code>--profiles FILE</code> reads profiles from \
        elsewhere; <code>profiles</code> in <code>.fargate-lint.yaml</code> states them.</p>

        """
    }
    let rows = audit.clusters.prefix(AuditHTMLReporter.listed).map { cluster -> HTML in
      let capacity = cluster.capacity.map(\.rawValue).joined(separator: ", ")
      return """
        <tr><td>\(cluster.title)</td><td>\(cluster.scope ?? "")</td><td>\(cluster.region ?? "?")</td>\
        <td>\(capacity.isEmpty ? "none known" : capacity)</td><td class="n">\(cluster.profiles.count)</td></tr>

        """
    }
    let table = HTMLPage.table(["Cluster", "Scope", "Region", "Capacity", "#Profiles"], rows)
    let count = audit.clusters.count
    return """
      \(profiles)<h3>Clusters</h3>
      \(AuditPage.folded(table, count, "clusters"))
      \(AuditPage.more(count))
      """
  }

  private var profiles: HTML {
    let all = audit.clusters.flatMap { cluster in cluster.profiles.map { (cluster, $0) } }
    if all.isEmpty { return "<p>There is no Fargate profile.</p>\n" }
    let rows = all.prefix(AuditHTMLReporter.listed).map { cluster, profile -> HTML in
      """
      <tr><td>\(profile.name ?? "without a name")</td><td>\(cluster.title)</td>\
      <td class="n">\(AuditText.grouped(profile.workloads))</td>\
      <td>\(profile.selectors.map { "<code>\(AuditText.selector($0))</code> " as HTML })</td>\
      <td>\(profile.origin.description)</td></tr>

      """
    }
    return """
      <h3>Fargate profiles</h3>
      \(HTMLPage.table(["Profile", "Cluster", "#Workloads", "Selects", "Stands at"], rows))
      \(AuditPage.more(all.count))
      """
  }

  private var placement: HTML {
    let chart = BarChart(
      title: "Workloads by where they land",
      bars: PlacementStatus.allCases.filter { overview.count($0) > 0 }.map { status in
        BarChart.Bar(
          name: AuditPage.title(status), value: Double(overview.count(status)),
          shown: AuditText.grouped(overview.count(status)), style: "bar \(status.rawValue)")
      })
    let reasons = PlacementStatus.allCases.flatMap { status in
      (overview.reasons[status.rawValue] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        .prefix(AuditHTMLReporter.charted).map { (status, $0.key, $0.value) }
    }
    let why = reasons.map { status, reason, count -> HTML in
      "<tr><td>\(HTMLPage.badge(status.rawValue))</td><td class=\"n\">\(AuditText.grouped(count))</td><td>\(reason)</td></tr>\n"
    }
    let groups = overview.groups.sorted { ($1.rows.count, $0.key) < ($0.rows.count, $1.key) }
    let rows = groups.prefix(AuditHTMLReporter.listed).map { group -> HTML in
      """
      <tr><td>\(group.title)</td><td class="n">\(AuditText.grouped(group.rows.count))</td>\
      <td class="n">\(AuditText.grouped(group.onFargate))</td><td class="n">\(AuditText.grouped(group.blocked))</td>\
      <td>\(AuditText.amounts(group.asked.cpu, group.asked.memory))</td>\
      <td>\(AuditText.amounts(group.got.cpu, group.got.memory))</td></tr>

      """
    }
    let table = HTMLPage.table(["Namespace", "#Workloads", "#On Fargate", "#Blocked", "Asks for", "Gets"], rows)
    return """
      \(chart.html)
      \(HTMLPage.table(["Lands", "#Workloads", "Because"], why))
      <h3>By namespace</h3>
      \(AuditPage.folded(table, groups.count, "namespaces"))
      \(AuditPage.more(groups.count))
      """
  }

  private var blockers: HTML {
    if errors.isEmpty { return "<p>Nothing stands in the way.</p>\n" }
    let rules = Ranking(errors.map(\.rule)).rows
    let rows = rules.map { rule, count -> HTML in
      "<tr><td><code>\(rule)</code></td><td class=\"n\">\(AuditText.grouped(count))</td><td>\(MarkdownText(titles[rule] ?? "").inline)</td></tr>\n"
    }
    var html: HTML = """
      \(chart("Errors by rule", rules))
      \(HTMLPage.table(["Rule", "#Errors", "Says"], rows))
      <h3>By folder</h3>
      \(chart("Errors by folder", Ranking(errors.map { Ranking.folder(of: $0.file) }).rows))

      """
    if audit.owners.isKnown {
      let owners = Ranking(errors.map { audit.owners.owner(of: $0.file) ?? "(nobody)" }).rows
      html += "<h3>By owner</h3>\n\(chart("Errors by owner", owners))\n"
    }
    return html
  }

  private func chart(_ title: String, _ rows: [(name: String, count: Int)]) -> HTML {
    let bars = rows.prefix(AuditHTMLReporter.charted).map {
      BarChart.Bar(name: $0.name, value: Double($0.count), shown: AuditText.grouped($0.count))
    }
    let rest = rows.dropFirst(AuditHTMLReporter.charted)
    let more: HTML =
      rest.isEmpty
      ? ""
      : "<p>\(AuditText.grouped(rest.count)) more, \(AuditText.grouped(rest.reduce(0) { $0 + $1.count })) errors.</p>\n"
    return "\(BarChart(title: title, bars: bars).html)\n\(more)"
  }

  private var sizes: HTML {
    let usual = overview.sizes.map(\.size.ephemeralStorage).min() ?? 0
    let chart = BarChart(
      title: "Pods by size",
      bars: overview.sizes.map { entry in
        BarChart.Bar(
          name: AuditText.amounts(entry.size.vCPU, entry.size.memoryGiB)
            + (entry.size.ephemeralStorage > usual ? " \(entry.size.ephemeralStorage) GiB disk" : ""),
          value: Double(entry.pods),
          shown: AuditText.count(entry.pods, "pod"))
      })
    let rows = overview.roundings.prefix(AuditHTMLReporter.charted).map { rounding -> HTML in
      let workload = audit.workloads[rounding.row]
      return """
        <tr><td>\(workload.resource.kind)/\(workload.resource.name)</td>\
        <td>\(AuditText.amounts(workload.requests.vCPU, workload.requests.memoryGiB))</td>\
        <td>\(AuditText.fit(workload.fit))</td><td class="n">\(workload.replicas.map { String($0) } ?? "")</td>\
        <td class="n">\(AuditText.money(rounding.cost))</td><td>\(workload.file.text):\(workload.line)</td></tr>

        """
    }
    let large: HTML =
      overview.tooLarge > 0 ? "<p>No size holds \(AuditText.count(overview.tooLarge, "workload")).</p>\n" : ""
    return """
      <p>The size that Fargate gives a pod, wherever it lands today. A number of replicas that nothing states counts as \
      one.</p>
      \(chart.html)
      \(large)<h3>Largest roundings</h3>
      <p>What Fargate bills and nobody asked for, USD a month at all replicas.</p>
      \(HTMLPage.table(["Workload", "Asks for", "Gets", "#Replicas", "#USD a month", "Stands at"], rows))

      """
  }

  private var workloads: HTML {
    let count = audit.workloads.count
    let moves = (audit.plan?.moves ?? []).prefix { $0.row < AuditHTMLReporter.listed }
    let plans = Dictionary(uniqueKeysWithValues: moves.map { ($0.row, AuditText.verdict($0.verdict)) })
    let rows = audit.workloads.prefix(AuditHTMLReporter.listed).enumerated().map { row, workload -> HTML in
      """
      <tr><td>\(workload.resource.kind)/\(workload.resource.name)</td><td>\(workload.resource.namespace ?? "?")</td>\
      <td>\(HTMLPage.badge(workload.placement.status)) \(workload.placement.profile ?? "")</td>\
      <td>\(AuditText.amounts(workload.requests.vCPU, workload.requests.memoryGiB))</td>\
      <td>\(AuditText.fit(workload.fit))</td><td class="n">\(workload.replicas.map { String($0) } ?? "")</td>\
      <td class="n">\(workload.monthlyUSD.map(AuditText.money) ?? "")</td>\
      <td class="n">\(workload.blockers > 0 ? String(workload.blockers) : "")</td><td>\(plans[row] ?? "")</td>\
      <td>\(workload.file.text):\(workload.line)</td></tr>

      """
    }
    let heads = [
      "Workload", "Namespace", "Lands", "Asks for", "Gets", "#Replicas", "#USD a month", "#Blockers", "Plan",
      "Stands at",
    ]
    return """
      <div id="controls" hidden>
      <label>Search <input id="search" type="search" placeholder="name, namespace, profile, file, owner" \
      autocomplete="off" spellcheck="false"></label>
      <label>Lands <select id="status"></select></label>
      <label>Plan <select id="verdict"></select></label>
      <output id="shown" aria-live="polite"></output>
      </div>
      \(HTMLPage.table(heads, rows, id: "rows"))
      <div id="pager" hidden><button type="button" id="back">Back</button> <span id="page"></span> \
      <button type="button" id="next">Next</button></div>
      <noscript>\(AuditPage.more(count))</noscript>

      """
  }

  // MARK: Pieces

  /// A long table opens when somebody asks for it.
  static func folded(_ table: HTML, _ count: Int, _ things: String) -> HTML {
    count <= AuditHTMLReporter.unfolded
      ? table : "<details><summary>\(AuditText.grouped(count)) \(things)</summary>\n\(table)</details>"
  }

  /// Says where the rest is of a table that shows its first rows.
  static func more(_ count: Int) -> HTML {
    count <= AuditHTMLReporter.listed
      ? ""
      : """
      <p>The first \(AuditHTMLReporter.listed) of \(AuditText.grouped(count)); <code>audit --format json</code> has all.</p>

      """
  }
}

extension AuditedCluster {
  fileprivate var title: String { name ?? "without a name" }
}

extension AuditOverview.Group {
  fileprivate var title: String {
    let namespace = namespace ?? "(namespace not known)"
    return scope.map { "\($0) / \(namespace)" } ?? namespace
  }

  fileprivate var key: String { "\(scope ?? "")\u{0}\(namespace ?? "")" }
}
