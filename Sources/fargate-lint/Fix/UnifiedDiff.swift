/// What has become of a text, in the format of `diff -u`, which `git apply` and `patch` take.
struct UnifiedDiff {
  private static let context = 3

  private enum Line {
    case same(Substring)
    case removed(Substring)
    case added(Substring)

    var isSame: Bool { if case .same = self { true } else { false } }
  }

  private let lines: [Line]

  /// Lines end with LF; a CR before it belongs to the line.
  init(from old: String, to new: String) {
    let (before, after) = (UnifiedDiff.lines(old), UnifiedDiff.lines(new))
    let changes = after.difference(from: before)
    var removed: Set<Int> = []
    var added: [Int: Substring] = [:]
    for change in changes {
      switch change {
      case .remove(let place, _, _): removed.insert(place)
      case .insert(let place, let line, _): added[place] = line
      }
    }
    var lines: [Line] = []
    var (here, there) = (0, 0)
    while here < before.count || there < after.count {
      if here < before.count, removed.contains(here) {
        lines.append(.removed(before[here]))
        here += 1
      } else if let line = added[there] {
        lines.append(.added(line))
        there += 1
      } else {
        lines.append(.same(before[here]))
        here += 1
        there += 1
      }
    }
    self.lines = lines
  }

  /// The lines with their ends; a last one without an end is one, too.
  private static func lines(_ text: String) -> [Substring] {
    var lines: [Substring] = []
    var rest = Substring(text)
    while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
      let next = rest.utf8.index(after: end)
      lines.append(rest[..<next])
      rest = rest[next...]
    }
    return rest.isEmpty ? lines : lines + [rest]
  }

  func write(_ name: String, to out: inout some TextOutputStream) {
    let changed = lines.indices.filter { !lines[$0].isSame }
    guard !changed.isEmpty else { return }
    out.write("--- a/\(name)\n+++ b/\(name)\n")
    var hunk = range(around: changed[0])
    for place in changed.dropFirst() {
      let next = range(around: place)
      if next.lowerBound <= hunk.upperBound {
        hunk = hunk.lowerBound..<next.upperBound
      } else {
        write(hunk, to: &out)
        hunk = next
      }
    }
    write(hunk, to: &out)
  }

  private func range(around place: Int) -> Range<Int> {
    max(0, place - UnifiedDiff.context)..<min(lines.count, place + UnifiedDiff.context + 1)
  }

  private func write(_ hunk: Range<Int>, to out: inout some TextOutputStream) {
    func counts(_ range: Range<Int>) -> (old: Int, new: Int) {
      lines[range].reduce(into: (0, 0)) { counts, line in
        switch line {
        case .same: (counts.0, counts.1) = (counts.0 + 1, counts.1 + 1)
        case .removed: counts.0 += 1
        case .added: counts.1 += 1
        }
      }
    }
    let before = counts(0..<hunk.lowerBound)
    let own = counts(hunk)
    out.write("@@ -\(place(before.old, own.old)) +\(place(before.new, own.new)) @@\n")
    for line in lines[hunk] {
      switch line {
      case .same(let text): write(" ", text, to: &out)
      case .removed(let text): write("-", text, to: &out)
      case .added(let text): write("+", text, to: &out)
      }
    }
  }

  /// Of no lines the one before is named.
  private func place(_ before: Int, _ count: Int) -> String { "\(count == 0 ? before : before + 1),\(count)" }

  private func write(_ mark: String, _ line: Substring, to out: inout some TextOutputStream) {
    out.write(mark)
    out.write(String(line))
    if line.utf8.last != UInt8(ascii: "\n") { out.write("\n\\ No newline at end of file\n") }
  }
}
