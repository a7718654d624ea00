import YAML

/// Regions of a text that chosen fixes change, none meeting another.
struct TakenRegions {
  /// In the order of the text.
  private var regions: [Replacement] = []

  /// Takes all regions of a fix, which are in order and do not meet; none where one of them meets what is taken.
  /// - Returns: whether they were taken.
  /// - Complexity: O(log regions) to look, O(regions) to take.
  mutating func take(_ replacements: [Replacement]) -> Bool {
    let places = replacements.map { place(of: $0) }
    for (place, replacement) in zip(places, replacements) {
      if place > 0, Replacement.overlap(regions[place - 1], replacement) { return false }
      if place < regions.count, Replacement.overlap(replacement, regions[place]) { return false }
    }
    for (place, replacement) in zip(places, replacements).reversed() { regions.insert(replacement, at: place) }
    return true
  }

  /// Where a region belongs: before the first that begins at its start or behind it.
  private func place(of replacement: Replacement) -> Int {
    var low = 0
    var high = regions.count
    while low < high {
      let middle = (low + high) / 2
      if regions[middle].start < replacement.start { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
