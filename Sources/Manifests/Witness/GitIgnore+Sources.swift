/// What git's answer about ignored files rests on.
extension GitIgnore {
  /// The paths of all files that have a say in what git ignores below a folder, whether there are such files or not; of
  /// lists in folders that are read only those that there are: others show where the folders are listed. Empty where there
  /// may be more, as where a configuration names others.
  static func sources(for folder: [UInt8]) -> [[UInt8]] {
    guard let home = home(of: folder) else { return [] }
    guard let configurations = configurations(for: folder), let ignored = ignored(below: folder) else { return [] }
    let git = GitFiles(at: PathName.join(home, Array(".git".utf8)), in: home)
    let own = ["index", "config.worktree"].map { PathName.join(git.own, Array($0.utf8)) }
    let shared = ["config", "info/exclude"].map { PathName.join(git.shared, Array($0.utf8)) }
    let name = Array(".gitignore".utf8)
    let above = folders(from: home, to: folder).map { PathName.join($0, name) }
    let below = folders(below: folder, besides: ignored).map { PathName.join($0, name) }
    return own + shared + configurations + above + below.filter { System.kind($0) != nil }
  }

  /// Those that lead to a folder, without it.
  private static func folders(from home: [UInt8], to folder: [UInt8]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var above = folder
    while above != home {
      above = PathName.folder(of: above)
      result.append(above)
    }
    return result
  }

  /// A folder and those below it that are read.
  private static func folders(below folder: [UInt8], besides ignored: Set<[UInt8]>) -> [[UInt8]] {
    var result: [[UInt8]] = []
    var waiting = [folder]
    while let next = waiting.popLast() {
      result.append(next)
      for entry in (try? System.entries(next)) ?? [] {
        guard entry.kind == .folder, entry.name.first != UInt8(ascii: ".") else { continue }
        let path = PathName.join(next, entry.name)
        if !ignored.contains(path) { waiting.append(path) }
      }
    }
    return result
  }

  /// The configurations of the user and the machine, and the list that git looks for beside them.
  /// - Returns: nil where one of them names further files.
  private static func configurations(for folder: [UInt8]) -> [[UInt8]]? {
    guard let output = run(keys, in: folder) else { return nil }
    var result = [Array("/etc/gitconfig".utf8)]
    for (place, part) in output.split(separator: 0).enumerated() {
      let text = String(decoding: part, as: UTF8.self).lowercased()
      if place % 2 == 0, part.starts(with: "file:/".utf8) { result.append(Array(part.dropFirst(5))) }
      if place % 2 == 1, text == "core.excludesfile" || text.hasPrefix("include") { return nil }
    }
    if let user = System.variable("HOME") {
      result.append(PathName.join(user, Array(".gitconfig".utf8)))
      result += ["config", "ignore"].map { PathName.join(user, Array(".config/git/\($0)".utf8)) }
    }
    if let user = System.variable("XDG_CONFIG_HOME") {
      result += ["config", "ignore"].map { PathName.join(user, Array("git/\($0)".utf8)) }
    }
    return Array(Set(result)).sorted { $0.lexicographicallyPrecedes($1) }
  }
}
