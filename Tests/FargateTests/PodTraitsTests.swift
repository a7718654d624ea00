import Fargate
import Manifests
import Testing
import YAML

@Suite("What placement reads of a pod")
struct PodTraitsTests {
  @Test(
    "goes by the names in the tables",
    arguments: [
      ("profile_label", PodTraits.profileLabel), ("compute_type_annotation.key", PodTraits.computeTypeAnnotation),
      ("compute_type_annotation.opt_out", "ec2"),
    ])
  func names(path: String, name: String) throws {
    let tree = try Tables.bundled().tree
    let found = FieldPath("labels_and_annotations.\(path)").nodes(in: tree, from: NodeID(index: 0))
    #expect(found.map { tree.string($0) } == [name])
  }
}
