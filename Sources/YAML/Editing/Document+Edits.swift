extension Document {
  /// What sets of edits, each for itself, come to in the text of the file.
  ///
  /// The edited text is read again, and must give the same tree but for the edited nodes; a set that does not is refused.
  /// Sets that do not touch each other are read together, and apart only where that fails.
  /// - Returns: for each set its replacements, in the order of the text, or why it is refused.
  /// - Complexity: one reading of the document where nothing is refused and nothing meets; never more than `workLimit`
  ///   characters besides.
  public func replacements(
    for sets: [[SourceEdit]], as format: DocumentStream.Format
  ) -> [Result<[Replacement], EditError>] {
    guard let tree, !sets.isEmpty else { return sets.map { _ in .failure(.noSuchNode) } }
    // The break that ends an unfinished last line is the reader's, not the file's.
    let bytes = text[..<min(text.count, chunk.offset == nil ? text.count : max(chunk.length, 0))]
    let characters = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    var trial = EditTrial(
      DocumentEditor(tree: tree, text: EditableText(characters)), format: format,
      number: index - chunk.firstIndex, problems: problems.count)
    return trial.results(of: sets).map { result in
      result.map { changes in
        changes.map {
          Replacement(
            start: position(of: $0.range.lowerBound), end: position(of: $0.range.upperBound), text: $0.text)
        }
      }
    }
  }
}

/// Tries edits of one document by reading its edited text.
private struct EditTrial: ~Copyable {
  typealias Outcome = Result<[DocumentEditor.TextChange], EditError>

  private let editor: DocumentEditor
  private let format: DocumentStream.Format
  /// The document's among those of its chunk.
  private let number: Int
  private let problems: Int
  private var stream = DocumentStream()
  /// Characters that may still be read.
  private var work: Int

  /// Characters that are read again at most, for all sets of a document, beyond eight readings.
  private static let workLimit = 64 << 20

  init(_ editor: DocumentEditor, format: DocumentStream.Format, number: Int, problems: Int) {
    self.editor = editor
    self.format = format
    self.number = number
    self.problems = problems
    work = EditTrial.workLimit + 8 * editor.text.count
  }

  private struct Candidate {
    let set: Int
    let proposal: DocumentEditor.Proposal

    var start: Int { proposal.changes.first?.range.lowerBound ?? -1 }
  }

  mutating func results(of sets: [[SourceEdit]]) -> [Outcome] {
    var results = [Outcome](repeating: .failure(.misread), count: sets.count)
    var candidates: [Candidate] = []
    var first: [[SourceEdit]: Int] = [:]
    for (set, edits) in sets.enumerated() where first[edits] == nil {
      first[edits] = set
      do throws(EditError) {
        candidates.append(Candidate(set: set, proposal: try editor.proposal(for: edits)))
      } catch { results[set] = .failure(error) }
    }
    while !candidates.isEmpty {
      work -= candidates.count
      guard work >= 0 else {
        for candidate in candidates { results[candidate.set] = .failure(.limit) }
        break
      }
      let (apart, rest) = separated(candidates)
      read(apart[...], &results)
      candidates = rest
    }
    for (set, edits) in sets.enumerated() { if let same = first[edits] { results[set] = results[same] } }
    return results
  }

  /// Candidates that do not meet, in the order of the text, and the others.
  private func separated(_ candidates: [Candidate]) -> (apart: [Candidate], rest: [Candidate]) {
    var apart: [Candidate] = []
    var rest: [Candidate] = []
    var nodes: Set<UInt32> = []
    var end = -1
    for candidate in candidates.sorted(by: { $0.start < $1.start }) {
      let own = candidate.proposal.tree.nodes
      if candidate.start > end, nodes.isDisjoint(with: own) {
        apart.append(candidate)
        nodes.formUnion(own)
        end = max(end, candidate.proposal.changes.last?.range.upperBound ?? end)
      } else {
        rest.append(candidate)
      }
    }
    return (apart, rest)
  }

  /// Reads the text with all these changes; where that is not what is wanted, with half of them, and with the other half.
  private mutating func read(_ candidates: ArraySlice<Candidate>, _ results: inout [Outcome]) {
    guard let first = candidates.first else { return }
    work -= editor.text.count
    if work < 0 {
      for candidate in candidates { results[candidate.set] = .failure(.limit) }
    } else if holds(candidates) {
      for candidate in candidates { results[candidate.set] = .success(candidate.proposal.changes) }
    } else if candidates.count == 1 {
      results[first.set] = .failure(.misread)
    } else {
      let middle = candidates.startIndex + candidates.count / 2
      read(candidates[..<middle], &results)
      read(candidates[middle...], &results)
    }
  }

  private mutating func holds(_ candidates: ArraySlice<Candidate>) -> Bool {
    var change = TreeChange()
    var bytes: [UInt8] = []
    var copied = 0
    let text = editor.text
    for candidate in candidates {
      change.merge(candidate.proposal.tree)
      for edit in candidate.proposal.changes {
        bytes += text.string(copied..<edit.range.lowerBound).utf8
        bytes += edit.text.utf8
        copied = edit.range.upperBound
      }
    }
    bytes += text.string(copied..<text.count).utf8
    var isSame = false
    let (tree, number, problems) = (editor.tree, number, problems)
    var place = 0
    _ = stream.read(bytes, as: format) { document in
      defer { place += 1 }
      guard place == number else { return true }
      if let edited = document.tree, document.problems.count == problems {
        var comparison = TreeComparison(tree, edited, change)
        isSame = comparison.holds()
      }
      return false
    }
    return isSame
  }
}
