import Foundation

/// Where tests find data: beside this file, and other people's suites where they lie beside the project.
public enum TestData {
  /// The package's folder.
  public static let package = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Conformance data of this name: whole where `shared` lies beside the project, else the small copy.
  public static func conformance(_ path: String) throws -> Data { try Data(contentsOf: file("conformance/\(path)")) }

  /// A JSON file of this project's own, an object.
  public static func object(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: package.appendingPathComponent("Tests/Data/\(path)"))
    return try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// The names of the JSON files of a folder of test data.
  public static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: file(folder).path).filter { $0.hasSuffix(".json") }.sorted()
  }

  private static let shared = package.deletingLastPathComponent().appendingPathComponent("shared")

  /// Whether other people's suites lie beside the project as a whole.
  public static var hasShared: Bool { FileManager.default.fileExists(atPath: shared.path) }

  private static func file(_ path: String) -> URL {
    let whole = shared.appendingPathComponent(path)
    return FileManager.default.fileExists(atPath: whole.path)
      ? whole : package.appendingPathComponent("Tests/Data/\(path)")
  }

  /// The cases of a conformance file, a JSON list of objects.
  public static func cases(_ path: String) throws -> [[String: Any]] {
    try JSONSerialization.jsonObject(with: conformance(path)) as? [[String: Any]] ?? []
  }

  /// A fresh folder, taken away again after `body`.
  public static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fargate-lint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// As `withFolder`, for a body that waits.
  public static func withFolderAwaiting<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fargate-lint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }

  /// Writes a file below a folder, with the folders that lead to it.
  public static func write(_ text: String, to path: String, in folder: URL) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
