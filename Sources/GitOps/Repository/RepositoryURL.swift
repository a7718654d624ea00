/// The URL of a git repository in a form that can be compared, as Argo CD and git hosts see it: without scheme, user,
/// port, `.git` and case.
struct RepositoryURL: Hashable {
  private let text: String

  /// nil for what names no host.
  init?(_ url: String) {
    var rest = url.trimmed.lowercased()
    if let scheme = rest.firstRange(of: "://") {
      rest = String(rest[scheme.upperBound...])
    } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
      // `git@host:owner/name`, as scp writes it.
      rest.replaceSubrange(colon...colon, with: "/")
    }
    guard let slash = rest.firstIndex(of: "/") else { return nil }
    var host = rest[..<slash]
    if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
    if let colon = host.firstIndex(of: ":") { host = host[..<colon] }
    var path = rest[slash...].split(separator: "/").map(String.init)
    guard !host.isEmpty, let last = path.popLast() else { return nil }
    path.append(last.hasSuffix(".git") ? String(last.dropLast(4)) : last)
    text = ([String(host)] + path).joined(separator: "/")
  }
}

/// Which repository a source is.
enum SourceRepository {
  case this, other
  /// Nothing says; a path that exists here counts as this repository's.
  case unknown
}

struct Remotes {
  private let urls: Set<RepositoryURL>

  init(_ remotes: [String]) { urls = Set(remotes.compactMap(RepositoryURL.init)) }

  func repository(at url: Stated?) -> SourceRepository {
    guard !urls.isEmpty, let text = url?.text, let url = RepositoryURL(text) else { return .unknown }
    return urls.contains(url) ? .this : .other
  }
}

extension String {
  /// Without blanks around it.
  var trimmed: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest = rest.dropFirst() }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }
}
