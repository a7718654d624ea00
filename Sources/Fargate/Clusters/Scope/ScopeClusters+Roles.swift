extension ScopeClusters {
  /// The roles that the sources define, with the policies that are attached to them elsewhere.
  public var roles: [(description: Int, role: IAMRole)] {
    descriptions.enumerated().flatMap { number, located in
      located.description.roles.map { role in
        var role = role
        for attachment in attachments(to: role, in: number) {
          if let policy = attachment.policy {
            role.managedPolicies.append(policy)
          } else {
            role.hasInlinePolicies = true
          }
        }
        return (number, role)
      }
    }
  }

  /// The numbers of the profiles that surely name a role.
  public func profiles(of role: IAMRole, in description: Int) -> [Int] {
    profiles.indices.filter { number in
      let definition = profiles[number].definition
      return definition.profile.role.map { isMeant(role, in: description, by: $0, of: definition.description) } ?? false
    }
  }

  private func attachments(to role: IAMRole, in description: Int) -> [PolicyAttachment] {
    descriptions.enumerated().flatMap { number, located in
      located.description.attachments.filter { attachment in
        attachment.roles.contains { isMeant(role, in: description, by: $0, of: number) || $0.value == nil }
      }
    }
  }

  /// Whether a value of a description stands for a role of another one: by a reference within one source, by the name in
  /// an ARN, by the name itself.
  private func isMeant(_ role: IAMRole, in description: Int, by value: Sourced<String>, of other: Int) -> Bool {
    let (own, its) = (descriptions[description].description, descriptions[other].description)
    if own.format == its.format, own.format == .ack || own.format == .crossplane || own.tree === its.tree,
      let reference = value.reference, reference == role.key
    {
      return true
    }
    guard let name = role.name?.value, let text = value.value else { return false }
    return text == name || text.hasSuffix("/\(name)") && text.contains(":role/")
  }
}
