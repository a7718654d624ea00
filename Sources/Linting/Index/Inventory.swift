import Fargate

/// An object of the run: its file and its place among the file's objects.
struct ResourceID: Hashable, Comparable, Sendable {
  let file: UInt32
  let place: UInt32

  static func < (left: ResourceID, right: ResourceID) -> Bool {
    (left.file, left.place) < (right.file, right.place)
  }
}

/// A pod template of an object of the run.
struct PodID: Hashable, Comparable, Sendable {
  let resource: ResourceID
  /// Among the templates of the object.
  let ordinal: UInt32

  static func < (left: PodID, right: PodID) -> Bool {
    (left.resource, left.ordinal) < (right.resource, right.ordinal)
  }
}

/// The facts of all files of a run, in file order.
struct Inventory: Sendable {
  let texts: TextTable
  let files: [FileFacts]

  subscript(id: ResourceID) -> ResourceFact { files[Int(id.file)].resources[Int(id.place)] }

  subscript(id: PodID) -> PodFact {
    let facts = files[Int(id.resource.file)]
    return facts.pods[Int(facts.resources[Int(id.resource.place)].pods.lowerBound + id.ordinal)]
  }

  /// Where an object is written that a kustomization makes; nil for one that its file holds.
  func written(_ id: ResourceID) -> WrittenPlace? {
    let written = files[Int(id.file)].written
    return written.isEmpty ? nil : written[Int(id.place)]
  }

  func labels(of id: PodID) -> ArraySlice<LabelFact> {
    files[Int(id.resource.file)].labels[Range(self[id].labels)]
  }

  func links(of id: ResourceID) -> ArraySlice<Link> { files[Int(id.file)].links[Range(self[id].links)] }

  func selector(of id: ResourceID) -> SelectorFact? {
    self[id].selector.map { files[Int(id.file)].selectors[Int($0)] }
  }

  func pods(of id: ResourceID) -> [PodID] {
    self[id].pods.indices.map { PodID(resource: id, ordinal: UInt32($0) - self[id].pods.lowerBound) }
  }

  /// What an inventory shows of a pod; nil where none was asked for.
  func detail(of id: PodID) -> PodDetail? {
    let facts = files[Int(id.resource.file)]
    let place = Int(facts.resources[Int(id.resource.place)].pods.lowerBound + id.ordinal)
    return facts.details.indices.contains(place) ? facts.details[place] : nil
  }

  func requests(of id: PodID) -> PodRequests {
    guard let detail = detail(of: id) else { return PodRequests(containers: [], floor: .unknown) }
    let containers = files[Int(id.resource.file)].containers[Range(detail.containers)]
    return PodRequests(containers: Array(containers), floor: detail.floor, overhead: detail.overhead)
  }

  /// The objects of some files.
  func resources(of files: some Sequence<Int>) -> [ResourceID] {
    files.flatMap { file in
      self.files[file].resources.indices.map { ResourceID(file: UInt32(file), place: UInt32($0)) }
    }
  }
}

extension Range<Int> {
  fileprivate init(_ range: Range<UInt32>) { self = Int(range.lowerBound)..<Int(range.upperBound) }
}
