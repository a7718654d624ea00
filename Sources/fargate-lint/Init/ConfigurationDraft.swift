import Fargate
import Linting
import Manifests
import YAML

/// The text of a first configuration. What was found stands in comments: the manifests say it already, so that a run finds
/// the same with the file as without.
struct ConfigurationDraft {
  private(set) var text = """
    # What fargate-lint makes of the manifests below this folder. Every key may be left out.
    # `fargate-lint --show-config PATH` says what holds for a file, `fargate-lint rules` lists the rules.

    preset: current

    # rules:
    #   no-host-port: {severity: warning}
    #   cost: {enabled: false}

    # policies: [policies/]

    """
  private let folder: [UInt8]

  /// - Parameter folder: of the configuration; absolute.
  init(_ audit: Audit, below folder: [UInt8]) {
    self.folder = folder
    addScopes(audit)
    addProfiles(audit.clusters)
    text += """

      # Findings that are not to count, with the reason and the last day on which that holds:
      # exclude:
      #   - {rules: [no-host-path], paths: ["vendor/**"], reason: not ours to change, until: 2030-12-31}

      """
  }

  // MARK: Scopes

  private mutating func addScopes(_ audit: Audit) {
    let clusters = audit.clusters.filter { $0.scope != nil || $0.name != nil }
    guard !clusters.isEmpty else {
      text += """

        # No cluster is described here. Which files land in which:
        # scopes:
        #   - {name: prod, paths: ["clusters/prod/**"], region: us-east-1, capacity: [fargate]}

        """
      return
    }
    text += """

      # The clusters that were found. Without `scopes` they are found anew in each run; to draw them yourself:
      # scopes:

      """
    for cluster in clusters {
      let fields = [
        "name: \(plain(cluster.scope ?? cluster.name ?? ""))", "paths: \(list(paths(of: cluster, audit.workloads)))",
        cluster.region.map { "region: \(plain($0))" },
        cluster.capacity.isEmpty ? nil : "capacity: [\(cluster.capacity.map(\.rawValue).joined(separator: ", "))]",
      ]
      text += "#   - {\(fields.compactMap(\.self).joined(separator: ", "))}\n"
    }
  }

  /// More folders than these are told by the one above them all.
  private static let mostPaths = 8

  /// Patterns for the folders of what a cluster runs and of what describes it.
  private func paths(of cluster: AuditedCluster, _ workloads: AuditedWorkloads) -> [String] {
    let files =
      workloads.lazy.filter { $0.scope == cluster.scope }.map(\.file)
      + cluster.profiles.map { FileName($0.origin.file) }
    let here = System.workingDirectory()
    let folders = Set(files.map { PathName.folder(of: PathName.absolute($0.bytes, from: here)) })
      .filter { PathName.isInside($0, folder) }
    let outermost = folders.filter { own in !folders.contains { $0 != own && PathName.isInside(own, $0) } }
    if outermost.isEmpty || outermost.contains(folder) || outermost.count > ConfigurationDraft.mostPaths {
      return ["**"]
    }
    return outermost.map { FileName(bytes: PathName.relative($0, to: folder)).text + "/**" }.sorted()
  }

  // MARK: Profiles

  private mutating func addProfiles(_ clusters: [AuditedCluster]) {
    let found = clusters.flatMap { cluster in cluster.profiles.map { (cluster, $0) } }
    text +=
      found.isEmpty
      ? "\n# No Fargate profile is described here. Those of the cluster, by which it is told which pods land on Fargate:\n"
      : "\n# The Fargate profiles that were found; they need not be written again:\n"
    for (_, profile) in found {
      let place = "\(profile.origin.file):\(profile.origin.line)"
      text +=
        "#   \(plain(profile.name ?? "(no name)")), \(plain(place)), takes \(profile.workloads) pod templates here\n"
    }
    if !found.isEmpty { text += "# One that no file declares:\n" }
    text += """
      # profiles:
      #   - {name: web, selectors: [{namespace: web, labels: {tier: front}}]}

      """
  }

  // MARK: Texts

  private func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }

  private func quoted(_ text: String) -> String {
    var out = ""
    JSONWriter.append(text, to: &out)
    return out
  }

  /// A word as it is, anything else in quotes, so that no line break ends the comment.
  private func plain(_ text: String) -> String {
    let isWord = text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || "-_./:".utf8.contains(byte)
    }
    return isWord && !text.isEmpty ? text : quoted(text)
  }
}
