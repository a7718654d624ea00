extension Library {
  /// Kubernetes' library for named formats: `format.dns1123Label().validate(text)`.
  static let formats: [Function] =
    NamedFormat.allCases.map { format in
      Function("format.\(format.rawValue)", [.global([], .format)]) { _, _ in .format(format) }
    } + [
      Function("format.named", [.global([.string], .optional(.format))]) { arguments, _ in
        guard case .string(let name) = arguments[0] else { return nil }
        return .optional(NamedFormat(rawValue: name).map { .of(.format($0)) } ?? .none)
      },
      Function(
        "validate", [.member([.format, .string], .optional(.list(.string)))],
        cost: .computed(atLeast: 1) { arguments, e in
          guard case .format(let format) = arguments[0] else { return 1 }
          return CostModel.matching(e.size(arguments[1]), format.patternSize)
        }
      ) { arguments, e in
        guard case .format(let format) = arguments[0], case .string(let text) = arguments[1] else { return nil }
        guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
        let problems = format.problems(of: text)
        return .optional(problems.isEmpty ? .none : .of(.list(problems.map(Value.string))))
      },
    ]
}
