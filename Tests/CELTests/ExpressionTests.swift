import CEL
import Testing

@Suite("Expressions")
struct ExpressionTests {
  @Test(
    "over a manifest",
    arguments: [
      ("object.spec.replicas + 1", "4"), ("has(object.spec.nothing)", "false"), ("has(object.spec.empty)", "false"),
      ("object.spec.?nothing.orValue(7)", "7"), ("object.spec.ports.exists(p, p.number == 80)", "true"),
      ("object.spec.ports.map(p, p.name)", #"["web", "admin"]"#), ("size(object.spec.ports)", "2"),
      ("object.metadata.labels['app.kubernetes.io/name'] == 'shop'", "true"),
      ("quantity(object.spec.cpu).isLessThan(quantity('1'))", "true"),
      ("'web' in object.spec.ports.map(p, p.name)", "true"),
      ("object.spec.ports.filter(p, p.number > 80)[0].name.upperAscii()", "ADMIN"),
    ])
  func manifest(source: String, value: String) throws {
    let object = """
      metadata: {labels: {app.kubernetes.io/name: shop}}
      spec: {replicas: 3, empty: null, cpu: 500m, ports: [{name: web, number: 80}, {name: admin, number: 8080}]}
      """
    #expect(try evaluate(source, object: object) == value)
  }

  @Test(
    "an error is swallowed where the other side decides",
    arguments: [
      ("object.no == 1 || true", "true"), ("true || object.no == 1", "true"), ("false && object.no == 1", "false"),
      ("object.no == 1 && false", "false"), ("[1, 2].exists(x, x == 2 || object.no)", "true"),
    ])
  func swallowed(source: String, value: String) throws { #expect(try evaluate(source) == value) }

  @Test(
    "what is substituted later is unknown unless it does not matter",
    arguments: [
      ("object.image == 'x'", "unknown"), ("object.image == 'x' || true", "true"), ("object.image != ''", "unknown"),
    ])
  func unknown(source: String, value: String) throws {
    #expect(try evaluate(source, object: "image: ${IMAGE}") == value)
  }

  @Test(
    "a mistake is told before the expression runs",
    arguments: [
      ("objekt.x", "issue: no such variable `objekt`; did you mean `object`?"),
      ("1 + 'a'", "issue: no such overload: int + string"),
      ("'a'.matches('(')", "issue: `(` is no regular expression: missing ): ("),
    ])
  func issues(source: String, text: String) throws { #expect(try evaluate(source) == text) }

  @Test("an expression that costs too much ends")
  func budget() throws {
    let list = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    let source = "\(list).all(a, \(list).all(b, \(list).all(c, \(list).all(d, true))))"
    #expect(try evaluate(source).contains("costs more than"))
  }
}
