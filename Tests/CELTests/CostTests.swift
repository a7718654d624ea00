import CEL
import Testing

@Suite("Cost")
struct CostTests {
  @Test("an expression costs what Kubernetes counts", arguments: try CostCase.published())
  func published(one: CostCase) throws {
    #expect(try one.result(traced: false)?.cost == one.cost)
    #expect(try one.result(traced: true)?.cost == one.cost)
  }

  @Test("value and cost are the same whichever way an expression is evaluated", arguments: try CostCase.conformance())
  func ways(one: CostCase) throws {
    #expect(try one.result(traced: false) == one.result(traced: true))
  }

  private static let pod = """
    {"metadata": {"name": "web-server-of-the-shop", "labels": {"app": "web"}, "annotations": {}}, "count": 3,
     "spec": {"hostNetwork": true, "nodeSelector": null, "containers": [
       {"name": "a", "image": "registry.example.com/team/web:1.2.3", "ports": [{"hostPort": 80}, {"hostPort": 0}],
        "resources": {"limits": {"memory": "128Mi", "cpu": 2}}},
       {"name": "grün", "image": "", "securityContext": {"privileged": false},
        "resources": {"limits": {"memory": "1Gi", "cpu": "500m"}}}],
      "volumes": [{"name": "x", "emptyDir": {}}, {"name": "x"}]}}
    """

  @Test(
    "the same holds for manifests",
    arguments: [
      "object.spec.hostNetwork == true", "object.spec.hostNetwork != false", "object.?spec.?hostPID.orValue(false)",
      "has(object.spec.nodeSelector)", "has(object.spec) && has(object.spec.hostNetwork) && object.spec.hostNetwork",
      "object.metadata.name == 'web-server-of-the-shop'", "object.metadata.name == 'web'", "object.count == 3",
      "object.count > 2 && object.count + 1 < 10", "object.metadata.name == object.spec.volumes[0].name",
      "object.spec.containers.all(c, c.image.startsWith('registry.'))",
      "object.spec.containers.exists(c, c.name == 'a')", "object.spec.containers.exists(c, c.name == 'b')",
      "object.spec.containers.exists(c, c.name == 'grün')", "object.spec.volumes.exists_one(v, has(v.emptyDir))",
      "object.spec.containers.exists(c, c.?securityContext.?privileged.orValue(false))",
      "object.spec.containers.all(c, c.?image.orValue('').contains('example') || c.name.matches('^[a-zü]+$'))",
      "object.spec.containers.all(c, c.?command.orValue('none') == 'none')",
      "object.spec.containers.all(c, c.?ports.orValue([]).all(p, p.hostPort == 0))",
      "object.spec.containers.filter(c, has(c.ports)).size() == 1",
      "object.spec.containers.filter(c, has(c.ports)).map(c, c.image).exists(i, i.endsWith('3'))",
      "object.spec.containers.map(c, c.name)", "object.spec.volumes.map(v, v.name).size() > 1",
      "['app', 'tier'].all(l, l in object.metadata.labels)", "['app', 'tier'].exists(l, l in object.metadata.labels)",
      "['web', 'db'].exists(n, object.metadata.labels.app == n)", "object.metadata.name in ['a', 'b', 'c']",
      "size(object.spec.containers) == 2 ? object.metadata.?annotations.hasValue() : false",
      "object.spec.containers.all(c, quantity(c.resources.limits.memory).isLessThan(quantity('2Gi')))",
      "object.spec.containers.all(c, quantity(c.resources.limits.cpu).compareTo(quantity('1')) <= 0)",
      "object.spec.containers.map(c, size(c.name))", "object.metadata.labels['app'] == 'web'",
      "object.?spec.?tolerations.orValue([]).all(t, t.key == 'a')", "object.spec.containers[0].ports[1].hostPort == 0",
      "(object.count > 1 ? object.spec : object.metadata).hostNetwork", "object.spec.containers.size()",
      "object.?metadata.?labels[?'tier'].orValue('') == ''", "object.spec.containers.all(c, c.image == '') == false",
      "object.metadata.annotations == {} && object.spec.volumes != []", "object.metadata.labels.all(k, k != 'x')",
      "object.?metadata.?name.optMap(n, n.size()).orValue(0)", "object.?metadata.?uid.optMap(n, n.size()).orValue(0)",
    ])
  func manifests(expression: String) throws {
    let one = CostCase(expression: expression, variables: ["object": CostTests.pod])
    let fast = try #require(try one.result(traced: false))
    #expect(try fast == one.result(traced: true))
  }

  @Test(
    "what an expansion names twice costs twice",
    arguments: [
      ("optional.of('a').optMap(v, v == 'value').hasValue()", 18), ("optional.none().optMap(v, v)", 3),
      ("cel.bind(x, 1 + 1, x + x)", 14), ("[3, 1].sortBy(x, x)", 10 + 10 + 2 + 11 + 2 * 13 + 11 + 8),
      ("lists.range(3)", 14), ("[[1], [2]].flatten()", 43), ("[1, 2].distinct()", 29), ("'ab'.reverse()", 1),
      ("string(b'0123456789ab')", 2), ("'ééééééééééé' == 'ééééééééééé'", 2), ("[1, 2, 2].exists_one(x, x == 1)", 20),
    ])
  func expansions(expression: String, cost: Int) throws {
    #expect(try CostCase(expression: expression).result(traced: true)?.cost == cost)
  }

  @Test(
    "nothing is made or looked through beyond the budget",
    arguments: [
      "lists.range(1000000000000)", "lists.range(9223372036854775807).size() > 0",
      "lists.range(30000).map(x, 'x').join().replace('', lists.range(30000).map(x, 'x').join())",
      "\(doubling("'x'", 60))", "\(doubling("[1]", 60))", "\(nesting("[1]", 60)) == \(nesting("[1]", 60))",
      "'%s'.format([\(nesting("[1]", 60))])", "\(nesting("[1]", 60)).flatten(100)",
      "\(nesting("[1]", 60)) in [[1], [2]]",
      "\(nesting("[1]", 60)).distinct()", "sets.contains([\(nesting("[1]", 60))], [\(nesting("[1]", 60))])",
      "cel.bind(l, lists.range(80000), l.exists_one(x, l.exists_one(y, true)))",
      "cel.bind(l, lists.range(80000).map(x, ''), l.all(x, l.indexOf('a') < 0))",
    ])
  func bounded(expression: String) throws {
    #expect(try evaluate(expression).contains("costs more than"))
  }

  @Test(
    "what is estimated beforehand covers what it costs", arguments: try CostCase.published() + CostCase.conformance())
  func estimate(one: CostCase) throws {
    guard let result = try one.result(traced: true), let range = try one.estimate() else { return }
    #expect(result.fails || range.least <= result.cost)
    #expect(result.cost <= range.most ?? .max)
  }

  @Test(
    "an estimate is bounded where the sizes are",
    arguments: [
      ("1 + 1 == 2", nil, "2 units"), ("object.a == 'abc'", nil, "2 to 3 units"),
      ("object.items.all(i, i == 1)", nil, "3 units or more, not bounded"),
      ("object.items.all(i, i == 1)", 10, "3 to 53 units"), ("object.a ? [1] == [1] : false", nil, "2 to 23 units"),
      ("lists.range(2000000).size() > 0", nil, "2000013 units"),
    ] as [(String, Int?, String)])
  func estimates(expression: String, mostItems: Int?, text: String) throws {
    let one = CostCase(expression: expression, variables: ["object": "{}"])
    #expect(try one.estimate(mostItems: mostItems)?.description == text)
  }

  /// A value put together with itself again and again.
  private static func doubling(_ value: String, _ times: Int) -> String {
    (0..<times).reversed().reduce("v\(times)") { inner, place in
      let before = place == 0 ? value : "v\(place)"
      return "cel.bind(v\(place + 1), \(before) + \(before), \(inner))"
    }
  }

  /// A list of itself, twice, again and again.
  private static func nesting(_ value: String, _ times: Int) -> String {
    (0..<times).reversed().reduce("n\(times)") { inner, place in
      let before = place == 0 ? "dyn(\(value))" : "n\(place)"
      return "cel.bind(n\(place + 1), dyn([\(before), \(before)]), \(inner))"
    }
  }
}
