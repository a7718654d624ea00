import Linting
import Manifests

/// Findings in report order, file by file.
struct FindingsByFile: Sequence, IteratorProtocol {
  private var rest: ArraySlice<Finding>

  init(_ findings: [Finding]) { rest = findings[...] }

  mutating func next() -> (file: FileName, findings: ArraySlice<Finding>)? {
    guard let file = rest.first?.file else { return nil }
    let group = rest.prefix { $0.file == file }
    rest = rest[group.endIndex...]
    return (file, group)
  }
}
