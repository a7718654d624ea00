import Linting

extension Report.Summary {
  /// `3 errors, 1 note in 12 files, 30 documents, 9 workloads; 2 suppressed`, in plain text.
  var sentence: String { sentence { words, _ in words } }

  /// What a part of the sentence counts.
  enum Part { case errors, warnings, notes, nothing }

  /// - Parameter style: how a format shows a part.
  func sentence(_ style: (String, Part) -> String) -> String {
    var parts: [String] = []
    if errors > 0 { parts.append(style(errors.counting("error"), .errors)) }
    if warnings > 0 { parts.append(style(warnings.counting("warning"), .warnings)) }
    if notes > 0 { parts.append(style(notes.counting("note"), .notes)) }
    var line = parts.isEmpty ? style("No findings", .nothing) : parts.joined(separator: ", ")
    line +=
      " in \(files.counting("file")), \(documents.counting("document")), \(workloads.counting("workload"))"
    if suppressed > 0 { line += "; \(suppressed) suppressed" }
    if baselined > 0 { line += "; \(baselined) known before" }
    if skipped > 0 { line += "; \(skipped) \(skipped == 1 ? "file or chart" : "files or charts") skipped" }
    return line
  }
}

extension Int {
  /// `1 file`, `2 files`.
  public func counting(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
