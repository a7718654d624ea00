import Foundation
import TestData
import Testing

@Suite("fix")
struct FixCommandTests {
  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      hostPID: true   # for strace
      containers:
      - name: web
        image: nginx
        ports:
        - containerPort: 80
          hostPort: 80

    """

  private static let select = ["--select", "no-host-pid,no-host-port"]

  private func text(_ name: String, _ folder: URL) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  @Test("makes safe edits, and with --unsafe all, and says what it did")
  func applied() throws {
    try TestData.withFolder { folder in
      try TestData.write(Self.pod, to: "a/pod.yaml", in: folder)
      try TestData.write("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n", to: "fine.yaml", in: folder)
      let safe = try Tool.run(["fix"] + Self.select, in: folder)
      #expect(safe.status == 0)
      #expect(
        safe.errors
          == "fargate-lint: 1 finding fixed in 1 file; `--unsafe` fixes 1 more, and changes what programs do\n")
      #expect(try text("a/pod.yaml", folder) == Self.pod.replacing("      hostPort: 80\n", with: ""))
      let all = try Tool.run(["fix", "--unsafe", "a"] + Self.select, in: folder)
      #expect(all.errors == "fargate-lint: 1 finding fixed in 1 file\n")
      let done = Self.pod.replacing("      hostPort: 80\n", with: "")
        .replacing("  hostPID: true   # for strace\n", with: "")
      #expect(try text("a/pod.yaml", folder) == done)
      #expect(try Tool.run(["fix", "--unsafe"] + Self.select, in: folder).errors == "fargate-lint: nothing fixed\n")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a") == ["pod.yaml"])
    }
  }

  @Test("shows with --diff what it would do, as git and patch take it, and writes nothing")
  func diff() throws {
    try TestData.withFolder { folder in
      let crlf = Self.pod.replacing("\n", with: "\r\n")
      try TestData.write(crlf, to: "pod.yaml", in: folder)
      let run = try Tool.run(["fix", "--diff", "--unsafe", "--quiet"] + Self.select, in: folder)
      #expect(run.errors == "")
      #expect(
        run.output == """
          --- a/pod.yaml
          +++ b/pod.yaml
          @@ -2,10 +2,8 @@
           kind: Pod\r
           metadata: {name: web}\r
           spec:\r
          -  hostPID: true   # for strace\r
             containers:\r
             - name: web\r
               image: nginx\r
               ports:\r
               - containerPort: 80\r
          -      hostPort: 80\r

          """)
      #expect(try text("pod.yaml", folder) == crlf)
      try TestData.write(run.output, to: "fix.diff", in: folder)
      let git = try Tool.run(
        URL(fileURLWithPath: "/usr/bin/env"), ["git", "apply", "--whitespace=nowarn", "fix.diff"], in: folder)
      #expect(git.status == 0, "\(git.errors)")
      #expect(
        try text("pod.yaml", folder)
          == crlf.replacing("      hostPort: 80\r\n", with: "").replacing(
            "  hostPID: true   # for strace\r\n", with: ""))
    }
  }

  @Test("keeps a file's permissions, its byte order mark, and a last line without an end")
  func kept() throws {
    try TestData.withFolder { folder in
      let text = "\u{feff}" + Self.pod.dropLast()
      try TestData.write(text, to: "pod.yaml", in: folder)
      let file = folder.appendingPathComponent("pod.yaml")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      _ = try Tool.run(["fix"] + Self.select, in: folder)
      #expect(try self.text("pod.yaml", folder) == text.replacing("\n      hostPort: 80", with: ""))
      #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test("leaves a file in UTF-16 as it is, and says so; standard input is no file")
  func refused() throws {
    try TestData.withFolder { folder in
      let bytes = Data([0xff, 0xfe]) + Data(Self.pod.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] })
      try bytes.write(to: folder.appendingPathComponent("pod.yaml"))
      let run = try Tool.run(["fix"] + Self.select, in: folder)
      #expect(run.errors.hasPrefix("pod.yaml:11:7: not fixed: [no-host-port] Remove hostPort: the file is no UTF-8"))
      #expect(try Data(contentsOf: folder.appendingPathComponent("pod.yaml")) == bytes)
      #expect(try Tool.run(["fix", "-"], in: folder, input: Self.pod).status == 2)
    }
  }

  @Test("is told by JSON and SARIF, whose regions give the same text, in columns of UTF-16")
  func reports() throws {
    try TestData.withFolder { folder in
      let text = Self.pod.replacing(
        "ports:\n    - containerPort: 80\n      hostPort: 80", with: "ports: [{name: 😀, hostPort: 80}]")
      try TestData.write(text, to: "pod.yaml", in: folder)
      let json = try Tool.run(["--format", "json"] + Self.select, in: folder).output
      #expect(try JSONSchema("docs/report.schema.json").violations(in: json) == [])
      #expect(json.contains(#""fix":{"title":"Remove hostPort","safe":true},"fingerprint""#))
      let sarif = try Tool.run(["--format", "sarif"] + Self.select, in: folder).output
      #expect(
        sarif.contains(
          #"""
          "fixes":[{"description":{"text":"Remove hostPort"},"artifactChanges":[{"artifactLocation":{"uri":"pod.yaml","uriBaseId":"%SRCROOT%"},"replacements":[{"deletedRegion":{"startLine":9,"startColumn":22,"endLine":9,"endColumn":36}}]}]}]
          """#))
      #expect(try !Tool.run(["--format", "gitlab"] + Self.select, in: folder).output.contains("Remove hostPort\""))
    }
  }
}
