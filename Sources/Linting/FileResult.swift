/// What one file gave.
struct FileResult: Sendable {
  var findings: [Finding] = []
  var notices: [Notice] = []
  var documents = 0
  var resources = 0
  var workloads = 0
  var skipped = false
}
