import GitOps
import Manifests
import YAML

/// A file of a run, or what a kustomization or a chart makes, which may be read more than once.
struct RunFile: Sendable {
  let source: SourceFile
  /// What was in it, for what cannot be read again: standard input, texts in memory.
  let text: [UInt8]?
  /// Whether it is read for others only, and what is found in it is not reported.
  let isContext: Bool
  /// What makes it; nil for a file.
  let deployment: Deployment?
  /// The values of `${NAME}` in it; nil: none are known.
  var variables: Variables?

  init(_ source: SourceFile, text: [UInt8]? = nil, isContext: Bool = false) {
    self.source = source
    self.text = text
    self.isContext = isContext
    deployment = nil
  }

  /// What a deployment makes, as if it were one more file, named as the file of what makes it.
  init(_ deployment: Deployment, isContext: Bool) {
    source = deployment.source
    text = nil
    self.isContext = isContext
    self.deployment = deployment
  }

  /// The document as it is written; nil when it is not there any more.
  func document(at address: ChunkAddress, _ stream: inout DocumentStream) -> RetainedDocument? {
    if let text { return stream.read(text, as: source.format, at: address) }
    do throws(OpenError) {
      let descriptor = try source.open()
      defer { source.close(descriptor) }
      do throws(DocumentStream.ReadError) {
        return try stream.read(descriptor, as: source.format, at: address)
      } catch { return nil }
    } catch { return nil }
  }
}
