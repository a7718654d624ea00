import RE2
import YAML

/// `images` (kustomize's ImageTagTransformer): other names, tags and digests for images.
struct ImageTransformer {
  let image: Kustomization.Image
  let fields: [FieldSpec]
  private let pattern: RegularExpression

  init(_ image: Kustomization.Image, fields: [FieldSpec]) throws(BuildError) {
    self.image = image
    self.fields = fields
    do throws(RegularExpression.PatternError) {
      // kustomize reads the name as a pattern.
      pattern = try RegularExpression("^\(image.name.value)(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$")
    } catch {
      throw BuildError(image.name.origin, "`\(image.name.value)` cannot be looked for: \(error.message)")
    }
  }

  func apply(to drafts: Drafts) throws(BuildError) {
    for draft in drafts.all {
      if draft.identifier.type.kind != "CustomResourceDefinition" { visit(draft.root) }
      for field in fields {
        try field.apply(to: draft, creating: nil, origin: nil) { (element) throws(BuildError) in
          update(element)
        }
      }
    }
  }

  private static let lists = [KeySet([Symbol("containers")]), KeySet([Symbol("initContainers")])]

  /// Lists of containers stand anywhere.
  private func visit(_ element: Element) {
    if !element.mayHold(ImageTransformer.lists) { return }
    switch element.kind {
    case .scalar: break
    case .sequence: for item in element.items { visit(item) }
    case .mapping:
      for field in element.fields {
        visit(field.value)
        if field.name == "containers" || field.name == "initContainers", field.value.kind == .sequence {
          for item in field.value.items { if let image = item["image"] { update(image) } }
        }
      }
    }
  }

  private func update(_ element: Element) {
    guard element.kind == .scalar, pattern.matches(element.text) else { return }
    var (name, tag, digest) = ImageTransformer.parts(of: element.text)
    if let newName = image.newName { name = newName.value }
    switch (image.newTag, image.digest, image.tagSuffix) {
    case (let newTag?, let newDigest?, _): (tag, digest) = (newTag.value, newDigest.value)
    case (let newTag?, nil, _): (tag, digest) = (newTag.value, "")
    case (nil, let newDigest?, _): (tag, digest) = ("", newDigest.value)
    case (nil, nil, let suffix?): (tag, digest) = (tag + suffix.value, "")
    case (nil, nil, nil): break
    }
    if !tag.isEmpty { name += ":\(tag)" }
    if !digest.isEmpty { name += "@\(digest)" }
    guard name != element.text else { return }
    let cause = image.newTag ?? image.digest ?? image.tagSuffix ?? image.newName
    element.replaceText(name, origin: cause?.origin ?? element.origin)
  }

  /// Name, tag and digest; the port of a registry is no tag.
  static func parts(of image: String) -> (name: String, tag: String, digest: String) {
    let start = image.firstIndex(of: "/") ?? image.startIndex
    let at = image[start...].firstIndex(of: "@")
    let colon = image[start...].firstIndex(of: ":").flatMap { colon in at.map { $0 < colon } ?? false ? nil : colon }
    let digest = at.map { String(image[image.index(after: $0)...]) } ?? ""
    let tag = colon.map { String(image[image.index(after: $0)..<(at ?? image.endIndex)]) } ?? ""
    return (String(image[..<(colon ?? at ?? image.endIndex)]), tag, digest)
  }
}
