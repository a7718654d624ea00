/// Bars beside their names, as SVG that stands in the page.
struct BarChart {
  struct Bar {
    let name: String
    let value: Double
    /// As shown at the end of the bar.
    let shown: String
    /// A class of the page's style.
    var style = "bar"
  }

  /// What is read out in place of the chart.
  let title: String
  let bars: [Bar]

  private static let height = 26.0
  private static let nameWidth = 280.0
  private static let barWidth = 290.0
  private static let width = 680.0
  /// Longer names lose their beginning: the end of a path or an id tells more.
  private static let letters = 34

  var html: HTML {
    let most = bars.reduce(0) { max($0, $1.value) }
    let height = Double(bars.count) * BarChart.height
    let rows = bars.enumerated().map { row, bar -> HTML in
      let y = Double(row) * BarChart.height
      let width = most > 0 ? max(1.5, bar.value / most * BarChart.barWidth) : 0
      let x = BarChart.nameWidth + 10
      return """
        <g><title>\(bar.name): \(bar.shown)</title>
        <text x="\(decimal(BarChart.nameWidth))" y="\(decimal(y + 17))" text-anchor="end">\(shortened(bar.name))</text>
        <rect class="\(bar.style)" x="\(decimal(x))" y="\(decimal(y + 4))" width="\(decimal(width))" height="18" rx="3"/>
        <text class="value" x="\(decimal(x + width + 6))" y="\(decimal(y + 17))">\(bar.shown)</text></g>

        """
    }
    return """
      <svg class="chart" role="img" aria-label="\(title)" viewBox="0 0 \(decimal(BarChart.width)) \(decimal(height))">
      \(rows)</svg>
      """
  }

  private func shortened(_ name: String) -> String {
    name.count <= BarChart.letters ? name : "…" + name.suffix(BarChart.letters - 1)
  }

  /// With one digit behind the point.
  private func decimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
