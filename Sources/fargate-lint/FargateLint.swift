#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

@main
struct FargateLint {
  static let version = "0.1.0"

  static func main() async {
    // A reader that goes away, as `| head` does, ends the program without a word.
    signal(SIGPIPE, SIG_DFL)
    let words = Array(CommandLine.arguments.dropFirst())
    do throws(Failure) {
      exit(try await run(words).rawValue)
    } catch {
      Output.standardError(error.text)
      exit(ExitCode.failure.rawValue)
    }
  }

  private static func run(_ words: [String]) async throws(Failure) -> ExitCode {
    if words == ["--version"] { return say("fargate-lint \(version)\n") }
    if let first = words.first, ["--help", "-h", "help"].contains(first) { return say(Help.overview) }
    let named = words.first.flatMap(Command.init(rawValue:))
    let command = named ?? .check
    let arguments: Arguments
    do throws(UsageError) {
      arguments = try Arguments(named == nil ? words : Array(words.dropFirst()), options: command.options)
    } catch { throw Failure(error) }
    if arguments.has("help") { return say(Help.text(for: command)) }
    return try await RunCache.run(command, arguments, words)
  }

  private static func say(_ text: String) -> ExitCode {
    var output = Output(1)
    output.write(text)
    output.flush()
    return .fine
  }
}
