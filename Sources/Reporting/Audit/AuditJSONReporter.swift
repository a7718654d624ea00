import Fargate
import Linting
import Manifests

/// The JSON report of `check` with `clusters`, `workloads` and `plan` behind it, a row a line (`docs/report.schema.json`).
struct AuditJSONReporter {
  func write(_ audit: Audit, to out: inout some TextOutputStream) {
    JSONReporter().writeMembers(of: audit.report, to: &out)
    out.write(",\n\"clusters\":[")
    for (index, cluster) in audit.clusters.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(cluster))
    }
    out.write("],\n\"workloads\":[")
    for (index, workload) in audit.workloads.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(workload))
    }
    out.write("]")
    if let plan = audit.plan { write(plan, audit, to: &out) }
    out.write("}\n")
  }

  private func write(_ plan: MigrationPlan, _ audit: Audit, to out: inout some TextOutputStream) {
    out.write(",\n\"plan\":{\"selections\":[")
    for (index, selection) in plan.selections.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(selection))
    }
    out.write("],\n\"moves\":[")
    for (index, move) in plan.moves.enumerated() {
      out.write(index == 0 ? "\n" : ",\n")
      out.write(object(move, of: plan))
    }
    out.write("]}")
  }

  private func object(_ selection: MigrationPlan.Selection) -> String {
    JSONObject.make {
      $0.add("scope", selection.scope)
      $0.add("isSmallest", selection.isSmallest)
      $0.add(
        "selectors",
        list: selection.selectors.map { selector in
          JSONObject.make {
            $0.add("namespace", selector.namespace)
            if !selector.labels.isEmpty { $0.add("labels", pairs: selector.labels.map { ($0.key, $0.value) }) }
            $0.add("isLabelNew", selector.isLabelNew)
            $0.add("workloads", list: selector.rows.map(String.init))
          }
        })
    }
  }

  private func object(_ move: MigrationPlan.Move, of plan: MigrationPlan) -> String {
    JSONObject.make {
      $0.add("workload", move.row)
      $0.add("verdict", move.verdict.rawValue)
      $0.add("reason", move.reason)
      $0.add("obstacles", list: move.obstacles.map { cause(plan.findings[$0]) })
      $0.add("changes", list: move.changes.map { cause(plan.findings[$0]) })
    }
  }

  private func cause(_ finding: Finding) -> String {
    JSONObject.make {
      $0.add("rule", finding.rule)
      $0.add("message", finding.message)
      $0.add("file", finding.file.text)
      $0.add("line", finding.start.line)
      $0.add("column", finding.start.column)
    }
  }

  private func object(_ cluster: AuditedCluster) -> String {
    JSONObject.make {
      $0.add("scope", cluster.scope)
      $0.add("name", cluster.name)
      $0.add("region", cluster.region)
      $0.add("capacity", texts: cluster.capacity.map(\.rawValue))
      $0.add("profiles", list: cluster.profiles.map(profile))
    }
  }

  private func profile(_ profile: AuditedCluster.Profile) -> String {
    JSONObject.make {
      $0.add("name", profile.name)
      $0.add("file", profile.origin.file)
      $0.add("line", profile.origin.line)
      $0.add("selectors", list: profile.selectors.map(selector))
      $0.add("workloads", profile.workloads)
    }
  }

  private func selector(_ selector: AuditedCluster.Selector) -> String {
    JSONObject.make {
      $0.add("namespace", selector.namespace)
      if !selector.labels.isEmpty { $0.add("labels", pairs: selector.labels) }
      $0.add("unresolved", selector.unresolved)
    }
  }

  func object(_ workload: AuditedWorkload) -> String {
    JSONObject.make { object in
      object.add("scope", workload.scope)
      object.add("apiVersion", workload.resource.apiVersion)
      object.add("kind", workload.resource.kind)
      object.add("namespace", workload.resource.namespace)
      object.add("name", workload.resource.name)
      object.add("file", workload.file.text)
      object.add("line", workload.line)
      object.add("via", workload.via)
      object.add("pointer", workload.pointer)
      object.add("labels", pairs: workload.labels)
      object.add("replicas", workload.replicas.map(Int.init))
      object.add("placement") {
        $0.add("status", workload.placement.status)
        $0.add("profile", workload.placement.profile)
        $0.add("reason", workload.placement.reason)
      }
      object.add("requests") {
        $0.add("vCPU", workload.requests.vCPU)
        $0.add("memoryGiB", workload.requests.memoryGiB)
      }
      if case .size(let size) = workload.fit {
        object.add("size") {
          $0.add("vCPU", size.vCPU)
          $0.add("memoryGiB", size.memoryGiB)
          $0.add("ephemeralGiB", Int(size.ephemeralStorage))
        }
      }
      object.add("monthlyUSD", workload.monthlyUSD.map { ($0 * 100).rounded() / 100 })
      object.add("blockers", workload.blockers)
    }
  }
}

extension JSONObject {
  /// Adds an object of texts; the last of two with one key counts.
  fileprivate mutating func add(_ name: String, pairs: [(key: String, value: String)]) {
    var places: [String: Int] = [:]
    var kept: [(key: String, value: String)] = []
    for pair in pairs {
      if let place = places[pair.key] {
        kept[place] = pair
      } else {
        places[pair.key] = kept.count
        kept.append(pair)
      }
    }
    add(name) { object in for pair in kept { object.add(pair.key, pair.value) } }
  }
}
