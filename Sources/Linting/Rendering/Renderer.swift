import Kustomize
import Manifests
import YAML

/// Runs programs for the deployments of a run.
struct Renderer: Sendable {
  private let rendering: Rendering
  private let files: BuildFiles
  /// Folders out of which nothing may lead; absolute.
  private let roots: [[UInt8]]
  /// The files that are judged, as reports name them; empty: what is about any file is rendered.
  private let judged: Set<String>

  init(_ rendering: Rendering, _ files: BuildFiles, below roots: [[UInt8]], judged: Set<String>) {
    self.rendering = rendering
    self.files = files
    self.roots = roots
    self.judged = judged
  }

  /// What a kustomization makes that cannot be told without a run; nil where it can, or nobody asked for one.
  func made(_ deployment: Deployment, _ build: Build.Result) -> Made? {
    guard let kustomize = rendering.kustomize, build.isIncomplete, concernsJudged(deployment, build),
      let path = deployment.source.path, rendering.helm != nil || !build.problems.contains(where: \.needsHelm)
    else { return nil }
    var made = Made(build)
    do throws(RenderError) {
      let output = try kustomize.build(
        PathName.folder(of: path), named: deployment.folder.isEmpty ? "." : deployment.folder,
        runsHelm: rendering.helm != nil, rendering.limits)
      var finder = OriginFinder(output, of: deployment, build.problems, files)
      made.take(try RenderedResource.all(of: output, &finder), from: finder.found)
    } catch { made.failed(error) }
    return made
  }

  private func concernsJudged(_ deployment: Deployment, _ build: Build.Result) -> Bool {
    judged.isEmpty || ([deployment.source.name.text] + build.files).contains(where: judged.contains)
  }

  /// What a chart makes with its default values.
  func made(_ chart: Chart) -> Made {
    var made = Made()
    guard let helm = rendering.helm else { return made }
    do throws(RenderError) {
      let text = try helm.template(chart, below: roots, rendering.limits)
      made.take(try RenderedResource.all(ofChart: chart, text, files), from: [])
      made.doubt =
        "helm renders `\(chart.folder.text)` with its default values; whoever installs it names the namespace"
    } catch { made.failed(error) }
    return made
  }
}

extension BuildProblem {
  /// Whether kustomize runs helm for it.
  var needsHelm: Bool { kind == .external && (cause == "helmCharts" || cause == "helmChartInflationGenerator") }

  /// The text that stands where it came up: the name of a field, or what is fetched.
  var cause: String? { origin.flatMap { origin in origin.document.tree?.string(origin.documentNode) } }
}
