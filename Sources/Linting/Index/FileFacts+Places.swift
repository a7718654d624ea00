import YAML

/// Where objects and pods stand in the lists of a file's facts.
extension FileFacts {
  /// The places of a document's objects, which follow each other.
  func resources(ofDocument document: UInt32) -> Range<Int> {
    let first = resources.firstPlace(in: resources.indices) { $0.document >= document }
    return first..<resources.firstPlace(in: first..<resources.count) { $0.document > document }
  }

  func pods(of resource: Int) -> ArraySlice<PodFact> {
    let range = resources[resource].pods
    return pods[Int(range.lowerBound)..<Int(range.upperBound)]
  }

  /// The place of a document's object that stands at a node.
  func resource(at node: NodeID, ofDocument document: UInt32) -> Int? {
    let range = resources(ofDocument: document)
    guard !unordered.contains(document) else { return range.first { resources[$0].node == node } }
    let found = resources.firstPlace(in: range) { $0.node >= node }
    return found < range.upperBound && resources[found].node == node ? found : nil
  }

  /// The object whose pod stands at a node, and the ordinal of the pod.
  func pod(at node: NodeID, ofDocument document: UInt32) -> (resource: Int, ordinal: Int)? {
    let range = resources(ofDocument: document)
    func ordinal(_ resource: Int) -> Int? {
      let pods = pods(of: resource)
      return pods.firstIndex { $0.node == node }.map { $0 - pods.startIndex }
    }
    guard !unordered.contains(document) else {
      return range.lazy.compactMap { resource in ordinal(resource).map { (resource, $0) } }.first
    }
    // A pod stands within its object, which is the last that begins before it.
    let behind = resources.firstPlace(in: range) { $0.node > node }
    guard behind > range.lowerBound else { return nil }
    return ordinal(behind - 1).map { (behind - 1, $0) }
  }
}

extension Array {
  /// The first place of a range whose element is behind, as all that follow are; the range's end where none is.
  fileprivate func firstPlace(in range: Range<Int>, _ isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
