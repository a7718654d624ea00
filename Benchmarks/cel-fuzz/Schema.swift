/// The shape of a manifest that expressions expect; what they find may be of another.
indirect enum Schema: Sendable {
  case text([String])
  case integer([Int])
  case flag
  case quantity
  case list(Schema)
  case fields([(name: String, schema: Schema)])
  /// Texts by name.
  case texts([String])

  static let pod = Schema.fields([
    ("apiVersion", .text(["v1", "apps/v1"])), ("kind", .text(["Pod", "Deployment", "DaemonSet"])),
    (
      "metadata",
      .fields([
        ("name", .text(["web", "db", "", "web-1"])), ("namespace", .text(["default", "kube-system", "web"])),
        ("labels", labels), ("annotations", labels),
      ])
    ),
    (
      "spec",
      .fields([
        ("replicas", .integer([0, 1, 3])), ("hostNetwork", .flag), ("containers", .list(container)),
        ("initContainers", .list(container)), ("nodeSelector", labels), ("names", .list(.text(["a", "b", "web"]))),
        ("numbers", .list(.integer([1, 2, 3, 80]))),
        (
          "volumes",
          .list(
            .fields([
              ("name", .text(["data", "sock"])),
              ("hostPath", .fields([("path", .text(["/var/run/docker.sock", "/"]))])),
              ("emptyDir", .fields([("sizeLimit", .quantity)])),
            ]))
        ),
        ("securityContext", security),
        (
          "tolerations",
          .list(
            .fields([
              ("key", .text(["eks.amazonaws.com/compute-type", "x"])), ("operator", .text(["Exists", "Equal"])),
            ]))
        ),
      ])
    ),
  ])

  static let labels = Schema.texts(["app", "tier", "first", "app.kubernetes.io/name", "eks.amazonaws.com/compute-type"])

  private static let security = Schema.fields([
    ("privileged", .flag), ("runAsUser", .integer([0, 1000])),
    ("capabilities", .fields([("add", .list(.text(["NET_ADMIN", "ALL", "CHOWN"])))])),
  ])

  private static let container = Schema.fields([
    ("name", .text(["web", "sidecar", "a"])), ("image", .text(["nginx:1.27", "nginx:latest", "x@sha256:ab", "nginx"])),
    (
      "ports",
      .list(
        .fields([
          ("name", .text(["http", "admin"])), ("containerPort", .integer([80, 8080, 0])),
          ("hostPort", .integer([0, 80, 443])),
          ("protocol", .text(["TCP", "UDP"])),
        ]))
    ),
    (
      "resources",
      .fields([
        ("limits", .fields([("cpu", .quantity), ("memory", .quantity)])),
        ("requests", .fields([("cpu", .quantity), ("memory", .quantity)])),
      ])
    ),
    ("securityContext", security), ("command", .list(.text(["sh", "-c", "sleep 1"]))),
    ("env", .list(.fields([("name", .text(["PATH", "X"])), ("value", .text(["1", "true", ""]))]))),
  ])
}
