#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The few calls of the operating system that reading files takes, over names that are bytes.
public enum System {
  public enum Kind: UInt8, Sendable { case file, folder, link, other }

  /// One entry of a folder.
  struct Entry {
    let name: [UInt8]
    let kind: Kind
  }

  static func lastError() -> OpenError { OpenError(number: errno) }

  /// Calls `body` with the path as a C string; nil when the path holds a NUL.
  static func withPath<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result? {
    guard !path.contains(0) else { return nil }
    // System calls take a C pointer, and keep none.
    return (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in buffer.baseAddress.map(body) }
  }

  /// Never blocks, whatever stands at the path.
  static func open(_ path: [UInt8]) -> Int32 {
    Witness.note(.content, path, nil)
    return withPath(path) { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } ?? -1
  }

  static func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

  static func isRegular(_ descriptor: Int32) -> Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// In bytes; 0 where it is not known.
  static func size(_ descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// What stands at a path, links followed; nil when nothing does.
  public static func kind(_ path: [UInt8]) -> Kind? {
    var status = stat()
    let found = withPath(path, { stat($0, &status) }) == 0 ? kind(status.st_mode) : nil
    Witness.note(.kind, path, found.map { [$0.rawValue] } ?? [])
    return found
  }

  private static func kind(_ mode: mode_t) -> Kind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// The entries of a folder in byte order, without `.` and `..`.
  static func entries(_ path: [UInt8]) throws(OpenError) -> [Entry] {
    guard let folder = withPath(path, { opendir($0) }) ?? nil else {
      let error = lastError()
      Witness.note(.listing, path, [])
      throw error
    }
    defer { closedir(folder) }
    var result: [Entry] = []
    while let entry = readdir(folder) {
      // `d_name` is a C array, which Swift shows as a tuple.
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: UInt8.self, capacity: 256) { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
      }
      guard name != [46], name != [46, 46] else { continue }
      let kind: Kind
      switch Int(entry.pointee.d_type) {
      case Int(DT_REG): kind = .file
      case Int(DT_DIR): kind = .folder
      case Int(DT_LNK): kind = .link
      case Int(DT_UNKNOWN):
        var status = stat()
        kind = withPath(path + [47] + name, { lstat($0, &status) }) == 0 ? self.kind(status.st_mode) : .other
      default: kind = .other
      }
      result.append(Entry(name: name, kind: kind))
    }
    result.sort { $0.name.lexicographicallyPrecedes($1.name) }
    Witness.note(.listing, path, Observation.answer(result))
    return result
  }

  /// The path with all links followed; nil when it leads nowhere.
  public static func realPath(_ path: [UInt8]) -> [UInt8]? {
    guard let found = withPath(path, { realpath($0, nil) }) ?? nil else {
      Witness.note(.realPath, path, [])
      return nil
    }
    defer { free(found) }
    let target = found.withMemoryRebound(to: UInt8.self, capacity: 1) {
      Array(UnsafeBufferPointer(start: $0, count: strlen(found)))
    }
    Witness.note(.realPath, path, target)
    return target
  }

  /// Whether a path leads, by `..` or links, out of a folder or nowhere.
  public static func leads(_ path: [UInt8], outOf folder: [UInt8]) -> Bool {
    guard let target = realPath(path), let root = realPath(folder) else { return true }
    return !PathName.isInside(target, root)
  }

  /// A folder with all folders below it, and the files in these, in no order; links are not followed, and what git
  /// keeps for itself is left out. Nothing for what is no folder.
  public static func tree(below folder: [UInt8]) -> (folders: [[UInt8]], files: [[UInt8]]) {
    var found: (folders: [[UInt8]], files: [[UInt8]]) = ([], [])
    var waiting = [folder]
    while let next = waiting.popLast() {
      guard let entries = try? entries(next) else { continue }
      found.folders.append(next)
      for entry in entries where !entry.name.elementsEqual(".git".utf8) {
        switch entry.kind {
        case .folder: waiting.append(PathName.join(next, entry.name))
        case .file: found.files.append(PathName.join(next, entry.name))
        case .link, .other: break
        }
      }
    }
    return found
  }

  /// Makes a folder the working directory.
  /// - Returns: whether it is one.
  public static func enter(_ folder: [UInt8]) -> Bool { withPath(folder) { chdir($0) } == 0 }

  public static func workingDirectory() -> [UInt8] {
    guard let found = getcwd(nil, 0) else { return [47] }
    defer { free(found) }
    return found.withMemoryRebound(to: UInt8.self, capacity: 1) {
      Array(UnsafeBufferPointer(start: $0, count: strlen(found)))
    }
  }
}

private func strlen(_ text: UnsafePointer<UInt8>) -> Int {
  var count = 0
  while text[count] != 0 { count += 1 }
  return count
}

/// Why a file cannot be read.
public struct OpenError: Error, Sendable {
  public let reason: String

  public init(number: Int32) { reason = String(cString: strerror(number)) }
  init(reason: String) { self.reason = reason }
}

extension SourceFile {
  /// Opens the file for reading; standard input is descriptor 0. What is no regular file is refused.
  public func open() throws(OpenError) -> Int32 {
    guard let path else { return 0 }
    let descriptor = System.open(path)
    guard descriptor >= 0 else { throw System.lastError() }
    guard System.isRegular(descriptor) else {
      System.close(descriptor)
      throw OpenError(reason: "no regular file")
    }
    return descriptor
  }

  public func close(_ descriptor: Int32) {
    if path != nil { System.close(descriptor) }
  }
}

extension SourceFile {
  /// The whole content; nil when it cannot be read or has more bytes than the limit.
  public func bytes(upTo limit: Int) -> [UInt8]? {
    guard let descriptor = try? open() else { return nil }
    defer { close(descriptor) }
    var result: [UInt8] = []
    // One byte more than there is shows the end at once.
    var buffer = [UInt8](repeating: 0, count: min(max(System.size(descriptor) + 1, 512), 65_536))
    while true {
      let got = read(descriptor, &buffer, buffer.count)
      if got == 0 { return result }
      guard got > 0, result.count + got <= limit else { return nil }
      result += buffer[..<got]
    }
  }

  /// The whole content as text, for files that are small by nature.
  public func contents(upTo megabytes: Int = 8) throws(OpenError) -> String {
    close(try open())
    guard let bytes = bytes(upTo: megabytes << 20) else { throw OpenError(reason: "more than \(megabytes) MiB") }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw OpenError(reason: "no UTF-8") }
    return text
  }
}

extension SourceFile {
  /// What standard input holds, read to its end.
  public func standardInput() -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = buffer.withUnsafeMutableBytes { read(0, $0.baseAddress, $0.count) }
      if got < 0, errno == EINTR { continue }
      if got <= 0 { return bytes }
      bytes += buffer[..<got]
    }
  }
}
