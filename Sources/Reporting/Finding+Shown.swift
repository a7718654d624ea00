import Linting
import Manifests
import YAML

extension Finding {
  /// The message; the rule's name where a policy gives none.
  var shownMessage: String { message.contains { !$0.isWhitespace } ? message : rule }

  /// `apps/web.yaml:21:13`.
  var place: String { "\(file.text):\(start.line):\(start.column)" }
}

extension Finding.Related {
  var place: String { "\(file.text):\(start.line):\(start.column)" }
}

extension ResourceIdentity {
  /// `Deployment web/frontend`; the namespace only where one is known.
  var shown: String { "\(kind) \(namespace.map { "\($0)/" } ?? "")\(name)" }
}

extension FileName {
  /// The name as a path below the folder that names are relative to, without `.` and `..`, for readers that take no
  /// other; what lies outside of it is shown below `outside/`.
  /// - Parameter prefix: where that folder lies in its repository, whose root the path is then relative to.
  func contained(below prefix: String = "") -> FileName {
    let isAbsolute = bytes.first == UInt8(ascii: "/")
    var parts = isAbsolute ? [] : prefix.utf8.split(separator: UInt8(ascii: "/")).map(Array.init)
    var isOutside = isAbsolute
    for part in bytes.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if part.elementsEqual("..".utf8) {
        if !isOutside, parts.popLast() != nil { continue }
        isOutside = true
        parts.append(Array("up".utf8))
      } else {
        parts.append(Array(part))
      }
    }
    let path = FileName(bytes: Array(parts.joined(separator: [UInt8(ascii: "/")])))
    if isOutside { return FileName(bytes: Array("outside/".utf8) + path.bytes) }
    return path.bytes.isEmpty ? FileName(".") : path
  }
}
