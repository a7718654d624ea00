/// A folder for one run of a program, taken away with the value.
struct ScratchFolder: ~Copyable {
  /// Absolute, links followed.
  let path: [UInt8]
  var home: [UInt8] { PathName.join(path, Array("home".utf8)) }
  var temporary: [UInt8] { PathName.join(path, Array("tmp".utf8)) }

  private init(path: [UInt8]) { self.path = path }

  static func make() throws(OpenError) -> ScratchFolder {
    let scratch = ScratchFolder(path: try System.makeTemporaryFolder(named: "fargate-lint-render"))
    for folder in [scratch.home, scratch.temporary] { try System.makeFolder(folder) }
    return scratch
  }

  deinit { System.removeFolder(path) }

  /// Makes a folder with one file in it.
  func add(folder: [UInt8], file: String, _ text: String) throws(OpenError) {
    try System.makeFolder(folder)
    try System.write(Array(text.utf8), to: PathName.join(folder, Array(file.utf8)))
  }
}
