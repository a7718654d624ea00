/// The parts of a Terraform address or reference.
enum TerraformAddress {
  /// The names between the dots, instance keys left out: `module.web["a.b"].aws_eks_cluster.this[0]` has four.
  static func parts(of address: String) -> [String] {
    var parts = [""]
    var depth = 0
    var isQuoted = false
    for character in address {
      if character == "\"" { isQuoted.toggle() }
      switch character {
      case "[" where !isQuoted: depth += 1
      case "]" where !isQuoted: depth -= 1
      case "." where depth == 0: parts.append("")
      default: if depth == 0 { parts[parts.count - 1].append(character) }
      }
    }
    return parts
  }

  /// The names of the modules that an address leads through, from the root.
  static func modules(of address: String) -> [String] {
    let parts = parts(of: address)
    var modules: [String] = []
    var index = 0
    while index + 1 < parts.count, parts[index] == "module" {
      modules.append(parts[index + 1])
      index += 2
    }
    return modules
  }

  /// The address without instance keys.
  static func withoutKeys(_ address: String) -> String { parts(of: address).joined(separator: ".") }
}
