import YAML

/// kustomize, by itself or in kubectl.
public struct KustomizeProgram: Sendable {
  private let program: Program
  private let command: String

  /// nil where neither is on the search path.
  public init?(on searchPath: [UInt8]) {
    if let program = Program.find("kustomize", on: searchPath) {
      self.program = program
      command = "build"
    } else if let program = Program.find("kubectl", on: searchPath) {
      self.program = program
      command = "kustomize"
    } else {
      return nil
    }
  }

  /// What it printed, and how to read where that comes from.
  public struct Output: Sendable {
    public let text: [UInt8]
    /// From which the paths go that the origin annotations hold; absolute.
    fileprivate let overlay: [UInt8]
    fileprivate let folder: [UInt8]

    /// The path of an origin from the kustomization's folder; nil for one that is no text.
    public func path(fromOrigin path: String) -> String? {
      let absolute = PathName.absolute(Array(path.utf8), from: overlay)
      return String(validating: PathName.way(from: folder, to: absolute), as: UTF8.self)
    }
  }

  /// Builds the kustomization of a folder, by way of an empty overlay that asks for origin annotations, which a
  /// kustomization itself rarely does.
  /// - Parameters:
  ///   - folder: absolute.
  ///   - name: as reports name it.
  ///   - runsHelm: whether kustomize may run helm where a kustomization asks for it.
  public func build(
    _ folder: [UInt8], named name: String, runsHelm: Bool, _ limits: ProgramLimits
  ) throws(RenderError) -> Output {
    let scratch = try RenderError.wrapping(ScratchFolder.make)
    let overlay = PathName.join(scratch.path, Array("overlay".utf8))
    let real = System.realPath(folder) ?? folder
    guard let way = String(validating: PathName.way(from: overlay, to: real), as: UTF8.self) else {
      throw RenderError("kustomize takes no folder whose path is no UTF-8")
    }
    var resource = ""
    JSONWriter.append(way, to: &resource)
    try RenderError.wrapping { () throws(OpenError) in
      try scratch.add(
        folder: overlay, file: "kustomization.yaml",
        "{\"resources\": [\(resource)], \"buildMetadata\": [\"originAnnotations\"]}\n")
    }
    let words = [command] + (runsHelm ? ["--enable-helm"] : [])
    do throws(ProgramError) {
      let text = try program.run(words.map { Array($0.utf8) } + [overlay], in: scratch.path, scratch, limits)
      return Output(text: text, overlay: overlay, folder: real)
    } catch {
      // What kustomize says of every base, ours too.
      let noise =
        "accumulating resources: accumulation err='accumulating resources from '\(name)': "
        + "'\(name)' must resolve to a file': recursed accumulation of path '\(name)': "
      throw RenderError(error, scratch, calling: [way: name, FileName(bytes: real).text: name], without: noise)
    }
  }
}
