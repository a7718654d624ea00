import Linting
import Manifests
import YAML

/// All places in which the work tree differs from a revision, one after another: by file, and in each by line.
struct Changes {
  private let files: [FileChange]
  /// The number of each file's first change.
  private let firsts: [Int]
  let count: Int
  /// How many changes are made in the tree, of each file.
  private var made: [Int]

  init(_ files: [FileChange]) {
    self.files = files
    var count = 0
    firsts = files.map { file in
      defer { count += file.count }
      return count
    }
    self.count = count
    made = files.map { _ in 0 }
  }

  /// Makes the first so many changes in the tree, and no others.
  mutating func make(_ count: Int, in tree: borrowing Checkout) {
    for (number, file) in files.enumerated() {
      let own = min(max(0, count - firsts[number]), file.count)
      guard own != made[number] else { continue }
      made[number] = own
      tree.put(file.content(applying: own), in: file.name)
    }
  }

  /// Where a change stands, for reports.
  /// - Parameters:
  ///   - home: the root of the repository.
  ///   - folder: the working directory.
  func cause(_ change: Int, in home: [UInt8], from folder: [UInt8]) -> Cause {
    let number = (firsts.lastIndex { $0 <= change }) ?? 0
    let file = files[number]
    let line = file.line(ofChange: change - firsts[number])
    let extent = file.extent(ofLine: line)
    let path = PathName.absolute(file.name.bytes, from: home)
    return Cause(
      file: FileName(bytes: PathName.relative(path, to: folder)),
      start: Position(line: line, column: extent.lowerBound + 1),
      end: Position(line: line, column: extent.upperBound + 1))
  }
}
