import Testing
import YAML

@testable import Fargate

@Suite("Subnets")
struct SubnetTests {
  @Test(
    "a route table makes a subnet of a template what its default routes are",
    arguments: [
      ("", "unknown closed"),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref G}}",
        "public"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationIpv6CidrBlock: '::/0', GatewayId: igw-1}}",
        "public"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref N}}",
        "private"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 10.0.0.0/8, GatewayId: !Ref G}}",
        "unknown"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !ImportValue g}}",
        "unknown"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: !ImportValue d, GatewayId: !Ref G}}",
        "unknown"
      ),
      (
        "R: {Type: AWS::EC2::Route, Condition: C, Properties: {RouteTableId: !Ref T, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref G}}",
        "unknown"
      ),
      (
        "R: {Type: AWS::EC2::Route, Properties: {RouteTableId: !ImportValue t, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref G}}",
        "unknown"
      ),
    ])
  func routes(route: String, expected: String) throws {
    let text = """
      Resources:
        P: {Type: AWS::EKS::FargateProfile, Properties: {ClusterName: dev, Selectors: [{Namespace: a}], Subnets: [!Ref S]}}
        S: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, AvailabilityZone: eu-west-1a}}
        T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: vpc-1}}
        G: {Type: AWS::EC2::InternetGateway}
        A: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref S, RouteTableId: !Ref T}}
        \(route)
      """
    let subnet = try #require(try Describe.located(text).first?.description.subnets["S"])
    #expect(subnet.exposure.rawValue + (subnet.closedRouteTable == nil ? "" : " closed") == expected)
    #expect(subnet.zone?.value == "eu-west-1a")
  }

  @Test("a subnet with two route tables has none that counts")
  func twoTables() throws {
    let text = """
      Resources:
        P: {Type: AWS::EKS::FargateProfile, Properties: {ClusterName: dev, Selectors: [{Namespace: a}], Subnets: [!Ref S]}}
        S: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1}}
        T: {Type: AWS::EC2::RouteTable, Properties: {VpcId: vpc-1}}
        A: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref S, RouteTableId: !Ref T}}
        B: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref S, RouteTableId: other}}
      """
    let subnet = try #require(try Describe.located(text).first?.description.subnets["S"])
    #expect(subnet.exposure == .unknown)
    #expect(subnet.closedRouteTable == nil)
  }

  @Test("the subnets of an eksctl file have the zone of their key, or of `az`")
  func eksctl() throws {
    let text = """
      apiVersion: eksctl.io/v1alpha5
      kind: ClusterConfig
      metadata: {name: dev, region: eu-west-1}
      vpc:
        subnets:
          public: {eu-west-1a: {id: subnet-1}, eu-west-1b: {cidr: 10.0.0.0/24}}
          private: {mine: {id: subnet-2, az: eu-west-1b}, "${ZONE}": {id: subnet-3}}
      """
    let subnets = try #require(try Describe.located(text).first?.description.subnets)
    let shown = subnets.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.exposure) \($0.value.zone?.value ?? "?")"
    }
    #expect(shown == ["subnet-1 public eu-west-1a", "subnet-2 private eu-west-1b", "subnet-3 private ?"])
  }

  @Test(
    "a subnet of a Terraform document is what its routes are, where they are on AWS already",
    arguments: [
      (#"[{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}]"#, "{}", "public"),
      (#"[{"cidr_block": "0.0.0.0/0", "gateway_id": "", "nat_gateway_id": "nat-1"}]"#, "{}", "private"),
      (#"[{"cidr_block": "0.0.0.0/0"}]"#, #"{"route": [{"gateway_id": true}]}"#, "unknown"),
      (#"[{"cidr_block": "10.0.0.0/8", "gateway_id": "igw-1"}]"#, "{}", "unknown"), ("[]", "{}", "unknown"),
    ])
  func terraform(routes: String, unknown: String, expected: String) throws {
    func resource(_ type: String, _ values: String) -> String {
      #"{"address": "\#(type).a", "mode": "managed", "type": "\#(type)", "values": \#(values)}"#
    }
    let resources = [
      resource("aws_eks_fargate_profile", #"{"cluster_name": "dev", "selector": [{"namespace": "a"}]}"#),
      resource("aws_subnet", #"{"id": "subnet-1", "availability_zone": "eu-west-1a"}"#),
      resource("aws_route_table", #"{"id": "rtb-1", "route": \#(routes)}"#),
      resource("aws_route_table_association", #"{"subnet_id": "subnet-1", "route_table_id": "rtb-1"}"#),
    ]
    let text = """
      {"format_version": "1.2", "planned_values": {"root_module": {"resources": [\(resources.joined(separator: ", "))]}},
       "resource_changes": [
        {"address": "aws_route_table.a", "change": {"actions": ["update"], "after_unknown": \(unknown)}}]}
      """
    let subnet = try #require(try Describe.located(text, file: "plan.json").first?.description.subnets["subnet-1"])
    #expect(subnet.exposure.rawValue == expected)
    #expect(subnet.zone?.value == "eu-west-1a")
  }
}
