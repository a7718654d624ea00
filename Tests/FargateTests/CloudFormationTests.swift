import Testing
import YAML

@testable import Fargate

@Suite("CloudFormation templates")
struct CloudFormationTests {
  @Test("a template says what a stack will have", arguments: templates)
  func template(source: SourceCase) throws { try source.check() }

  @Test(
    "a function gives what the template alone tells",
    arguments: [
      ("plain", "plain"), ("12", "12"), ("!Ref Default", "web^Default"),
      ("{Ref: Default}", "web^Default"), ("!Ref NoDefault", "?(parameter `NoDefault` has no default)"),
      ("!Ref FromStore", "?(parameter `FromStore` has no default)"),
      ("!Ref AWS::Region", "?(`AWS::Region` is known only when the stack is made)"),
      ("!Sub 'a-${Default}-b'", "a-web-b^Default"), ("!Sub '${!Default}'", "${Default}"),
      ("!Sub ['${X}-${Default}', {X: !Ref Other}]", "other-web^Other"),
      ("!Sub '${AWS::StackName}-x'", "?(`AWS::StackName` is known only when the stack is made)"),
      ("!Sub '${Role.Arn}'", "?(`Role.Arn` is known only when the stack is made)"),
      ("{'Fn::Sub': '${Default}'}", "web^Default"),
      ("!GetAtt Role.Arn", "?(`Role.Arn` is known only when the stack is made)"),
      ("!GetAtt [Role, Arn]", "?(`Role.Arn` is known only when the stack is made)"),
      ("!Join ['-', [a, !Ref Default, b]]", "a-web-b^Default"), ("!Join ['', [a]]", "a"),
      ("!Join ['-', !Ref List]", "x-y-z^List"), ("!Join ['-']", "?(`Join` takes two arguments)"),
      ("!Select [1, [a, b]]", "b"), ("!Select ['1', !Ref List]", "y^List"),
      ("!Select [7, [a, b]]", "?(the list has no item 7)"), ("!Select [-1, [a]]", "?(the list has no item -1)"),
      ("!Select [-9, [a]]", "?(the list has no item -9)"),
      ("!Select [9223372036854775807, [a]]", "?(the list has no item 9223372036854775807)"),
      ("!Select [0, !Split ['/', a/b]]", "a"), ("!Select [1, !Split ['', a]]", "?(the list has no item 1)"),
      ("!If [C, a, b]", "?(only if condition `C` holds)"), ("!If [C, a, a]", "a"),
      ("!If [C, a, !Ref AWS::NoValue]", "?(only if condition `C` holds)"), ("!Ref AWS::NoValue", "-"),
      ("{'Fn::If': [C, {'Fn::If': [D, a, a]}, a]}", "a"),
      ("!ImportValue other", "?(`ImportValue` is known only when the stack is made)"),
      ("!FindInMap [a, b, c]", "?(`FindInMap` is known only when the stack is made)"),
      ("'{{resolve:ssm:/name}}'", "?(`{{resolve:ssm:/name}}` is known only when the stack is made)"),
      ("on", "?(`on` is no text: quote it)"),
    ])
  func function(written: String, value: String) throws {
    let text = """
      Parameters:
        Default: {Type: String, Default: web}
        Other: {Type: String, Default: other}
        List: {Type: CommaDelimitedList, Default: "x, y,z"}
        NoDefault: {Type: String}
        FromStore: {Type: "AWS::SSM::Parameter::Value<String>", Default: /name}
      Resources:
        P:
          Type: AWS::EKS::FargateProfile
          Properties:
            FargateProfileName: \(written)
            Selectors: [{Namespace: web}]
      """
    let found = try Describe.located(text)
    #expect(Describe.text(found.first?.description.profiles.first?.name) == value)
  }

  @Test("a value stands where the template writes it")
  func places() throws {
    let text = """
      Parameters: {Name: {Type: String, Default: web}}
      Resources:
        P:
          Type: AWS::EKS::FargateProfile
          Properties: {Selectors: [{Namespace: !Ref Name}]}
      """
    let description = try #require(try Describe.located(text).first?.description)
    let namespace = try #require(description.profiles.first?.selectors.first?.namespace)
    #expect(description.tree.pointer(to: namespace.node) == "/Resources/P/Properties/Selectors/0/Namespace")
    #expect(namespace.parameter == "Name")
  }

  @Test("names that refer to each other come to an end")
  func cycles() throws {
    let both = (0..<40).map { number in
      "  C\(number): {Type: AWS::EKS::Cluster, Properties: {Name: !Sub '${C\((number + 1) % 40)}${C\((number + 2) % 40)}'}}"
    }
    let text = "Resources:\n" + both.joined(separator: "\n")
    #expect(try Describe.located(text).count == 40)
  }

  @Test("values within values come to an end, however often they are used")
  func nesting() throws {
    let nested = (0..<60).reduce("x") { inner, _ in "!Sub ['${A}${A}', {A: \(inner)}]" }
    let text = """
      Resources: {P: {Type: AWS::EKS::FargateProfile, Properties: {FargateProfileName: \(nested)}}}
      """
    let name = try Describe.located(text).first?.description.profiles.first?.name
    #expect(name?.unresolved == "it refers to too many other values")
  }

  @Test("a pair that an alias brings is one")
  func aliases() throws {
    let text = """
      Mappings: {Pairs: {Web: &pair {Key: a, Value: b}}}
      Resources:
        P: {Type: AWS::EKS::FargateProfile, Properties: {Selectors: [{Namespace: web, Labels: [*pair]}]}}
      """
    let selectors = try Describe.located(text).first?.description.profiles.first?.selectors
    #expect(selectors?.map(Describe.selector) == ["web a=b"])
  }

  static let templates = [
    SourceCase(
      "profile, cluster and node group, tied by Ref",
      """
      AWSTemplateFormatVersion: "2010-09-09"
      Conditions: {Web: !Equals [a, a]}
      Resources:
        Main:
          Type: AWS::EKS::Cluster
          Properties:
            Name: prod
            RoleArn: !GetAtt R.Arn
            ResourcesVpcConfig: {EndpointPrivateAccess: "true", SubnetIds: !Split [",", "a,b"]}
            ComputeConfig: {Enabled: true, NodePools: [general-purpose]}
            RemoteNetworkConfig: {RemoteNodeNetworks: []}
        Web:
          Type: AWS::EKS::FargateProfile
          Condition: Web
          Properties:
            ClusterName: !Ref Main
            FargateProfileName: web
            PodExecutionRoleArn: !GetAtt R.Arn
            Subnets: !Ref Subnet
            Selectors:
              - Namespace: web
                Labels: [{Key: tier, Value: front}, {Key: num, Value: 1}]
            Tags: [{Key: team, Value: a}]
        Nodes:
          Type: AWS::EKS::Nodegroup
          Properties: {ClusterName: !Ref Main, NodeRole: arn:r, ScalingConfig: {MaxSize: 2}}
        None:
          Type: AWS::EKS::Nodegroup
          Properties: {ClusterName: !Ref Main, NodeRole: arn:r, ScalingConfig: {MaxSize: 0}}
        Addon: {Type: AWS::EKS::Addon, Properties: {ClusterName: prod, AddonName: coredns}}
        Subnet: {Type: AWS::EC2::Subnet}
      """,
      [
        "cluster prod", "ec2 10: EKS Auto Mode", "hybrid 11: hybrid nodes", "endpoint public - private true", "of prod",
        "profile web 12: web tier=front num=1 ?only if condition `Web` holds",
        "  subnets ?(the name of `Subnet` is known only when the stack is made)",
        "  role ?(`R.Arn` is known only when the stack is made)", "  tags team=a", "of prod",
        "ec2 24: managed node group", "node role arn:r", "of prod", "addon coredns",
      ]),
    SourceCase(
      "selectors and labels between which conditions decide",
      """
      Resources:
        P:
          Type: AWS::EKS::FargateProfile
          Properties:
            ClusterName: prod
            Selectors:
              - Namespace: web
              - !If [Batch, {Namespace: batch}, !Ref AWS::NoValue]
              - Fn::If: [Both, {Namespace: one}, {Namespace: two}]
              - Namespace: labels
                Labels: [!If [L, {Key: a, Value: b}, !Ref "AWS::NoValue"], {Key: !Ref Missing, Value: c}]
        Whole: {Type: AWS::EKS::FargateProfile, Properties: {ClusterName: prod, Selectors: !Ref Selectors}}
        Transformed: {Type: AWS::EKS::FargateProfile, Properties: {ClusterName: prod, Selectors: {Fn::FindInMap: [a, b, c]}}}
        Gone: {Type: AWS::EKS::FargateProfile, Properties: !If [X, {ClusterName: prod, Selectors: [{Namespace: x}]}, !Ref AWS::NoValue]}
      """,
      [
        "of prod",
        "profile - 2: web | batch ?only if condition `Batch` holds | one ?only if condition `Both` holds"
          + " | two ?only if condition `Both` fails"
          + " | labels ?(only if condition `L` holds)=?(only if condition `L` holds)"
          + " ?(`Missing` is known only when the stack is made)=c",
        "of prod",
        "profile - 12: ?(`Selectors` is known only when the stack is made)"
          + " ?`Selectors` is known only when the stack is made",
        "of prod",
        "profile - 13: ?(`FindInMap` is known only when the stack is made)"
          + " ?`FindInMap` is known only when the stack is made",
        "of ?(only if condition `X` holds)",
        "profile - 14: x ?only if condition `X` holds",
      ]),
    SourceCase(
      "an Auto Scaling group with the cluster's tag",
      """
      Resources:
        Known: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MaxSize: "3", Tags: [{Key: kubernetes.io/cluster/prod, Value: owned}]}}
        Part: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MaxSize: "3", Tags: [{Key: !Sub "kubernetes.io/cluster/${Name}", Value: owned}]}}
        Other: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MaxSize: "3", Tags: [{Key: Name, Value: x}]}}
        Untagged: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MaxSize: "3"}}
      """,
      [
        "of prod", "ec2 2: Auto Scaling group", "of ?(`Name` is known only when the stack is made)",
        "ec2 3: Auto Scaling group",
      ]),
    SourceCase(
      "JSON that AWS CDK writes",
      """
      {
        "Resources": {
          "Cluster9EE0221C": {
            "Type": "Custom::AWSCDK-EKS-Cluster",
            "Properties": {"Config": {"name": "prod", "resourcesVpcConfig": {"endpointPublicAccess": true}}}
          },
          "Profile": {
            "Type": "Custom::AWSCDK-EKS-FargateProfile",
            "Properties": {"Config": {
              "clusterName": {"Ref": "Cluster9EE0221C"},
              "selectors": [{"namespace": "web", "labels": {"a": "b"}}],
              "podExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}
            }}
          }
        }
      }
      """,
      [
        "cluster prod", "endpoint public true private -", "of prod", "profile - 7: web a=b",
        "  role ?(`Role.Arn` is known only when the stack is made)",
      ], file: "a.json"),
    SourceCase(
      "a loop makes what nobody can count",
      """
      Resources:
        Fn::ForEach::Profiles:
          - Name
          - [a, b]
          - "Profile${Name}":
              Type: AWS::EKS::FargateProfile
              Properties: {ClusterName: prod, FargateProfileName: !Sub "${Name}", Selectors: [{Namespace: "${Name}"}]}
      """,
      [
        "of prod",
        "profile ?(`Name` is known only when the stack is made) 5: ?(`${Name}` is filled in later)"
          + " ?only as `Fn::ForEach` repeats it",
      ]),
    SourceCase("no resource of Amazon EKS", "{Resources: {B: {Type: AWS::S3::Bucket}, C: {Type: 3}, D: text}}", []),
  ]
}
