import Testing
import YAML

@testable import Fargate

@Suite("Terraform plans and states")
struct TerraformTests {
  @Test("a plan says what will be", arguments: plans)
  func plan(source: SourceCase) throws { try source.check() }

  @Test(
    "a reference leads to the cluster that it names, through modules",
    arguments: [
      (#"["aws_eks_cluster.this.id", "aws_eks_cluster.this"]"#, "module.eks.aws_eks_cluster.this"),
      (#"["var.cluster"]"#, "aws_eks_cluster.outer"),
      (#"["module.inner.cluster_name", "module.inner"]"#, "module.eks.module.inner.aws_eks_cluster.deep"),
      (#"["local.cluster"]"#, nil), (#"["var.none"]"#, nil), (#"["var.itself"]"#, nil), (#"[]"#, nil),
      (#"["aws_eks_cluster.a.id", "aws_eks_cluster.b.id"]"#, nil),
    ])
  func references(references: String, cluster: String?) throws {
    let text = """
      {"format_version": "1.2", "planned_values": {}, "configuration": {"root_module": {"module_calls": {"eks": {
        "expressions": {
          "cluster": {"references": ["aws_eks_cluster.outer.id"]}, "itself": {"references": ["module.eks.loop"]}
        },
        "module": {
          "outputs": {"loop": {"expression": {"references": ["var.itself", "var.itself"]}}},
          "resources": [{
            "address": "aws_eks_fargate_profile.this", "expressions": {"cluster_name": {"references": \(references)}}
          }],
          "module_calls": {"inner": {"module": {
            "outputs": {"cluster_name": {"expression": {"references": ["aws_eks_cluster.deep[0].name"]}}}
          }}}
        }
      }}}}}
      """
    let tree = try #require(try Tree.parse(json: text))
    let document = try #require(TerraformDocument(tree))
    let found = TerraformConfiguration(document: document)
      .cluster(of: #"module.eks["a.b"].aws_eks_fargate_profile.this["x]"]"#)
    #expect(found == cluster)
  }

  @Test("an unknown cluster name ties a profile to the cluster of its plan")
  func tie() throws {
    let text = plan(
      resources: """
        {"address": "aws_eks_cluster.this", "mode": "managed", "type": "aws_eks_cluster", "values": {"name": "prod"}},
        {"address": "aws_eks_fargate_profile.web[0]", "mode": "managed", "type": "aws_eks_fargate_profile",
         "values": {"fargate_profile_name": "web", "selector": [{"labels": null, "namespace": "web"}]}}
        """,
      changes: """
        {"address": "aws_eks_fargate_profile.web[0]", "change": {"actions": ["create"], "after_unknown": {"cluster_name": true, "selector": [{}]}}}
        """,
      configuration: """
        {"address": "aws_eks_fargate_profile.web", "expressions": {"cluster_name": {"references": ["aws_eks_cluster.this.id"]}}}
        """)
    let other = "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: other}}"
    let scope = ScopeClusters(try Describe.located(text, file: "plan.json") + Describe.located(other, file: "b.yaml"))
    #expect(scope.clusters.map(\.name) == ["prod", "other"])
    #expect(scope.clusters.map(\.profiles) == [[0], []])
  }

  private func plan(resources: String, changes: String, configuration: String) -> String {
    """
    {"format_version": "1.2", "planned_values": {"root_module": {"resources": [\(resources)]}},
     "resource_changes": [\(changes)], "configuration": {"root_module": {"resources": [\(configuration)]}}}
    """
  }

  static let plans = [
    SourceCase(
      "modules, unknown values, data and what is deleted",
      """
      {
        "format_version": "1.2",
        "variables": {"region": {"value": "eu-west-1"}},
        "planned_values": {"root_module": {
          "resources": [
            {"address": "aws_eks_cluster.main", "mode": "managed", "type": "aws_eks_cluster",
             "values": {"name": "prod", "compute_config": [], "remote_network_config": [],
                        "vpc_config": [{"endpoint_private_access": true, "endpoint_public_access": false}]}},
            {"address": "data.aws_eks_cluster.old", "mode": "data", "type": "aws_eks_cluster", "values": {"name": "old"}},
            {"address": "aws_eks_fargate_profile.gone", "mode": "managed", "type": "aws_eks_fargate_profile",
             "values": {"cluster_name": "prod", "fargate_profile_name": "gone", "selector": [{"namespace": "gone"}]}},
            {"address": "aws_eks_node_group.ng", "mode": "managed", "type": "aws_eks_node_group",
             "values": {"cluster_name": "prod", "node_group_name": "ng", "scaling_config": [{"max_size": 3}]}},
            {"address": "aws_autoscaling_group.own", "mode": "managed", "type": "aws_autoscaling_group",
             "values": {"max_size": 2, "tag": [{"key": "kubernetes.io/cluster/prod", "value": "owned"}]}}
          ],
          "child_modules": [{"address": "module.a", "child_modules": [{"address": "module.a.module.b", "resources": [
            {"address": "module.a.module.b.aws_eks_fargate_profile.web[\\"x\\"]", "mode": "managed",
             "type": "aws_eks_fargate_profile",
             "values": {"cluster_name": "prod", "fargate_profile_name": "web", "tags": null,
                        "selector": [{"labels": {"tier": "front"}, "namespace": "web"}, {"labels": null}]}},
            {"address": "module.a.module.b.aws_eks_fargate_profile.dark", "mode": "managed",
             "type": "aws_eks_fargate_profile", "values": {"cluster_name": "prod", "fargate_profile_name": "dark"}}
          ]}]}]
        }},
        "resource_changes": [
          {"address": "aws_eks_fargate_profile.gone", "change": {"actions": ["delete"], "after_unknown": {}}},
          {"address": "aws_eks_node_group.ng", "deposed": "1", "change": {"actions": ["delete"], "after_unknown": {}}},
          {"address": "module.a.module.b.aws_eks_fargate_profile.web[\\"x\\"]",
           "change": {"actions": ["create"], "after_unknown": {
             "subnet_ids": true, "pod_execution_role_arn": true,
             "selector": [{"labels": {"zone": true}}, {"namespace": true}]}}},
          {"address": "module.a.module.b.aws_eks_fargate_profile.dark",
           "change": {"actions": ["delete", "create"], "after_unknown": {"selector": true}}}
        ],
        "configuration": {
          "provider_config": {"aws": {"expressions": {"region": {"references": ["var.region"]}}}},
          "root_module": {}
        }
      }
      """,
      [
        "cluster prod in eu-west-1", "endpoint public false private true", "of prod in eu-west-1",
        "ec2 12: managed node group `ng`", "of prod in eu-west-1", "ec2 14: Auto Scaling group", "of prod in eu-west-1",
        "profile web 18: web tier=front zone=?(it is known only after `terraform apply`)"
          + " | ?(it is known only after `terraform apply`)",
        "  subnets ?(it is known only after `terraform apply`)", "  role ?(it is known only after `terraform apply`)",
        "of prod in eu-west-1",
        "profile dark 22: ?(it is known only after `terraform apply`) ?it is known only after `terraform apply`",
      ], file: "plan.json"),
    SourceCase(
      "a state",
      """
      {"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": "aws_eks_fargate_profile.web", "mode": "managed", "type": "aws_eks_fargate_profile",
         "values": {"cluster_name": "prod", "fargate_profile_name": "web", "region": "eu-west-1",
                    "selector": [{"labels": {}, "namespace": "web"}], "subnet_ids": ["subnet-1"]}}
      ]}}}
      """,
      ["of prod in eu-west-1", "profile web 2: web", "  subnets subnet-1"], file: "state.json"),
    SourceCase(
      "nothing of Amazon EKS", #"{"format_version": "1.0", "planned_values": {"root_module": {}}}"#, [],
      file: "plan.json"),
  ]
}
