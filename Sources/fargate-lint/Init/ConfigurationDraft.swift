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

  /// A cluster, or a scope of which no cluster is described.
  private struct Found {
    let name: String
    let region: String?
    let capacity: [Capacity.Kind]
    /// Of what it runs and what describes it, absolute.
    let files: [[UInt8]]
  }

  private func found(_ audit: Audit) -> [Found] {
    let here = System.workingDirectory()
    let byScope = Dictionary(audit.scopes.map { ($0.name, $0.files) }, uniquingKeysWith: +)
    let clusters = audit.clusters.filter { $0.scope != nil || $0.name != nil }
    var result = clusters.map { cluster in
      var files = cluster.profiles.map { FileName($0.origin.file) }
      if let scope = cluster.scope {
        files += byScope[scope] ?? []
      } else if clusters.count == 1 {
        // Of several clusters without scopes nobody can tell here which runs what.
        files += audit.workloads.map(\.file)
      }
      return Found(
        name: cluster.scope ?? cluster.name ?? "", region: cluster.region, capacity: cluster.capacity,
        files: files.map { PathName.absolute($0.bytes, from: here) })
    }
    let known = Set(result.map(\.name))
    for scope in audit.scopes where !known.contains(scope.name) {
      let files = scope.files.map { PathName.absolute($0.bytes, from: here) }
      result.append(Found(name: scope.name, region: nil, capacity: [], files: files))
    }
    return result
  }

  /// More are not listed.
  private static let mostScopes = 20

  private mutating func addScopes(_ audit: Audit) {
    let found = found(audit)
    guard !found.isEmpty else {
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
    for scope in found.prefix(ConfigurationDraft.mostScopes) {
      let fields = [
        "name: \(plain(scope.name))", "paths: \(list(paths(of: scope.files)))",
        scope.region.map { "region: \(plain($0))" },
        scope.capacity.isEmpty ? nil : "capacity: [\(scope.capacity.map(\.rawValue).joined(separator: ", "))]",
      ]
      text += "#   - {\(fields.compactMap(\.self).joined(separator: ", "))}\n"
    }
    if found.count > ConfigurationDraft.mostScopes {
      text += "#   and \(found.count - ConfigurationDraft.mostScopes) more: `fargate-lint audit` shows them\n"
    }
  }

  /// More folders than these are told by the one above them all.
  private static let mostPaths = 8

  /// Patterns for the folders of files.
  private func paths(of files: [[UInt8]]) -> [String] {
    let folders = Set(files.map { PathName.folder(of: $0) }).filter { PathName.isInside($0, folder) }
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
