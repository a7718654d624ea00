/// The objects that a finding is about: mostly one, which takes no memory of its own.
struct ObjectSet: Sendable, Sequence {
  /// Of no object while `isEmpty`.
  private var least = ResourceID(file: .max, place: .max)
  /// Ascending.
  private var others: [ResourceID] = []

  init() {}

  init(_ object: ResourceID?) { if let object { least = object } }

  var isEmpty: Bool { least.file == .max }
  var first: ResourceID? { isEmpty ? nil : least }

  mutating func insert(_ object: ResourceID) {
    if isEmpty {
      least = object
    } else if object != least {
      var object = object
      if object < least { swap(&object, &least) }
      let place = others.firstIndex { $0 >= object } ?? others.endIndex
      if place == others.endIndex || others[place] != object { others.insert(object, at: place) }
    }
  }

  /// Ascending.
  func makeIterator() -> IndexingIterator<[ResourceID]> { (isEmpty ? [] : [least] + others).makeIterator() }
}
