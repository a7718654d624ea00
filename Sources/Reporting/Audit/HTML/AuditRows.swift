import Linting
import Manifests
import YAML

/// The rows of the long table as data for the page's script: texts once, rows as lists of numbers.
struct AuditRows {
  private let audit: Audit
  private var texts: [String] = []
  private var places: [String: Int] = [:]
  private var lines = ""

  init(_ audit: Audit) {
    self.audit = audit
    _ = place(of: "")
    var moves = audit.plan?.moves[...] ?? []
    var owners: [FileName: String] = [:]
    for (row, workload) in audit.workloads.enumerated() {
      var move: MigrationPlan.Move?
      if moves.first?.row == row { move = moves.removeFirst() }
      let file = workload.file
      let owner = owners[file] ?? audit.owners.owner(of: file) ?? ""
      owners[file] = owner
      add(workload, owner, move, isFirst: row == 0)
    }
  }

  func write(to out: inout some TextOutputStream) {
    out.write("<script type=\"application/json\" id=\"data\">{\"rows\":[\n")
    out.write(lines)
    out.write("\n],\"texts\":[\n")
    for (index, text) in texts.enumerated() {
      out.write(index == 0 ? "" : ",\n")
      out.write(AuditRows.literal(text))
    }
    out.write("]}</script>\n")
  }

  private mutating func add(_ workload: AuditedWorkload, _ owner: String, _ move: MigrationPlan.Move?, isFirst: Bool) {
    var cells = [
      workload.scope ?? "", workload.resource.kind, workload.resource.name, workload.resource.namespace ?? "",
      workload.placement.status, workload.placement.profile ?? "", workload.placement.reason, workload.file.text,
      workload.via ?? "", owner, move?.verdict.rawValue ?? "", move?.reason ?? "",
    ].map { String(place(of: $0)) }
    var size: (cpu: Double?, memory: Double?) = (nil, nil)
    if case .size(let found) = workload.fit { size = (found.vCPU, found.memoryGiB) }
    let numbers: [Double?] = [
      Double(workload.line), workload.requests.vCPU, workload.requests.memoryGiB, size.cpu, size.memory,
      workload.replicas.map { Double($0) }, workload.monthlyUSD, Double(workload.blockers),
    ]
    cells += numbers.map(AuditRows.number)
    let findings = (move?.obstacles ?? []) + (move?.changes ?? [])
    cells += findings.compactMap { place in
      audit.plan.map { plan in
        let finding = plan.findings[place]
        return String(
          self.place(of: "\(finding.rule): \(finding.message) (\(finding.file.text):\(finding.start.line))"))
      }
    }
    lines += (isFirst ? "[" : ",\n[") + cells.joined(separator: ",") + "]"
  }

  private mutating func place(of text: String) -> Int {
    if let known = places[text] { return known }
    let place = texts.count
    texts.append(text)
    places[text] = place
    return place
  }

  private static func number(_ value: Double?) -> String {
    guard let value else { return "null" }
    let rounded = (value * 1_000).rounded() / 1_000
    return Int64(exactly: rounded).map(String.init) ?? "\(rounded)"
  }

  /// As JSON that cannot end the element it stands in.
  private static func literal(_ text: String) -> String { harmless(JSONObject.literal(HTML.visible(text))) }

  private static let harmless = Escaping(["<": "\\u003c"])
}
