import Manifests

extension Scope {
  /// Asks for scopes where manifests may land in any of several clusters, at the second of them.
  var severalClusters: Notice? {
    guard clusters.clusters.count > 1, let second = clusters.clusters[1].descriptions.first else { return nil }
    let place = clusters.descriptions[second]
    let origin = place.origin(of: place.description.node)
    let among = name.map { "in the scope \($0)" } ?? "among these files"
    return Notice(
      kind: .severalClusters, file: FileName(origin.file), line: origin.line,
      message:
        "\(clusters.clusters.count) clusters are described \(among), so a profile of any takes a pod: say under `scopes:` which paths land in which cluster"
    )
  }
}
