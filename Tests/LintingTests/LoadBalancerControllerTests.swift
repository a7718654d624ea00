import Testing

@Suite("What the load balancer controller of a scope takes where nothing is said")
struct LoadBalancerControllerTests {
  @Test(
    "is read where the controller is installed",
    arguments: [
      ("", false),
      ("kind: Deployment, spec: {template: {spec: {containers: [\(controller)]}}}", true),
      (
        "kind: Deployment, spec: {template: {spec: {containers: [{name: proxy, image: a/proxy}, \(controller)]}}}", true
      ),
      ("kind: Deployment, spec: {template: {spec: {containers: [{name: a, image: a/proxy, args: [\(flag)]}]}}}", false),
      ("kind: HelmRelease, spec: {\(chart), values: {defaultTargetType: ip}}", true),
      ("kind: HelmRelease, spec: {\(chart), values: {defaultTargetType: instance}}", false),
      ("kind: HelmRelease, spec: {chart: {spec: {chart: other}}, values: {defaultTargetType: ip}}", false),
      ("kind: Application, spec: {source: {\(name), helm: {valuesObject: {defaultTargetType: ip}}}}", true),
      ("kind: Application, spec: {source: {\(name), helm: {values: 'defaultTargetType: \"ip\"'}}}", true),
      ("kind: Application, spec: {source: {\(name), helm: {parameters: [\(parameter)]}}}", true),
      ("kind: Application, spec: {sources: [{chart: other}, {\(name), helm: {parameters: [\(parameter)]}}]}", true),
      ("kind: Application, spec: {source: {chart: other, helm: {parameters: [\(parameter)]}}}", false),
      ("kind: Application, spec: {source: {\(name)}}", false),
    ])
  func targetType(installation: String, isIP: Bool) throws {
    let versions = ["Deployment": "apps/v1", "HelmRelease": "helm.toolkit.fluxcd.io/v2"]
    let kind = installation.split(separator: ",").first.map { String($0.dropFirst("kind: ".count)) } ?? ""
    let object =
      installation.isEmpty
      ? ""
      : "{apiVersion: \(versions[kind] ?? "argoproj.io/v1alpha1"), metadata: {\(Self.objectName)}, \(installation)}"
    let report = try lint(
      [(name: "web.yaml", text: Self.web), (name: "controller.yaml", text: object)],
      select: ["service-needs-ip-targets"])
    #expect(report.lines == (isIP ? [] : ["5:17 service-needs-ip-targets"]))
  }

  private static let objectName = "name: aws-load-balancer-controller, namespace: kube-system"
  private static let name = "chart: aws-load-balancer-controller"
  private static let chart = "chart: {spec: {chart: aws-load-balancer-controller}}"
  private static let flag = "--default-target-type=ip"
  private static let controller =
    "{name: controller, image: 'eks/aws-load-balancer-controller:v2.8.0', args: [\(flag)]}"
  private static let parameter = "{name: defaultTargetType, value: ip}"

  private static let web = """
    apiVersion: v1
    kind: Service
    metadata:
      name: web
      annotations: {service.beta.kubernetes.io/aws-load-balancer-type: external}
    spec:
      type: LoadBalancer
      selector: {app: web}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
    """
}
