import Manifests
import Policies
import YAML

/// One thing that is wrong at one place. SARIF calls it a result.
public struct Finding: Sendable {
  public let rule: String
  public let category: String
  public var severity: Severity
  public let message: String
  public private(set) var file: FileName
  public private(set) var start: Position
  /// Exclusive.
  public private(set) var end: Position
  /// RFC 6901, from the root of the document; nil where there is no tree.
  public private(set) var pointer: String?
  /// Counts the documents of the file from 0.
  public private(set) var document: Int
  public let resource: ResourceIdentity?
  /// The name of the container that it stands in; nil when it stands in none.
  public let container: String?
  public internal(set) var placement: Placement?
  /// The names of the scopes in which it stands; empty for a run that is one scope.
  public internal(set) var scopes: [String] = []
  public internal(set) var related: [Related]
  /// Survives moved lines, renamed folders and a second cluster; unique within a report by its counter.
  public var fingerprint: Fingerprint
  public var suppression: Suppression?
  /// What has become of it since a former run; nil where the run is compared with none.
  public var baselineState: BaselineState?
  /// What can be done about it, or may be.
  var remedy: Remedy?
  /// What can be done about it; nil where nothing is known, or fixes were not asked for.
  public var fix: Fix? {
    if case .made(let fix)? = remedy { fix } else { nil }
  }
  /// The objects of the run that it is about.
  var objects = ObjectSet()

  func about(_ object: ResourceID) -> Finding {
    var finding = self
    finding.objects.insert(object)
    return finding
  }

  /// Adds where the object is written that a finding elsewhere is about.
  mutating func relate(to object: ReadDocument) {
    guard let base = object.base else { return }
    let message: String
    if object.isMadeAnew, let resource {
      message = "of \(resource.kind) `\(resource.name)`, which is rendered from here"
    } else if file != base.file || document != base.document {
      message = "of the object that is written here"
    } else {
      return
    }
    let place = Related(base, message: message)
    if !related.contains(place) { related.append(place) }
  }

  /// Stands where a change brings it about, with its own place related.
  mutating func move(to cause: Cause) {
    let object = resource.map { "\($0.kind) `\($0.name)`" } ?? "what it speaks of"
    related.insert(
      Related(
        file: file, start: start, end: end, message: "\(object) is here, in a file that the change leaves as it was"),
      at: 0)
    (file, start, end) = (cause.file, cause.start, cause.end)
    (pointer, document) = (nil, 0)
  }

  /// Another place that has to do with a finding.
  public struct Related: Sendable, Hashable {
    public let file: FileName
    public let start: Position
    public let end: Position
    public let message: String
    public init(file: FileName, start: Position, end: Position, message: String) {
      self.file = file
      self.start = start
      self.end = end
      self.message = message
    }
  }

  /// The words of SARIF's `baselineState`.
  public enum BaselineState: String, Sendable, Hashable {
    case new
    /// The former run knew it: it does not count.
    case unchanged
  }

  /// Why a finding does not count.
  public struct Suppression: Sendable, Hashable {
    public enum Kind: String, Sendable { case inSource, external }
    public let kind: Kind
    /// nil when the author gave none.
    public let justification: String?
    public init(kind: Kind, justification: String?) {
      self.kind = kind
      self.justification = justification
    }
  }

  public init(
    rule: String, category: String, severity: Severity, message: String, file: FileName, start: Position,
    end: Position, pointer: String?, document: Int, resource: ResourceIdentity?, container: String? = nil,
    placement: Placement?, related: [Related], fingerprint: Fingerprint, suppression: Suppression? = nil,
    scopes: [String] = [], fix: Fix? = nil
  ) {
    self.rule = rule
    self.category = category
    self.severity = severity
    self.message = message
    self.file = file
    self.start = start
    self.end = end
    self.pointer = pointer
    self.document = document
    self.resource = resource
    self.container = container
    self.placement = placement
    self.related = related
    self.fingerprint = fingerprint
    self.suppression = suppression
    self.scopes = scopes
    remedy = fix.map { .made($0) }
  }
}
