extension Library {
  /// The encoders extension library.
  static let encoders: [Function] = [
    Function("base64.encode", [.global([.bytes], .string)]) { arguments, e in
      guard case .bytes(let bytes) = arguments[0] else { return nil }
      guard e.makes(bytes: bytes.count * 2) else { return Evaluation.overBudget }
      return .string(Base64.encode(bytes))
    },
    Function("base64.decode", [.global([.string], .bytes)]) { arguments, e in
      guard case .string(let text) = arguments[0] else { return nil }
      guard e.makes(bytes: text.utf8.count) else { return Evaluation.overBudget }
      return Base64.decode(text, padded: false).map(Value.bytes) ?? .invalid("the text is no base64")
    },
  ]
}
