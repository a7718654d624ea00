import Linting

/// What was not checked or not decided for one reason.
struct NoticeGroup {
  let kind: Notice.Kind
  /// In report order, at least one.
  let notices: [Notice]
  let first: Notice

  /// By the kind's name.
  static func groups(_ notices: [Notice]) -> [NoticeGroup] {
    Dictionary(grouping: notices, by: \.kind).compactMap { kind, notices in
      notices.first.map { NoticeGroup(kind: kind, notices: notices, first: $0) }
    }.sorted { $0.kind.rawValue < $1.kind.rawValue }
  }

  /// On one line, for reports that show a group and no notice of its own.
  var summary: String {
    let more = notices.count > 1 ? " and \(notices.count - 1) more" : ""
    let rule = first.rule.map { "\($0): " } ?? ""
    return "not checked or not decided, \(kind.rawValue): \(rule)\(first.message)\(more)"
  }
}
