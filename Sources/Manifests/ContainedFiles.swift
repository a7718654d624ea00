/// Reads files that manifests name, only where they lie below certain folders, whatever links lead to.
public struct ContainedFiles: Sendable {
  private let roots: [[UInt8]]
  private let workingDirectory = System.workingDirectory()
  private static let largest = 32 << 20

  /// - Parameter folders: absolute, or from the working directory.
  public init(below folders: [[UInt8]]) {
    let workingDirectory = workingDirectory
    roots = folders.compactMap { System.realPath(PathName.absolute($0, from: workingDirectory)) }
  }

  /// Whether there is a file to read.
  public func holds(_ name: FileName) -> Bool { path(of: name) != nil }

  /// The content of a file, by its name in reports; nil where there is none to read.
  public func bytes(of name: FileName) -> [UInt8]? {
    path(of: name).flatMap { SourceFile(name: name, path: $0, format: .yaml).bytes(upTo: ContainedFiles.largest) }
  }

  private func path(of name: FileName) -> [UInt8]? {
    let path = PathName.absolute(name.bytes, from: workingDirectory)
    guard System.kind(path) == .file, let real = System.realPath(path),
      roots.contains(where: { PathName.isInside(real, $0) })
    else { return nil }
    return real
  }
}
