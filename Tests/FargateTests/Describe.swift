import Manifests
import Testing
import YAML

@testable import Fargate

/// Shows descriptions as lines of text, so that a test table can say what a document holds.
enum Describe {
  /// The descriptions of a text's documents, with lines of the text.
  static func located(_ text: String, file: String = "a.yaml") throws -> [LocatedDescription] {
    let reader = try ClusterReader()
    var found: [LocatedDescription] = []
    var stream = DocumentStream()
    _ = stream.read(Array(text.utf8), as: file.hasSuffix(".json") ? .json : .yaml) { document in
      guard let tree = document.tree else { return true }
      for description in reader.descriptions(in: tree) {
        found.append(LocatedDescription(description, file: file) { document.place(of: $0).start.line })
      }
      return true
    }
    return found
  }

  static func lines(_ text: String, file: String = "a.yaml") throws -> [String] {
    try located(text, file: file).flatMap { lines($0) }
  }

  static func lines(_ located: LocatedDescription) -> [String] {
    let description = located.description
    var lines: [String] = []
    lines.append(
      "\(description.isCluster ? "cluster" : "of") \(text(description.name))"
        + (description.region.map { " in \(text($0))" } ?? ""))
    for profile in description.profiles {
      lines.append(
        "profile \(text(profile.name)) \(located.origin(of: profile.node).line): "
          + profile.selectors.map(selector).joined(separator: " | ") + (profile.unresolved.map { " ?\($0)" } ?? ""))
      if let subnets = profile.subnets { lines.append("  subnets " + subnets.map { text($0) }.joined(separator: " ")) }
      if let role = profile.role { lines.append("  role \(text(role))") }
      if !profile.tags.isEmpty { lines.append("  tags " + profile.tags.map(pair).joined(separator: " ")) }
    }
    for capacity in description.capacity where capacity.kind != .fargate {
      lines.append(
        "\(capacity.kind.rawValue) \(located.origin(of: capacity.node).line): \(capacity.title)"
          + (capacity.unresolved.map { " ?\($0)" } ?? ""))
    }
    for role in description.nodeRoles { lines.append("node role \(text(role))") }
    for addon in description.addons {
      lines.append("addon \(text(addon.name))" + (addon.configuration.map { " \(text($0))" } ?? ""))
    }
    for identity in description.podIdentityAssociations {
      lines.append("identity \(text(identity.namespace))/\(text(identity.serviceAccount)) \(text(identity.role))")
    }
    if let endpoint = description.endpoint {
      lines.append(
        "endpoint public \(text(endpoint.publicAccess)) private \(text(endpoint.privateAccess))"
          + (endpoint.publicAccessCIDRs.map { " from " + $0.map { text($0) }.joined(separator: " ") } ?? ""))
    }
    if let mode = description.authenticationMode { lines.append("authentication \(text(mode))") }
    if let shift = description.zonalShift { lines.append("zonal shift \(text(shift))") }
    return lines
  }

  static func selector(_ selector: ProfileSelector) -> String {
    ([text(selector.namespace)] + selector.labels.map(pair)).joined(separator: " ")
      + (selector.unresolved.map { " ?\($0)" } ?? "")
  }

  static func pair(_ pair: LabelPair) -> String { "\(text(pair.key))=\(text(pair.value))" }

  /// `-` absent, `?` with the reason where it is not known, `^` with the parameter whose default it is.
  static func text<Value>(_ value: Sourced<Value>?) -> String {
    guard let value else { return "-" }
    guard let known = value.value else { return "?(\(value.unresolved ?? ""))" }
    return "\(known)" + (value.parameter.map { "^\($0)" } ?? "")
  }
}
