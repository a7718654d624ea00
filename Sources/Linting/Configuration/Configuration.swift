import Manifests
import Policies
import YAML

/// What one `.fargate-lint.yaml` says, checked as far as that takes no rules.
public struct Configuration: Sendable {
  public static let fileName = ".fargate-lint.yaml"
  /// The keys that hold for a whole run, and so stand in its root configuration only.
  static let runWideKeys = ["preset", "policies", "scopes", "profiles", "kinds", "prices"]
  static let keys = runWideKeys + ["rules", "vars", "exclude"]

  /// As reports name it.
  public let file: FileName
  /// Absolute.
  let path: [UInt8]
  public internal(set) var preset: Placed<Preset>?
  public internal(set) var policies: [ConfiguredPath] = []
  public internal(set) var rules: [RuleSetting] = []
  public internal(set) var scopes: [ConfiguredScope] = []
  public internal(set) var profiles: [ConfiguredProfile] = []
  public internal(set) var kinds: [ConfiguredKind] = []
  public internal(set) var prices: ConfiguredPrices?
  public internal(set) var variables: [ConfiguredVariable] = []
  public internal(set) var exclusions: [Exclusion] = []
  /// The text and its tree, in which the nodes of the values stand; nil for an empty file.
  public internal(set) var source: FieldReader?

  init(file: FileName, path: [UInt8]) {
    self.file = file
    self.path = path
  }

  /// The folder that it stands in, absolute: paths in it are relative to this, and it speaks of what lies below.
  public var folder: [UInt8] { PathName.folder(of: path) }

  /// The file, for showing its lines.
  public var sourceFile: SourceFile { SourceFile(name: file, path: path, format: .yaml) }
}
