import Foundation
import TestData
import Testing

@Suite("Explaining")
struct ExplainTests {
  private static let web = "examples/clusters/broken/apps/web.yaml"

  private static let calls: [(name: String, arguments: [String])] = [
    (
      "eval-missing-field",
      ["eval", "object.spec.replicas > 3 || has(object.spec.template.spec.container)", web, "--explain"]
    ),
    (
      "eval-macro",
      [
        "eval",
        "object.spec.template.spec.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort) || p.hostPort == 0))",
        web, "--explain",
      ]
    ),
    (
      "eval-container",
      ["eval", "image(container.image).tag == '1.27' && role != 'init'", web, "--explain", "--subject", "container"]
    ),
    ("explain-finding", ["explain", "no-host-port", "\(web):19"]),
    ("explain-two-items", ["explain", "no-added-capability", "\(web):23:39"]),
    ("explain-silent", ["explain", "no-host-pid", web]),
    ("explain-color", ["explain", "no-host-path", "\(web):28", "--color", "always"]),
    ("explain-own-policy", ["explain", "owner-label", web, "--policy", "examples/policies"]),
  ]

  @Test("says of the examples what it always did", arguments: calls)
  func golden(name: String, arguments: [String]) throws {
    let file = TestData.package.appendingPathComponent("Tests/Data/explain/\(name).text")
    let run = try Tool.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    if ProcessInfo.processInfo.environment["ACCEPT_REPORTS"] != nil { try Data(run.output.utf8).write(to: file) }
    #expect(try run.output == String(contentsOf: file, encoding: .utf8))
  }

  private static let manifest = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      template:
        spec:
          hostNetwork: true  # fargate-lint:disable=no-host-network until=2999-12-31 -- moves in January
          containers:
          - {name: a, image: "a:1"}
          - name: b
            image: b:latest
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: x}
    spec: {hostNetwork: "${HOST_NETWORK}", containers: [{name: a}]}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: x}
    ---
    a: [

    """

  private static let places: [(arguments: String, says: [String])] = [
    (
      "no-host-network -:7",
      ["suppressed error[no-host-network] m.yaml:7:7", "by line 7: moves in January", "finds nothing here"]
    ),
    (
      "no-host-network -:16:3",
      ["m.yaml:13 v1 Pod x", "${HOST_NETWORK} is substituted later  m.yaml:16:8", "no finding, but a notice"]
    ),
    ("no-host-network -:20", ["silent: it looks at each pod, and no ConfigMap is known to hold one"]),
    ("no-host-network -:12", ["looks at nothing here: no object stands at line 12"]),
    ("no-host-network -:22", ["the document here is not judged: "]),
    (
      "no-host-network -:7 --assume-fargate never",
      ["placement is fargate or unknown; here it is unknown, which `--assume-fargate never` does not judge"]
    ),
    ("no-host-port -:3", ["container", "m.yaml:9 container", "m.yaml:10 container", "there is nothing to judge"]),
    ("alb-ingress-controller-version -:3 --preset 2019", ["finds nothing here"]),
  ]

  @Test("a place says which rule would say what, and why not", arguments: places)
  func place(arguments: String, says: [String]) throws {
    let words = arguments.split(separator: " ").map(String.init)
    let run = try Tool.run(["explain"] + words + ["--stdin-filename", "m.yaml"], input: ExplainTests.manifest)
    #expect(run.status == 0, "\(run.errors)")
    for text in says { #expect(run.output.contains(text), "\(run.output)") }
  }

  private static let mistakes: [(arguments: String, says: String)] = [
    ("explain no-host-prot -:3", "no rule `no-host-prot`; did you mean `no-host-port`?"),
    ("explain no-host-port -:99", "`<stdin>` has 22 lines, so no line 99"),
    ("explain no-host-port -:0", "`<stdin>` has 22 lines, so no line 0"),
    ("explain no-host-port no/such/file:3", "no such file `no/such/file`"),
    ("explain yaml-syntax -:3", "`yaml-syntax` has no expressions to explain"),
    ("eval object.x", "name a file behind the expression"),
    ("eval true - --subject contaner", "did you mean `container`?"),
    ("eval true --subject container", "`--subject` needs a file"),
    ("eval a+b.x(1)", "expression:1:1: error: no such variable `a`"),
    ("eval a+b.x(1)", "expression:1:5: error: no such function `x`\n  a+b.x(1)\n      ^"),
  ]

  @Test("a mistake ends with 2 and says what to do", arguments: mistakes)
  func mistake(arguments: String, says: String) throws {
    let run = try Tool.run(arguments.split(separator: " ").map(String.init), input: ExplainTests.manifest)
    #expect(run.status == 2)
    #expect(run.errors.contains(says), "\(run.errors)")
  }

  private static let failures: [(expression: String, says: String)] = [
    (
      "object.spec.replica + 1",
      """
      expression:1:13: error: no such key: replica
        object.spec.replica + 1
                    ^
        \(web):6:1: `replica` is not here; did you mean `replicas`? the fields here are replicas, selector, template

      """
    ),
    (
      "true && object.spec.replicas + 'a' == 'x'",
      """
      expression:1:30: error: no such overload: int + string
        true && object.spec.replicas + 'a' == 'x'
                                     ^
        \(web):7:3: `object.spec.replicas` is 2

      """
    ),
    (
      "object.metadata.name.first.second",
      """
      expression:1:22: error: no such overload: string has no field `first`
        object.metadata.name.first.second
                             ^
        \(web):4:3: this is "web"

      """
    ),
    (
      "object.spec.template.spec.containers[3].name",
      """
      expression:1:37: error: index 3 of a list of 1
        object.spec.template.spec.containers[3].name
                                            ^
        \(web):14:7: this is [{5 fields}]

      """
    ),
  ]

  @Test("an expression that fails ends with 1 and points at the part and at what it read", arguments: failures)
  func failure(expression: String, says: String) throws {
    let run = try Tool.run(["eval", expression, ExplainTests.web])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.errors == says)
  }

  @Test("each document is told by its place, and an alias by its anchor")
  func documents() throws {
    let run = try Tool.run(
      ["eval", "size(object.other) > 1", "-", "--explain", "--stdin-filename", "a.yaml"],
      input: "list: &a [1]\nother: *a\n---\nother: [1, 2]\n")
    #expect(
      run.output == """
        a.yaml:1
        false
          size(object.other) > 1  false
          └─ size(object.other)   1
             └─ object.other      [1]  a.yaml:1:1
        cost: 4 of 1000000
        a.yaml:4
        true
          size(object.other) > 1  true
          └─ size(object.other)   2
             └─ object.other      [1, 2]  a.yaml:4:1
        cost: 4 of 1000000

        """)
  }

  private static let policy = """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: no-latest}
    spec:
      paramKind: {apiVersion: v1, kind: ConfigMap}
      matchConstraints:
        resourceRules:
        - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}
      matchConditions:
      - {name: not-system, expression: "object.metadata.namespace != 'kube-system'"}
      variables:
      - {name: all, expression: object.spec.template.spec.containers}
      validations:
      - expression: variables.all.all(c, !has(c.image) || !c.image.endsWith(params.data.tag))
        message: pin the image
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: warns}
    spec: {policyName: no-latest, paramRef: {name: p, parameterNotFoundAction: Deny}, validationActions: [Warn]}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: other}
    spec: {policyName: no-latest, validationActions: [Deny], matchResources: {objectSelector: {matchLabels: {a: b}}}}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: p}
    data: {tag: ":latest"}

    """

  @Test(
    "Kubernetes' own policies say what they look at, with which parameters",
    arguments: [
      (
        "-:11",
        [
          "with the parameters of `p`, as the binding `warns` says", "condition `not-system` holds",
          "`objectSelector` in matchResources of the binding `other` leaves this object out",
          "variables.all = object.spec.template.spec.containers", "item 2 of 2, which decides",
          "warning[no-latest] m.yaml:11:9: pin the image", "no-latest makes 1 finding here",
        ]
      ),
      (
        "-:13",
        [
          "`resourceRules` in matchConstraints leaves this object out (CREATE of pods)",
          "silent: the policy does not look at it",
        ]
      ),
    ])
  func admission(place: String, says: [String]) throws {
    try TestData.withFolder { folder in
      try TestData.write(ExplainTests.policy, to: "policy.yaml", in: folder)
      let run = try Tool.run(
        ["explain", "no-latest", place, "--policy", "policy.yaml", "--no-bundled", "--stdin-filename", "m.yaml"],
        in: folder, input: ExplainTests.manifest)
      for text in says { #expect(run.output.contains(text), "\(run.output)\(run.errors)") }
    }
  }

  @Test("of many items, those that hold are left out, and what has no say is told")
  func items() throws {
    let policy = """
      apiVersion: fargate-lint.dev/v1
      kind: Policy
      metadata: {name: small}
      spec:
        title: Small
        category: test
        severity: note
        presets: []
        match: {subject: document}
        validations:
        - {forEach: document.items, as: item, expression: item < 30, message: "{{item}} is large"}
      """
    try TestData.withFolder { folder in
      try TestData.write(policy, to: "policy.yaml", in: folder)
      let numbers = (1...30).map(String.init).joined(separator: ", ")
      try TestData.write("items: [\(numbers)]\n", to: "m.yaml", in: folder)
      let run = try Tool.run(["explain", "small", "m.yaml", "--policy", "policy.yaml"], in: folder)
      #expect(run.output.contains("for each item of document.items: 30 items; those that hold are left out"))
      #expect(run.output.contains("item 30 of 30, 30, does not hold"))
      #expect(!run.output.contains("holds"))
      #expect(run.output.contains("small makes 1 finding here, but is not in the preset `current`"))
    }
  }
}
