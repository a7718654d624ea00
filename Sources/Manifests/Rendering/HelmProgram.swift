/// helm, for charts that lie in the repository.
public struct HelmProgram: Sendable {
  private let program: Program

  /// nil where it is not on the search path.
  public init?(on searchPath: [UInt8]) {
    guard let program = Program.find("helm", on: searchPath) else { return nil }
    self.program = program
  }

  /// What a chart makes with its default values.
  /// - Parameter roots: out of which no link of the chart may lead; absolute.
  public func template(
    _ chart: Chart, below roots: [[UInt8]], _ limits: ProgramLimits
  ) throws(RenderError) -> [UInt8] {
    // helm follows links, wherever they lead.
    if let link = chart.linkOutside(of: roots) {
      throw RenderError("is not run: the link `\(link.text)` of the chart leads out of the repository")
    }
    let scratch = try RenderError.wrapping(ScratchFolder.make)
    let words = ["template", chart.release]
    do throws(ProgramError) {
      return try program.run(words.map { Array($0.utf8) } + [chart.path], in: scratch.path, scratch, limits)
    } catch { throw RenderError(error, scratch, calling: [FileName(bytes: chart.path).text: chart.folder.text]) }
  }
}
