import Fargate
import Manifests
import Policies
import YAML

/// The scopes of a run, and which of them each file belongs to.
struct RunScopes: Sendable {
  let all: [Scope]
  /// By file: numbers of scopes, ascending.
  let ofFile: [[Int]]

  /// - Parameters:
  ///   - doubts: of what the deployments make, which are the last of the files.
  ///   - repository: what Argo CD and Flux deploy, by which scopes are told where none are stated.
  init(
    _ files: [RunFile], _ results: [FileResult], doubts: [String?], _ repository: RepositoryDeployments,
    texts: TextTable, settings: ScopeSettings, options: LintOptions, preset: String
  ) {
    let inventory = Inventory(texts: texts, files: results.map(\.facts))
    let namespaces = NamespaceMap(
      files, overlays: Overlays(files, results).folders, deployments: doubts, texts: texts)
    let descriptions = ClusterDescriptions(files, results)
    let order = repository.order(of: files)
    let areFound = settings.scopes.isEmpty
    let scopes = areFound ? repository.scopes : settings.scopes
    var members = [[Int]](repeating: [], count: max(scopes.count, 1))
    var ofFile: [[Int]] = []
    for (number, file) in files.enumerated() {
      let told = areFound ? file.deployment.flatMap(repository.scopes(of:)) : nil
      var own =
        scopes.isEmpty ? [0] : told ?? scopes.indices.filter { scopes[$0].contains(file.source.name) }
      if own.isEmpty {
        // A description of a cluster that lies elsewhere.
        let names = Set(results[number].clusterDocuments.flatMap(\.descriptions).compactMap { $0.name?.value })
        own = scopes.indices.filter { names.contains(scopes[$0].name) }
      }
      for scope in own { members[scope].append(number) }
      ofFile.append(own)
    }
    // What no scope reaches belongs to the whole run's.
    let strays = scopes.isEmpty ? [] : ofFile.indices.filter { ofFile[$0].isEmpty }
    for stray in strays { ofFile[stray] = [scopes.count] }
    if !strays.isEmpty { members.append(Array(files.indices)) }
    all = members.enumerated().map { number, members in
      let setting = scopes.indices.contains(number) ? scopes[number] : nil
      let own = settings.adding(
        to: descriptions.all(of: setting, files: Set(members), scopes: scopes, files), of: setting?.name)
      let targets = files.map { repository.target(of: $0, scope: areFound && setting != nil ? number : nil) }
      return Scope(
        name: setting?.name, region: setting?.region, files: members, inventory: inventory,
        namespaces: namespaces.with(targets, texts: texts),
        clusters: ScopeClusters(own.map(\.description), statedCapacity: setting?.capacity), order: order,
        documents: own.map { ($0.document, $0.file) }, options: options, preset: preset)
    }
    self.ofFile = ofFile
  }
}

/// A description of a cluster with the document that it stands in.
struct PlacedDescription: Sendable {
  let description: LocatedDescription
  let document: RetainedDocument
  let file: FileName

  init(_ description: ClusterDescription, _ document: RetainedDocument, _ file: FileName) {
    self.document = document
    self.file = file
    self.description = document.withDocument { document in
      LocatedDescription(description, file: file.text) { document.place(of: $0).start.line }
    }
  }
}

/// The descriptions that the files of a run hold.
struct ClusterDescriptions {
  private let all: [(file: Int, description: PlacedDescription)]

  init(_ files: [RunFile], _ results: [FileResult]) {
    all = results.enumerated().flatMap { number, result in
      result.clusterDocuments.flatMap { document in
        document.descriptions.map { (number, PlacedDescription($0, document.document, files[number].source.name)) }
      }
    }
  }

  /// Those of a scope: of its files, of a cluster of its name, and those that are of no scope at all.
  func all(
    of setting: ScopeSettings.Scope?, files members: Set<Int>, scopes: [ScopeSettings.Scope], _ files: [RunFile]
  ) -> [PlacedDescription] {
    all.filter { file, placed in
      guard let setting else { return true }
      let name = placed.description.description.name?.value
      if let name, scopes.contains(where: { $0.name == name }) { return name == setting.name }
      return members.contains(file) || !scopes.contains { $0.contains(files[file].source.name) }
    }.map(\.description)
  }
}
