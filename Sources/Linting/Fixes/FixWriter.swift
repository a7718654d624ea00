import Manifests
import YAML

/// Makes fixes of what policies propose, document by document: each is read again with the edits of all its findings.
///
/// What cannot be written so that the document reads the same but for the edit is offered no more.
struct FixWriter: Sendable {
  private let files: [FileName: RunFile]

  /// - Parameter files: those of the run; what is read for others only is not edited.
  init(_ files: [RunFile]) {
    let own = files.filter { !$0.isContext && $0.deployment == nil }
    self.files = Dictionary(own.map { ($0.source.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The findings of one document that a fix is proposed for.
  struct Work: Sendable {
    let place: WrittenDocument
    /// By number of the finding.
    private(set) var offers: [(finding: Int, offer: Finding.FixOffer)] = []

    mutating func add(_ offer: Finding.FixOffer, _ finding: Int) { offers.append((finding, offer)) }
  }

  /// What is to be done for findings, in the order in which documents come up.
  static func work(for findings: [Finding]) -> [Work] {
    var places: [WrittenDocument: Int] = [:]
    var works: [Work] = []
    for (number, finding) in findings.enumerated() {
      guard case .offered(let offer)? = finding.remedy else { continue }
      let place = places[offer.place] ?? works.count
      if place == works.count {
        works.append(Work(place: offer.place))
        places[offer.place] = place
      }
      works[place].add(offer, number)
    }
    return works
  }

  /// The fixes of a document's findings, by number of the finding; none where one is refused.
  func fixes(of work: Work, _ stream: inout DocumentStream) -> [(finding: Int, fix: Finding.Fix)] {
    guard let file = files[work.place.file], let document = file.document(at: work.place.chunk, &stream) else {
      return []
    }
    let results = document.withDocument { document in
      document.replacements(for: work.offers.map(\.offer.edits), as: file.source.format)
    }
    return zip(work.offers, results).compactMap { entry, result in
      guard case .success(let replacements) = result, !replacements.isEmpty else { return nil }
      let fix = Finding.Fix(
        title: entry.offer.title, isSafe: entry.offer.isSafe, file: work.place.file, replacements: replacements)
      return (entry.finding, fix)
    }
  }
}

extension Report {
  /// Gives findings their fixes, and takes away the proposals that came to nothing.
  mutating func settle(_ fixes: [(finding: Int, fix: Finding.Fix)]) {
    for number in findings.indices where findings[number].remedy != nil { findings[number].remedy = nil }
    for (number, fix) in fixes { findings[number].remedy = .made(fix) }
  }
}
