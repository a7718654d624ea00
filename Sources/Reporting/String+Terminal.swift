extension String {
  /// The text with what a terminal would obey rather than show as U+FFFD.
  public var shownOnTerminal: String { SourceLines.clean(self) }
}
