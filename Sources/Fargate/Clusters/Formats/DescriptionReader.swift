import Manifests
import YAML

/// Reads one object by its row.
struct DescriptionReader {
  let row: SourceRow
  let notation: any SourceNotation

  /// - Parameters:
  ///   - start: where the row's paths begin.
  ///   - object: the object as a whole.
  ///   - doubt: why the object may not come to be; nil when it will.
  ///   - key: by what others refer to the object.
  func description(
    from start: SourceCursor, object: NodeID, doubt: String? = nil, key: String? = nil
  ) -> ClusterDescription {
    var description = ClusterDescription(format: row.format, tree: notation.tree, node: object)
    description.name = FieldReader(notation, [:]).text(at: row.cluster, from: start)
    for part in row.parts {
      for place in places(of: part, from: start) where meets(part, place) {
        let fields = FieldReader(notation, part.fields)
        let doubt = part.unresolved ?? place.doubt ?? doubt
        let node = part.items.isEmpty ? object : place.node
        switch part.subject {
        case .cluster: fields.readCluster(at: place, into: &description)
        case .profile:
          let reader = ProfileReader(
            fields: fields, node: node, doubt: doubt, isUnreadable: part.unresolved != nil || place.unresolved != nil)
          let profile = reader.profile(at: place, in: start)
          description.profiles.append(profile)
          description.capacity.append(
            Capacity(
              kind: .fargate, node: profile.node, title: Self.title("Fargate profile", profile.name), unresolved: doubt)
          )
          if description.region == nil { description.region = fields.text(.region, from: start) }
        case .nodes, .autoMode, .hybrid:
          CapacityReader(part: part, fields: fields, node: node, doubt: doubt).read(at: place, into: &description)
        case .role:
          description.roles.append(RoleReader(fields: fields, node: node, key: key).role(at: place))
        case .policyAttachment:
          description.attachments.append(RoleReader(fields: fields, node: node, key: key).attachment(at: place))
        case .addon:
          guard let name = fields.text(.name, from: place) else { continue }
          description.addons.append(
            Addon(node: node, name: name, configuration: fields.text(.configuration, from: place)))
        case .podIdentity:
          description.podIdentityAssociations.append(
            PodIdentityAssociation(
              node: node, namespace: fields.text(.namespace, from: place),
              serviceAccount: fields.text(.serviceAccount, from: place), role: fields.text(.role, from: place)))
        }
      }
    }
    return description
  }

  private func places(of part: SourcePart, from start: SourceCursor) -> [SourceCursor] {
    if part.items.isEmpty { return [start] }
    return part.items.flatMap { notation.places(at: $0, from: start) }.flatMap(notation.items)
  }

  private func meets(_ part: SourcePart, _ place: SourceCursor) -> Bool {
    part.required.allSatisfy { path, values in
      notation.places(at: path, from: place).contains { values.contains(notation.text(of: $0).value ?? "") }
    }
  }

  /// "managed node group `web`"; without a name the kind alone.
  static func title(_ kind: String, _ name: Sourced<String>?) -> String {
    guard let name = name?.value ?? name?.reference else { return kind }
    return "\(kind) `\(name)`"
  }
}
