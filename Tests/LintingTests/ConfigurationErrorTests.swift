import Linting
import Testing

@Suite("A configuration that is wrong")
struct ConfigurationErrorTests {
  private static let mistakes: [(text: String, errors: [String])] = [
    ("", []), ("# nothing\n", []), ("rules:\nexclude: []\n", []),
    ("rulez: {}", ["1:1: no such key `rulez`; did you mean `rules`?"]),
    ("- a", ["1:1: expected a mapping with preset, policies, scopes, profiles, kinds, prices, rules, vars, exclude"]),
    ("preset: 2019\n---\npreset: current", ["3:1: a configuration is one document: write all keys in the first"]),
    ("preset: curent", ["1:9: `preset` is one of current, 2019, not `curent`; did you mean `current`?"]),
    ("policies: [mine]", ["1:12: no such file or folder `mine` beside this file"]),
    ("policies: [/]", ["1:12: `/` lies outside of the repository; `--policy` takes policies from anywhere"]),
    ("rules: [a]", ["1:8: `rules` is a mapping of rules, as in `rules: {no-host-port: {severity: warning}}`"]),
    ("rules: {no-host-prot: {}}", ["1:9: no rule or category `no-host-prot`; did you mean `no-host-port`?"]),
    ("rules: {no-gpu: {severity: warn}}", ["1:28: `severity` is one of note, warning, error, not `warn`"]),
    ("rules: {no-gpu: {enabled: 'no'}}", ["1:27: `enabled` is true or false"]),
    ("rules: {no-gpu: {params: {a: 1}}}", ["1:27: no such parameter of `no-gpu`: `a`, it has none"]),
    ("rules: {security: {params: {a: 1}}}", ["1:29: no such parameter of `security`: `a`, it has none"]),
    (
      "rules: {few-replicas: {params: {mots: 1}}}",
      ["1:33: no such parameter of `few-replicas`: `mots`; did you mean `most`?"]
    ),
    ("rules: {few-replicas: {params: {most: many}}}", ["1:39: `most` is int: expected int here"]),
    (
      "rules: {few-replicas: {params: {names: [a, 1], factor: 2}}}",
      ["1:44: `names` is list(string): expected string here"]
    ),
    (
      "scopes: [{name: a, paths: [b]}, {name: a, paths: [c], capacity: [ec3]}]",
      [
        "1:40: the scope `a` is there already, in line 1",
        "1:66: `capacity` is one of fargate, ec2, hybrid, not `ec3`; did you mean `ec2`?",
      ]
    ),
    (
      "scopes: [{name: a, paths: [/b, ../c, ./]}]",
      [
        "1:28: an absolute path matches nothing: `paths` is relative to the folder of this file",
        "1:32: `..` matches nothing: `paths` speaks of what lies below the folder of this file",
        "1:38: a pattern that matches nothing; `**` matches every file",
      ]
    ),
    ("scopes: [{paths: [a]}]", ["1:11: `name` is missing"]),
    (
      "scopes: [{name: prod, paths: [a]}]\nprofiles: [{name: p, scope: prd, selectors: [{namespace: x}]}]",
      ["2:29: no such scope `prd`; did you mean `prod`?"]
    ),
    ("profiles: [{name: p, selectors: []}]", ["1:33: `selectors` is missing: a profile has one to five"]),
    (
      "profiles: [{name: p, selectors: [{labels: {a: 1}}]}]",
      ["1:35: `namespace` is missing", "1:47: `a` is text: write \"1\""]
    ),
    (
      "kinds: [{apiVersion: a/v1, kind: B, path: spec, shape: podTemplat}]",
      [
        "1:56: `shape` is one of podTemplate, podSpec, pod, argoTemplate, tektonTask, sidecarSet, sparkRole, not `podTemplat`; did you mean `podTemplate`?"
      ]
    ),
    ("prices: {vcpu_hours: 1}", ["1:10: no such key `vcpu_hours`; did you mean `vcpu_hour`?"]),
    (
      "prices: {vcpu_hour: cheap, gb_hour: -1, ephemeral_gb_hour: 0}",
      [
        "1:21: `vcpu_hour` is USD an hour: a number from 0 on, as in 0.04048",
        "1:37: `gb_hour` is USD an hour: a number from 0 on, as in 0.04048",
      ]
    ),
    ("prices: 5", ["1:9: expected a mapping with region, vcpu_hour, gb_hour, ephemeral_gb_hour"]),
    ("vars: {A-B: 1}", ["1:8: a variable's name has letters, digits and `_` only, as in `${CLUSTER_NAME}`"]),
    ("exclude: [{paths: [a]}]", ["1:11: `rules` with the rules or categories to exclude is missing"]),
    ("exclude: [{rules: [no-gpus]}]", ["1:20: no rule or category `no-gpus`; did you mean `no-gpu`?"]),
    (
      "exclude: [{rules: [no-gpu], until: 2027-02-29}]",
      ["1:36: `2027-02-29` is no date: write the last day on which it holds, as in 2027-01-31"]
    ),
    ("exclude: [{rules: [no-gpu], name: 5}]", ["1:35: `name` is text: write \"5\""]),
  ]

  @Test("is told with place, what was found and what was expected, all at once", arguments: mistakes)
  func mistake(text: String, errors: [String]) async throws {
    #expect(try await Configured.errors([".fargate-lint.yaml": text, "a.yaml": ""]) == errors)
  }

  @Test("that is no YAML is told at its line", arguments: ["rules: [\n", "rules: {}\nrules: {}\n"])
  func syntax(text: String) async throws {
    #expect(try await Configured.errors([".fargate-lint.yaml": text, "a.yaml": ""]).count == 1)
  }

  @Test(
    "nests what holds for the whole run", arguments: ["preset: current", "scopes: []", "kinds: []", "profiles: []"])
  func nested(text: String) async throws {
    let key = text.prefix { $0 != ":" }
    let errors = try await Configured.errors([
      ".fargate-lint.yaml": "vars: {A: b}", "apps/.fargate-lint.yaml": text, "apps/a.yaml": "",
    ])
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("apps/.fargate-lint.yaml:1:1: `\(key)` holds for the whole run: ") == true)
  }

  @Test("has no more errors than a person reads")
  func many() async throws {
    let text = (0..<5_000).map { "k\($0): 1\n" }.joined()
    #expect(try await Configured.errors([".fargate-lint.yaml": text, "a.yaml": ""]).count == 100)
  }
}
