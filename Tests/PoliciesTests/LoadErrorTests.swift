import Fargate
import Policies
import Testing

@Suite("A policy that does not load")
struct LoadErrorTests {
  /// The errors of a policy with these lines below `spec:`, from line 10 on.
  static func errors(_ spec: String) throws -> [String] {
    var loader = PolicyLoader(vocabulary: Vocabulary(tables: try Tables.bundled()))
    let head = "apiVersion: fargate-lint.dev/v1\nkind: Policy\nmetadata: {name: mine}\nspec:\n"
    let frame = "  title: t\n  category: c\n  severity: error\n  description: d\n  remediation: r\n"
    loader.add(text: head + frame + spec, file: "mine.yaml")
    return loader.errors.map(\.text)
  }

  /// Validations with a fix of one edit.
  private static func fixed(_ edit: String) -> String {
    "validations: [{expression: 'true', message: m, fix: [{title: t, edits: [{\(edit)}]}]}]"
  }

  /// The messages for one expression about a subject, each with its column within the expression.
  private func issues(_ expression: String, subject: String, kinds: String) throws -> [String] {
    let errors = try LoadErrorTests.errors(
      """
        match: {subject: \(subject), kinds: [\(kinds)]}
        validations:
        - expression: |-
            \(expression)
          message: m

      """)
    return errors.map { error in
      let parts = error.prefix { $0 != "\n" }.split(separator: ":", maxSplits: 4)
      return "\((Int(parts[2]) ?? 0) - 6):\(parts[4])"
    }
  }

  @Test("points at the mistake inside an expression and names the nearest variable")
  func expression() throws {
    let found = try LoadErrorTests.errors(
      """
        match: {subject: container}
        validations:
          - expression: has(contaner.ports)
            message: m

      """)
    #expect(
      found == [
        """
        mine.yaml:12:23: error: no such variable `contaner`; did you mean `container`?
              - expression: has(contaner.ports)
                                ^
        """
      ])
  }

  @Test("tells all mistakes of all expressions at once, each in its place")
  func all() throws {
    let found = try LoadErrorTests.errors(
      """
        match: {subject: container}
        validations:
          - expression: container.imagePullPolcy != "Never" && !has(container.securtyContext)
            at: container.imagPullPolicy
            message: "{{workload.nam}} {{container.name}} {{pod.meta.name}}"

      """)
    #expect(
      found == [
        """
        mine.yaml:12:29: error: no such field `imagePullPolcy` of Container; did you mean `imagePullPolicy`?
              - expression: container.imagePullPolcy != "Never" && !has(container.securtyContext)
                                      ^
        """,
        """
        mine.yaml:12:73: error: no such field `securtyContext` of Container; did you mean `securityContext`?
              - expression: container.imagePullPolcy != "Never" && !has(container.securtyContext)
                                                                                  ^
        """,
        """
        mine.yaml:13:21: error: no such field `imagPullPolicy` of Container; did you mean `imagePullPolicy`?
                at: container.imagPullPolicy
                              ^
        """,
        """
        mine.yaml:14:28: error: no such field `nam` of workload; did you mean `name`?
                message: "{{workload.nam}} {{container.name}} {{pod.meta.name}}"
                                     ^
        """,
        """
        mine.yaml:14:59: error: no such field `meta` of pod
                message: "{{workload.nam}} {{container.name}} {{pod.meta.name}}"
                                                                    ^
        """,
      ])
  }

  @Test(
    "knows the fields of what it looks at, through every way to read them",
    arguments: [
      (
        "container", "", "container.?resources.?limit.hasValue()",
        ["23: no such field `limit` of ResourceRequirements; did you mean `limits`?"]
      ),
      ("container", "", "container['imag'] == 'x'", ["11: no such field `imag` of Container; did you mean `image`?"]),
      (
        "container", "", "!container[?'imag'].hasValue()",
        ["13: no such field `imag` of Container; did you mean `image`?"]
      ),
      (
        "container", "", "container.ports.all(p, p.hostPrt == 0)",
        ["26: no such field `hostPrt` of ContainerPort; did you mean `hostPort`?"]
      ),
      (
        "container", "", "container.?ports.orValue([]).filter(p, p.hostPrt == 0).size() == 0",
        ["42: no such field `hostPrt` of ContainerPort; did you mean `hostPort`?"]
      ),
      (
        "container", "", "container.?securityContext.orValue({}).privilged",
        ["40: no such field `privilged` of SecurityContext; did you mean `privileged`?"]
      ),
      ("pod", "", "containers.all(i, c, c.nam == '')", ["24: no such field `nam` of Container; did you mean `name`?"]),
      (
        "pod", "", "(pod.spec.containers + pod.spec.?ephemeralContainers.orValue([])).all(c, c.nme == '')",
        ["76: no such field `nme` of Container or EphemeralContainer; did you mean `name`?"]
      ),
      (
        "pod", "", "pod.spec.nodeSelector.all(k, v, v.startsWith('a') && v > 1)", ["56: no such overload: string > int"]
      ),
      ("pod", "", "pod.spec.priority == 'high'", ["19: no such overload: int == string"]),
      (
        "workload", "", "workload.pods.all(p, p.spec.hostNetwrk)",
        ["29: no such field `hostNetwrk` of PodSpec; did you mean `hostNetwork`?"]
      ),
      (
        "workload", "", "workload.claims.all(c, c.spec.accessMode == [])",
        ["31: no such field `accessMode` of PersistentVolumeClaimSpec; did you mean `accessModes`?"]
      ),
      ("pod", "", "tables.prots.reserved_on_node == []", ["8: no such field `prots` of tables; did you mean `ports`?"]),
      ("pod", "", "tables.pod_sizes.combinations.all(c, c.cpu_m == 1)", []),
      ("container", "", "image(container.image).tga == ''", ["24: no such field `tga` of image; did you mean `tag`?"]),
      (
        "object", "v1/Service", "object.spec.typ == 'x'",
        ["13: no such field `typ` of ServiceSpec; did you mean `type`?"]
      ),
      (
        "object", "v1/Service, networking.k8s.io/v1/Ingress",
        "object.spec.type == 'x' || object.spec.ingressClassName == 'x'", []
      ),
      (
        "object", "v1/Service, networking.k8s.io/v1/Ingress", "object.spec.rulez == []",
        ["13: no such field `rulez` of IngressSpec or ServiceSpec; did you mean `rules`?"]
      ),
      (
        "object", "apps/*/Deployment", "object.spec.replicaz == 1",
        ["13: no such field `replicaz` of DeploymentSpec; did you mean `replicas`?"]
      ),
      ("object", "v1/Service, example.com/v1/Thing", "object.spec.anything == 'x'", []),
      ("object", "'*/*/Service'", "object.spec.anything == 'x'", []),
      ("object", "", "object.spec.anything == 'x'", []),
      ("workload", "apps/v1/Deployment", "workload.object.anything == 'x'", []),
      ("pod", "", "pod.metadata.annotations['a'] == 'x' && pod.metadata.labels.b == 'x'", []),
      ("container", "", "container.resources.limits.cpu == 1 || container.resources.limits['cpu'] == '1'", []),
      ("container", "", "container.livenessProbe.httpGet.port in [80, 'http']", []),
      ("pod", "", "'nodeName' in pod.spec && pod.spec.all(k, k != 'nodeName') && size(pod.spec) > 0", []),
      ("pod", "", "pod.spec.containers.exits(c, c.nothing)", ["21: no such function `exits`; did you mean `exists`?"]),
      (
        "pod", "", "pod.spec.hostname.upperAsci() == nam",
        ["19: no such function `upperAsci`; did you mean `upperAscii`?", "34: no such variable `nam`"]
      ),
      ("pod", "", "type(pod) == strin", ["14: no such variable `strin`; did you mean `string`?"]),
    ] as [(String, String, String, [String])])
  func fields(subject: String, kinds: String, expression: String, messages: [String]) throws {
    let found = try issues(expression, subject: subject, kinds: kinds)
    #expect(found.map { $0.replacing(#/^(\d+): +/#) { "\($0.output.1): " } } == messages)
  }

  private static let pod = "match: {subject: pod}"
  private static let fine = "validations: [{expression: 'true', message: m}]"

  @Test(
    "says what is wrong",
    arguments: [
      (["match: {subject: contaner}", fine], "`contaner`"),
      ([pod, "validation: [{expression: 'true', message: m}]"], "did you mean `validations`?"),
      ([pod, "validations: [{expression: '1', message: m}]"], "int"),
      ([pod, "validations: [{expression: 'true', message: '{{nothing}}'}]"], "`nothing`"),
      (["match: {subject: object}", "validations: [{expression: has(pod.spec), message: m}]"], "`pod`"),
      ([pod, "validations: [{expression: '1 +', message: m}]"], "expected"),
      ([pod, "validations: [{message: m}]"], "`expression` is missing"),
      ([pod, LoadErrorTests.fixed("remove: pod.spec.hostPID, set: pod.spec")], "an edit has one of `remove`, `set`"),
      ([pod, LoadErrorTests.fixed("to: pod.spec")], "an edit has one of `remove`, `set`"),
      ([pod, LoadErrorTests.fixed("set: pod.spec.hostPID")], "`to` is missing"),
      ([pod, LoadErrorTests.fixed("remove: pod.spec.hostPID, to: '1'")], "`to` does not go with `remove`"),
      ([pod, LoadErrorTests.fixed("remove: pod.spec.hostPDI")], "did you mean `hostPID`?"),
      ([pod, LoadErrorTests.fixed("insert: pod, path: 'a..b', value: '1'")], "a path is written `a.b`"),
      ([pod, LoadErrorTests.fixed("insert: pod, path: 'a.[b', value: '1'")], "a path is written `a.b`"),
      ([pod, LoadErrorTests.fixed("insert: pod, value: '1'")], "`path` is missing"),
      ([pod, LoadErrorTests.fixed("delete: pod")], "no such key `delete`"),
      (
        [pod, "validations: [{expression: 'true', message: m, fix: [{title: t, safe: '1', edits: [{remove: pod}]}]}]"],
        "int"
      ),
      ([pod, "validations: [{expression: 'true', message: m, fix: [{title: t, edits: []}]}]"], "a fix needs `edits`"),
      ([pod], "`validations` with at least one expression is missing"),
      (["subject: pod", pod, fine], "10:3: error: no such key `subject` here; it belongs in `spec.match`"),
      (
        ["match: {subject: pod, kinds: [apps/v1/Deploymnet]}", fine],
        "no such kind `Deploymnet` in Kubernetes' apps/v1; did you mean `Deployment`?"
      ),
      (["match: {subject: pod, kinds: [v1/Deployment]}", fine], "no such kind `Deployment` in Kubernetes' v1"),
      (
        [
          pod, "variables:", "- {name: a, expression: variables.b}", "- {name: b, expression: variables.c}",
          "- {name: c, expression: variables.b}", fine,
        ], "13:5: error: variables read each other in a circle: b, c, b"
      ),
      (["params: {limit: {type: list(int), default: [a]}}", pod, fine], "`limit` is list(int): expected int here"),
      (["params: {limit: {type: strng}}", pod, fine], "no such type `strng`; did you mean `string`?"),
      (
        [pod, "validations: [{expression: 'lists.range(2000000).size() > 0', message: m}]"],
        "costs at least 2000013 units, more than the 1000000 that Kubernetes allows"
      ),
    ] as [([String], String)])
  func text(lines: [String], part: String) throws {
    let found = try LoadErrorTests.errors(lines.map { "  \($0)\n" }.joined())
    #expect(found.contains { $0.contains("mine.yaml:") && $0.contains(part) }, "\(found)")
  }

  @Test(
    "leaves kinds of other groups to those who make them",
    arguments: [
      "example.com/v1/Thing", "apps/v1beta1/Deployment", "'*/*/Deploymnet'", "extensions/v1beta1/Ingress",
      "apps.kruise.io/v1beta1/StatefulSet",
    ])
  func kinds(pattern: String) throws {
    let spec = "  match: {subject: object, kinds: [\(pattern)]}\n  validations: [{expression: 'true', message: m}]\n"
    #expect(try LoadErrorTests.errors(spec) == [])
  }

  @Test("reads variables in any order")
  func variables() throws {
    let found = try LoadErrorTests.errors(
      """
        match: {subject: container}
        variables:
          - {name: hosts, expression: "variables.ports.filter(p, p.hostPort > 0)"}
          - {name: ports, expression: "container.?ports.orValue([])"}
        validations:
          - expression: variables.hosts.all(p, p.hostPrt == 0)
            message: m

      """)
    #expect(found.count == 1)
    #expect(found.first?.contains("no such field `hostPrt` of ContainerPort") == true)
  }

  @Test("names the first rule of the same name")
  func duplicate() throws {
    var loader = PolicyLoader(vocabulary: Vocabulary(tables: try Tables.bundled()))
    let text = """
      apiVersion: fargate-lint.dev/v1
      kind: Policy
      metadata: {name: mine}
      spec:
        title: t
        category: c
        severity: error
        match: {subject: pod}
        validations: [{expression: "true", message: m}]
      """
    loader.add(text: text, file: "one.yaml")
    loader.add(text: text, file: "two.yaml")
    #expect(loader.errors.map(\.message) == ["the rule `mine` is there already, in one.yaml"])
    #expect(loader.errors.map(\.position.line) == [3])
  }
}
