/// Rows of text whose columns stand below each other.
struct AlignedRows {
  private var rows: [[String]] = []
  private var widths: [Int] = []

  var isEmpty: Bool { rows.isEmpty }

  mutating func add(_ cells: String...) {
    for (column, cell) in cells.enumerated() {
      if column == widths.count { widths.append(0) }
      widths[column] = max(widths[column], cell.count)
    }
    rows.append(cells)
  }

  /// - Parameter numbers: the columns that end below each other.
  func write(indent: Int, numbers: Set<Int> = [], to out: inout some TextOutputStream) {
    for row in rows {
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let space = String(repeating: " ", count: widths[column] - cell.count)
        if column > 0 { line += "  " }
        line += numbers.contains(column) ? space + cell : cell + space
      }
      while line.last == " " { line.removeLast() }
      out.write(line + "\n")
    }
  }
}
