import Manifests
import YAML

/// The files that a deployment takes.
struct Reach: Sendable {
  /// Tells it from others.
  var number = 0
  /// Manifests and kustomizations, ascending.
  var files: [String] = []
  /// What kustomizations on the way may change of objects that deploy others.
  var patches: [PatchTarget] = []
}

/// Follows kustomizations and folders from where a deployment begins, each once.
struct DeployedFiles {
  private let repository: Repository
  private var known: [Question: Reach] = [:]
  private var kustomizations: [String: Kustomization?] = [:]

  struct Question: Hashable {
    let folder: String
    let selection: FileSelection
    var components: [String] = []
    /// Rules of the source, in the form of `.gitignore`.
    var ignore: String?
  }

  /// What of a kustomization leads on.
  private struct Kustomization {
    let file: String
    /// Local `resources`, `bases` and `components`, as paths of the run.
    let targets: [String]
    let patches: [PatchTarget]
    /// Files that hold patches, and are no manifests.
    let patchFiles: Set<String>
  }

  init(_ repository: Repository) { self.repository = repository }

  /// Cost: in proportion to what is reached, once a question.
  mutating func reach(_ question: Question) -> Reach {
    if let reach = known[question] { return reach }
    var walk = Walk()
    switch question.selection {
    case .kustomization: follow(question.folder, &walk)
    case .generatedKustomization: generate(question, &walk)
    case .directory(let settings): collect(question.folder, settings, &walk)
    }
    for component in question.components { follow(component, &walk) }
    let reach = Reach(number: known.count, files: walk.files.sorted(), patches: walk.patches)
    known[question] = reach
    return reach
  }

  private struct Walk {
    var files: Set<String> = []
    var folders: Set<String> = []
    var patches: [PatchTarget] = []
  }

  // MARK: Kustomizations

  private mutating func follow(_ start: String, _ walk: inout Walk) {
    var waiting = [start]
    while let folder = waiting.popLast() {
      guard walk.folders.insert(folder).inserted, let kustomization = kustomization(in: folder) else { continue }
      walk.files.insert(kustomization.file)
      walk.patches += kustomization.patches
      for target in kustomization.targets.reversed() {
        if repository.folders.holds(file: target) { walk.files.insert(target) } else { waiting.append(target) }
      }
    }
  }

  /// The paths that the kustomization of a folder leads to, as paths of the run.
  mutating func targets(ofKustomizationIn folder: String) -> [String] { kustomization(in: folder)?.targets ?? [] }

  /// Whether a file is a patch of the kustomization in its folder, or in one above.
  mutating func isPatch(_ file: String) -> Bool {
    var folder = file
    repeat {
      folder = RepositoryPath.folder(of: folder)
      if kustomization(in: folder)?.patchFiles.contains(file) == true { return true }
    } while !folder.isEmpty
    return false
  }

  private mutating func kustomization(in folder: String) -> Kustomization? {
    if let known = kustomizations[folder] { return known }
    let read = read(folder)
    kustomizations[folder] = .some(read)
    return read
  }

  private func read(_ folder: String) -> Kustomization? {
    guard let file = repository.folders.kustomization(in: folder), let root = repository.documents(file)?.first else {
      return nil
    }
    let stated = ["resources", "bases", "components"].flatMap { root.field($0)?.items ?? [] }.compactMap(\.string)
    let targets = stated.filter { !DeployedFiles.isRemote($0) }.compactMap { RepositoryPath.joined(folder, $0) }
    let patches = ["patches", "patchesStrategicMerge", "patchesJson6902", "replacements"]
      .flatMap { root.field($0)?.items ?? [] }
    return Kustomization(
      file: file, targets: targets,
      patches: patches.map { PatchTarget($0, repository) }.filter(\.concernsDeployers),
      patchFiles: Set(patches.compactMap { PatchTarget.file(of: $0) }))
  }

  private static func isRemote(_ target: String) -> Bool {
    target.contains("://") || target.contains("?ref=") || target.hasPrefix("git@") || target.hasPrefix("github.com/")
  }

  // MARK: Folders

  /// All files of a folder, as Flux makes a kustomization of them: folders below that have their own count as such.
  private mutating func generate(_ question: Question, _ walk: inout Walk) {
    let ignored = SourceIgnore(repository, below: question.folder, rules: question.ignore)
    var waiting = [question.folder]
    while let folder = waiting.popLast() {
      if folder != question.folder, repository.folders.kustomization(in: folder) != nil {
        follow(folder, &walk)
        continue
      }
      for file in repository.folders.files(in: folder) where file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
        if !ignored.contains(file) { walk.files.insert(file) }
      }
      waiting += repository.folders.folders(in: folder).filter { !ignored.contains($0) }
    }
  }

  private func collect(_ start: String, _ settings: DirectorySettings, _ walk: inout Walk) {
    let include = settings.include.map { PathPattern($0, .glob) }
    let exclude = settings.exclude.map { PathPattern($0, .glob) }
    var waiting = [start]
    while let folder = waiting.popLast() {
      for file in repository.folders.files(in: folder) {
        guard [".yaml", ".yml", ".json"].contains(where: file.hasSuffix),
          let path = RepositoryPath.relative(file, to: start)
        else { continue }
        if exclude?.matches(path) != true, include?.matches(path) != false { walk.files.insert(file) }
      }
      if settings.recurse { waiting += repository.folders.folders(in: folder) }
    }
  }
}

/// What `.sourceignore` files and a source's `spec.ignore` keep out of its artifact.
struct SourceIgnore {
  private struct Rule {
    /// Of the file; paths are relative to it.
    let folder: String
    let glob: Glob
    let isNegated: Bool
  }

  private var rules: [Rule] = []

  init(_ repository: Repository, below folder: String, rules text: String?) {
    var folders = [folder]
    while let last = folders.last, !last.isEmpty { folders.append(RepositoryPath.folder(of: last)) }
    for folder in folders.reversed() {
      add(repository.view.text(folder.isEmpty ? ".sourceignore" : "\(folder)/.sourceignore"), of: folder)
    }
    add(text, of: "")
  }

  private mutating func add(_ text: String?, of folder: String) {
    for line in text?.split(whereSeparator: \.isNewline) ?? [] {
      let rule = String(line).trimmed
      guard !rule.isEmpty, !rule.hasPrefix("#") else { continue }
      let isNegated = rule.hasPrefix("!")
      let pattern = isNegated ? String(rule.dropFirst()) : rule
      // A leading slash anchors a name to the file's folder.
      let isAnchored = pattern.hasPrefix("/") && !pattern.dropFirst().contains("/")
      rules.append(Rule(folder: folder, glob: Glob(isAnchored ? "**\(pattern)" : pattern), isNegated: isNegated))
    }
  }

  /// The last rule that matches decides.
  func contains(_ path: String) -> Bool {
    let last = rules.last { rule in
      guard let below = RepositoryPath.relative(path, to: rule.folder), !below.isEmpty else { return false }
      return rule.glob.matches(Array(below.utf8))
    }
    return last.map { !$0.isNegated } ?? false
  }
}
