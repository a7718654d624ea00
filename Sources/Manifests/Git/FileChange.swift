/// A file that the work tree holds otherwise than a revision does, and where the two differ.
public struct FileChange: Sendable {
  /// From the root of the repository.
  public let name: FileName
  /// nil: the revision has no such file.
  private let former: TextLines?
  /// nil: the file is gone.
  private let present: TextLines?
  private let hunks: [LineDiff.Hunk]

  /// nil where there is no change.
  init?(_ name: FileName, from former: [UInt8]?, to present: [UInt8]?) {
    guard former != present else { return nil }
    self.name = name
    self.former = former.map(TextLines.init)
    self.present = present.map(TextLines.init)
    guard let former = self.former, let present = self.present else {
      hunks = [LineDiff.Hunk(former: 0..<0, present: 0..<0)]
      return
    }
    hunks = LineDiff.hunks(from: former, to: present)
  }

  /// In how many places it was changed; a file that came or went is one.
  public var count: Int { hunks.count }

  public var isRemoval: Bool { present == nil }

  /// The content with the first so many of the changes; nil: no such file.
  public func content(applying count: Int) -> [UInt8]? {
    guard let former, let present else { return (count == 0 ? former : present)?.bytes }
    var result: [UInt8] = []
    var line = 0
    for (number, hunk) in hunks.enumerated() {
      result += former[line..<hunk.former.lowerBound]
      result += number < count ? present[hunk.present] : former[hunk.former]
      line = hunk.former.upperBound
    }
    return result + former[line..<former.count]
  }

  /// The line of the file, from 1, where a change begins; for lines that are gone, the one that they followed.
  /// In a file that is gone, 1.
  public func line(ofChange number: Int) -> Int {
    let hunk = hunks[number].present
    return max(1, hunk.isEmpty ? hunk.lowerBound : hunk.lowerBound + 1)
  }

  /// How many bytes of a line, from 1, are blank before its text begins, and where that ends; in characters of UTF-16.
  public func extent(ofLine line: Int) -> Range<Int> {
    guard let present, (1...max(1, present.count)).contains(line), present.count > 0 else { return 0..<0 }
    let text = String(decoding: present[line - 1..<line], as: UTF8.self)
    let units = Array(text.utf16)
    let start = units.firstIndex { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 } ?? 0
    let end = units.lastIndex { $0 != 32 && $0 != 9 && $0 != 10 && $0 != 13 }.map { $0 + 1 } ?? 0
    return min(start, end)..<end
  }
}
