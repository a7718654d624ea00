import Fargate
import Manifests
import Testing
import YAML

@Suite("What makes pods")
struct WorkloadTests {
  private let kinds = try? Tables.bundled().workloadKinds

  @Test(
    "the containers of a kind, wherever it keeps its pods",
    arguments: [
      ("{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}", ["a container"]),
      (
        "{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: [{name: a}], initContainers: [{name: b}, {name: c, restartPolicy: Always}]}}}}",
        ["a container", "b init", "c sidecar"]
      ),
      (
        "{apiVersion: batch/v1, kind: CronJob, spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a}], ephemeralContainers: [{name: e}]}}}}}}",
        ["a container", "e ephemeral"]
      ),
      (
        "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, spec: {containers: [{name: a}]}}, {apiVersion: v1, kind: Pod, spec: {containers: [{name: b}]}}]}",
        ["a container", "b container"]
      ),
      (
        "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, spec: {template: {spec: {containers: [{name: a}]}}}}",
        ["a container"]
      ),
      ("{apiVersion: apps/v1, kind: Deployment, spec: {template: {spec: {containers: null}}}}", []),
      ("{apiVersion: v1, kind: Service, spec: {template: {spec: {containers: [{name: a}]}}}}", []),
      ("{apiVersion: v1, kind: Pod, spec: {containers: {name: a}}}", []),
    ])
  func containers(manifest: String, expected: [String]) throws {
    let kinds = try #require(kinds)
    var found: [String] = []
    for tree in try Tree.parse(manifest) {
      for resource in Resource.resources(in: tree) {
        for pod in Workload(resource, kinds: kinds)?.pods ?? [] {
          for container in pod.containers {
            let name = container.view.node.flatMap { tree.value(of: "name", in: $0) }.map { tree.string($0) } ?? ""
            found.append("\(name) \(container.role.rawValue)")
          }
        }
      }
    }
    #expect(found.sorted() == expected.sorted())
  }
}
