"""Invents Kubernetes resources: small, of many kinds, and full of references that resolve."""

from dice import Dice
from writing import Raw

NAMES = ["web", "api", "db", "cache", "mail", "jobs"]
IMAGES = ["nginx", "nginx:1.25", "redis:7-alpine", "registry.local:5000/team/app:v1", "busybox",
          "ghcr.io/acme/tool@sha256:" + "ab" * 32, "team/app:v2", "docker.io/library/nginx:1.25"]
ODD_SCALARS = ["yes", "No", "on", "y", "0o17", "017", "0x1F", "0b11", "1e3", "1E3", "1.0", "1.50", ".5", "5.", "+1",
               "-0", "1_000", "12:30:45", "2001-01-01", "2001-01-01T10:00:00Z", "'true'", '"null"', "~", "null", "Null",
               "True", "FALSE", "=", "12345678901", "9007199254740993", "1.23456789012345678", "1e21", "1e-7",
               "!!str 12", '"017"', "'1e3'", '""', "''", "0", "0.0", "007", "08", "0.1e1", '"a\\tb\\u00e9"', "a#b",
               "-1", "Infinity", "<<", "'@x'", '"multi\\nline"']

API_VERSIONS = {
    "Deployment": "apps/v1", "StatefulSet": "apps/v1", "DaemonSet": "apps/v1", "ReplicaSet": "apps/v1",
    "Job": "batch/v1", "CronJob": "batch/v1", "Pod": "v1", "Service": "v1", "ConfigMap": "v1", "Secret": "v1",
    "Ingress": "networking.k8s.io/v1", "HorizontalPodAutoscaler": "autoscaling/v2", "PersistentVolumeClaim": "v1",
    "PersistentVolume": "v1", "ServiceAccount": "v1", "Role": "rbac.authorization.k8s.io/v1",
    "RoleBinding": "rbac.authorization.k8s.io/v1", "ClusterRole": "rbac.authorization.k8s.io/v1",
    "ClusterRoleBinding": "rbac.authorization.k8s.io/v1", "Namespace": "v1",
    "NetworkPolicy": "networking.k8s.io/v1", "PodDisruptionBudget": "policy/v1",
    "StorageClass": "storage.k8s.io/v1", "PriorityClass": "scheduling.k8s.io/v1",
    "IngressClass": "networking.k8s.io/v1",
    "ValidatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "MutatingWebhookConfiguration": "admissionregistration.k8s.io/v1",
    "APIService": "apiregistration.k8s.io/v1",
    "CustomResourceDefinition": "apiextensions.k8s.io/v1", "HTTPRoute": "gateway.networking.k8s.io/v1",
    "PodTemplate": "v1", "ReplicationController": "v1", "Widget": "example.com/v1",
}

CLUSTER_WIDE = {"PersistentVolume", "ClusterRole", "ClusterRoleBinding", "Namespace", "StorageClass", "PriorityClass",
                "IngressClass", "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService",
                "CustomResourceDefinition"}

KIND_WEIGHTS = {kind: 2 for kind in API_VERSIONS} | {
    "Deployment": 16, "StatefulSet": 6, "DaemonSet": 4, "Job": 4, "CronJob": 4, "Pod": 4, "Service": 8, "ConfigMap": 8,
    "Secret": 5, "Ingress": 4, "HorizontalPodAutoscaler": 4, "RoleBinding": 4, "ServiceAccount": 4, "Widget": 5,
    "PersistentVolumeClaim": 3, "ReplicaSet": 1, "PodTemplate": 1, "ReplicationController": 1, "HTTPRoute": 1,
    "APIService": 1, "MutatingWebhookConfiguration": 1, "PersistentVolume": 1,
}

POD_SPEC_PATHS = {"Pod": ["spec"], "CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
                  "PodTemplate": ["template", "spec"]} | {
    kind: ["spec", "template", "spec"]
    for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "ReplicationController")}


def pod_spec(resource):
    """The pod's specification in a resource, or None for one without pods."""
    node = resource
    for key in POD_SPEC_PATHS.get(resource["kind"], ["-"]):
        node = node.get(key) if isinstance(node, dict) else None
    return node


class Inventor:
    """Invents resources that refer to a cast: the names that exist, by kind."""

    def __init__(self, dice: Dice, cast):
        self.dice = dice
        self.cast = cast

    def resource(self, kind, name):
        """A resource of the kind."""
        metadata = {"name": name}
        if kind not in CLUSTER_WIDE and self.dice.likely(0.12):
            metadata["namespace"] = self.dice.choice(["prod", "test"])
        if self.dice.likely(0.4):
            metadata["labels"] = self.labels(name)
        if self.dice.likely(0.2):
            metadata["annotations"] = self.annotations()
        if self.dice.likely(0.1):
            metadata["finalizers"] = self.dice.some(["example.com/a", "example.com/b", "example.com/c"], 1)
        body = getattr(self, "_" + kind.lower())(name, metadata)
        if self.dice.likely(0.015):
            metadata.setdefault("annotations", {})["config.kubernetes.io/local-config"] = "true"
        if kind in ("ConfigMap", "Secret") and self.dice.likely(0.1):
            metadata.setdefault("annotations", {})["kustomize.config.k8s.io/needs-hash"] = "true"
        resource = {"apiVersion": API_VERSIONS[kind], "kind": kind, "metadata": metadata} | body
        if self.dice.likely(0.1):
            keys = list(resource)
            self.dice.shuffle(keys)
            resource = {key: resource[key] for key in keys}
        return resource

    def labels(self, name):
        labels = {"app": name}
        if self.dice.likely(0.3):
            labels["tier"] = self.dice.choice(["front", "back", "true", "1"])
        return labels

    def annotations(self):
        return dict(self.dice.some([
            ("note", "as written"), ("example.com/port", "8080"), ("example.com/on", "true"), ("empty", ""),
            ("long", "first line\nsecond line\n"), ("emoji", "😀 and é"), ("json", '{"a": [1, "b"]}'),
        ], 1, 2))

    def reference(self, kind):
        """A name that exists, nearly always."""
        names = self.cast.get(kind)
        return self.dice.choice(names) if names and self.dice.likely(0.93) else self.dice.choice(["elsewhere", "web"])

    def odd(self):
        """A scalar that readers of YAML do not agree upon."""
        return Raw(self.dice.choice(ODD_SCALARS))

    def anything(self, depth=2):
        """A value of no schema."""
        kinds = ["odd", "word", "number", "boolean"] + (["map", "list"] if depth else []) + ["empty"]
        match self.dice.choice(kinds):
            case "odd":
                return self.odd()
            case "word":
                return self.dice.choice(["plain", "two words", "a: b", "# no comment", " padded ", "über", "x" * 20])
            case "number":
                return self.dice.choice([0, 1, -1, 42, 1.5, 100000000000])
            case "boolean":
                return self.dice.likely(0.5)
            case "map":
                return {key: self.anything(depth - 1) for key in self.dice.some(["a", "b", "c.d", "e f"], 1, 2)}
            case "list":
                return [self.anything(depth - 1) for _ in range(self.dice.randint(1, 3))]
        return self.dice.choice([{}, [], None, ""])

    # Pods

    def container(self, name, volumes=()):
        container = {"name": name, "image": self.dice.choice(IMAGES)}
        if self.dice.likely(0.3):
            ports = [{"containerPort": port} for port in self.dice.some([80, 443, 8080], 1, 2)]
            for port in ports:
                if self.dice.likely(0.5):
                    port["name"] = f"p{port['containerPort']}"
                if self.dice.likely(0.4):
                    port["protocol"] = self.dice.choice(["TCP", "UDP"])
            container["ports"] = ports
        if self.dice.likely(0.35):
            container["env"] = [self.variable(name) for name in self.dice.some(["MODE", "HOST", "TOKEN"], 1, 2)]
        if self.dice.likely(0.2):
            container["envFrom"] = [
                {"configMapRef": {"name": self.reference("ConfigMap")}} if self.dice.likely(0.6)
                else {"secretRef": {"name": self.reference("Secret"), "optional": True}}
                for _ in range(self.dice.randint(1, 2))]
        if self.dice.likely(0.2):
            arguments = ["--verbose", "--level=3", "-c", "sleep 5; exit 0", "true", "8080"]
            container["args"] = self.dice.some(arguments, 1, 3)
        if self.dice.likely(0.1):
            container["command"] = ["sh", "-c", "echo one\necho two\n"]
        if self.dice.likely(0.2):
            container["resources"] = {
                "limits": {"memory": self.dice.choice(["128Mi", "1Gi"]), "cpu": self.dice.choice([1, "500m", 0.5])}}
            if self.dice.likely(0.4):
                container["resources"]["requests"] = {"memory": "64Mi"}
        if self.dice.likely(0.1):
            container["livenessProbe"] = {"httpGet": {"path": "/", "port": 80}, "periodSeconds": 5}
        if self.dice.likely(0.1):
            container["securityContext"] = {"privileged": False, "capabilities": {"drop": ["ALL"]}}
        if self.dice.likely(0.1):
            container["imagePullPolicy"] = "Always"
        mounts = [{"name": volume, "mountPath": f"/mnt/{volume}"} for volume in volumes if self.dice.likely(0.7)]
        if mounts:
            container["volumeMounts"] = mounts
        return container

    def variable(self, name):
        match self.dice.randint(0, 5):
            case 0:
                source = {"configMapKeyRef": {"name": self.reference("ConfigMap"), "key": "mode"}}
            case 1:
                source = {"secretKeyRef": {"name": self.reference("Secret"), "key": "token"}}
            case 2:
                source = {"fieldRef": {"fieldPath": "metadata.name"}}
            case _:
                value = self.dice.choice(["on", "8080", "", "fast", "true", "$(HOST):80", "a b", "😀"])
                return {"name": name, "value": self.odd() if self.dice.likely(0.15) else value}
        return {"name": name, "valueFrom": source}

    def volume(self, name):
        match self.dice.randint(0, 4):
            case 0:
                return {"name": name, "configMap": {"name": self.reference("ConfigMap")}}
            case 1:
                return {"name": name, "secret": {"secretName": self.reference("Secret")}}
            case 2:
                return {"name": name, "persistentVolumeClaim": {"claimName": self.reference("PersistentVolumeClaim")}}
            case 3:
                sources = [{"configMap": {"name": self.reference("ConfigMap")}},
                           {"secret": {"name": self.reference("Secret")}}, {"downwardAPI": {"items": []}}]
                return {"name": name, "projected": {"sources": self.dice.some(sources, 1)}}
        return {"name": name, "emptyDir": {}}

    def pod(self):
        volumes = self.dice.some(["data", "conf", "tmp"], 1, 2) if self.dice.likely(0.4) else []
        names = self.dice.some(["main", "side", "proxy"], 1, self.dice.choice([1, 1, 2]))
        spec = {"containers": [self.container(name, volumes) for name in names]}
        optional = {
            "initContainers": lambda: [self.container("init")],
            "serviceAccountName": lambda: self.reference("ServiceAccount"),
            "imagePullSecrets": lambda: [{"name": self.reference("Secret")}],
            "tolerations": lambda: [{"key": "spot", "operator": "Exists", "effect": "NoSchedule"}],
            "hostAliases": lambda: [{"ip": "127.0.0.1", "hostnames": ["one.local", "two.local"]}],
            "topologySpreadConstraints": lambda: [
                {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule",
                 "labelSelector": {"matchLabels": {"app": "web"}}}],
            "nodeSelector": lambda: {"disk": "ssd"},
            "priorityClassName": lambda: self.reference("PriorityClass"),
            "securityContext": lambda: {"runAsUser": 1000, "sysctls": [{"name": "a", "value": "1"}]},
            "terminationGracePeriodSeconds": lambda: 30,
            "hostNetwork": lambda: True,
            "affinity": lambda: {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [
                {"weight": 1, "podAffinityTerm": {"topologyKey": "host", "labelSelector": {
                    "matchLabels": {"app": "web"}}}}]}},
        }
        often = ("initContainers", "hostAliases", "topologySpreadConstraints")
        for key, make in optional.items():
            if self.dice.likely(0.2 if key in often else 0.12):
                spec[key] = make()
        if volumes:
            spec["volumes"] = [self.volume(name) for name in volumes]
        return spec

    def template(self, name):
        metadata = {"labels": self.labels(name)}
        if self.dice.likely(0.12):
            metadata["annotations"] = self.annotations()
        return {"metadata": metadata, "spec": self.pod()}

    def replicas(self):
        return {"replicas": self.dice.randint(0, 5)} if self.dice.likely(0.5) else {}

    def _deployment(self, name, _):
        template = self.template(name)
        spec = self.replicas() | {"selector": {"matchLabels": {"app": name}}, "template": template}
        if self.dice.likely(0.2):
            spec["strategy"] = self.dice.choice([
                {"type": "Recreate"},
                {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}}])
        return {"spec": spec}

    def _statefulset(self, name, _):
        spec = self.replicas() | {"serviceName": self.reference("Service"), "selector": {"matchLabels": {"app": name}},
                                  "template": self.template(name)}
        if self.dice.likely(0.5):
            claim = {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}
            if self.dice.likely(0.5):
                claim["spec"]["storageClassName"] = self.reference("StorageClass")
            spec["volumeClaimTemplates"] = [claim]
        return {"spec": spec}

    def _daemonset(self, name, _):
        return {"spec": {"selector": {"matchLabels": {"app": name}}, "template": self.template(name)}}

    def _replicaset(self, name, _):
        return {"spec": self.replicas() | {"selector": {"matchLabels": {"app": name}}, "template": self.template(name)}}

    def _replicationcontroller(self, name, _):
        return {"spec": self.replicas() | {"selector": {"app": name}, "template": self.template(name)}}

    def _podtemplate(self, name, _):
        return {"template": self.template(name)}

    def _job(self, name, _):
        return {"spec": {"backoffLimit": 2, "template": {"spec": self.pod() | {"restartPolicy": "Never"}}}}

    def _cronjob(self, name, _):
        return {"spec": {"schedule": "*/5 * * * *", "jobTemplate": {"spec": {"template": {"spec": self.pod()}}}}}

    def _pod(self, name, _):
        return {"spec": self.pod()}

    # The rest, in the order of the table above

    def _service(self, name, _):
        numbers = self.dice.some([80, 443, 53], 1, 2)
        ports = [{"port": port, "targetPort": self.dice.choice([80, "http"])} for port in numbers]
        for port in ports:
            if self.dice.likely(0.4):
                port["protocol"] = self.dice.choice(["TCP", "UDP"])
            if self.dice.likely(0.5):
                port["name"] = f"p{port['port']}"
        spec = {"ports": ports}
        if self.dice.likely(0.8):
            spec["selector"] = {"app": name}
        if self.dice.likely(0.3):
            spec["type"] = "ClusterIP"
        return {"spec": spec}

    def _configmap(self, name, _):
        data = {key: value for key, value in self.dice.some([
            ("mode", "fast"), ("host", "db.local:5432"), ("app.conf", "[main]\nlevel = 3\n\nname = x\n"),
            ("flag", "true"), ("text", "no end"), ("count", "3"), ("odd", self.odd()), ("spaces", "  kept  "),
            ("list", "a,b,c")], 1, 3)}
        body = {"data": data}
        if self.dice.likely(0.1):
            body = self.dice.choice([{}, {"data": {}}, {"data": None}, {"binaryData": {"blob": "AAEC"}}])
        if self.dice.likely(0.1):
            body["immutable"] = self.dice.likely(0.5)
        return body

    def _secret(self, name, _):
        if self.dice.likely(0.4):
            return {"stringData": {"token": "s3cret", "user": "me"}}
        return {"type": "Opaque", "data": {"token": "czNjcmV0"}}

    def _ingress(self, name, metadata):
        path = {"path": "/", "pathType": "Prefix", "backend": {"service": {
            "name": self.reference("Service"), "port": {"number": 80}}}}
        spec = {"rules": [{"host": "example.com", "http": {"paths": [path]}}]}
        if self.dice.likely(0.3):
            spec["tls"] = [{"hosts": ["example.com"], "secretName": self.reference("Secret")}]
        if self.dice.likely(0.3):
            spec["ingressClassName"] = self.reference("IngressClass")
        if self.dice.likely(0.3):
            spec["defaultBackend"] = {"service": {"name": self.reference("Service"), "port": {"number": 80}}}
        if self.dice.likely(0.15):
            metadata.setdefault("annotations", {})["nginx.ingress.kubernetes.io/auth-secret"] = self.reference("Secret")
        return {"spec": spec}

    def _horizontalpodautoscaler(self, name, _):
        kind = self.dice.choice(["Deployment", "StatefulSet", "Deployment"])
        return {"spec": {"minReplicas": 1, "maxReplicas": 3, "scaleTargetRef": {
            "apiVersion": "apps/v1", "kind": kind, "name": self.reference(kind)}}}

    def _persistentvolumeclaim(self, name, _):
        spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
        if self.dice.likely(0.6):
            spec["storageClassName"] = self.reference("StorageClass")
        if self.dice.likely(0.3):
            spec["volumeName"] = self.reference("PersistentVolume")
        return {"spec": spec}

    def _persistentvolume(self, name, _):
        return {"spec": {"capacity": {"storage": "1Gi"}, "storageClassName": self.reference("StorageClass")}}

    def _serviceaccount(self, name, _):
        return {"imagePullSecrets": [{"name": self.reference("Secret")}]} if self.dice.likely(0.5) else {}

    def _role(self, name, _):
        rule = {"apiGroups": [""], "resources": ["configmaps", "secrets"], "verbs": ["get"]}
        if self.dice.likely(0.5):
            rule["resourceNames"] = [self.reference("ConfigMap"), self.reference("Secret")]
        return {"rules": [rule]}

    _clusterrole = _role

    def _subjects(self):
        subjects = [{"kind": "ServiceAccount", "name": self.reference("ServiceAccount"), "namespace": self.dice.choice(
            ["default", "default", "prod"])}]
        if self.dice.likely(0.2):
            del subjects[0]["namespace"]
        if self.dice.likely(0.2):
            subjects.append({"kind": "User", "name": "jane", "apiGroup": "rbac.authorization.k8s.io"})
        return subjects

    def _rolebinding(self, name, _):
        kind = self.dice.choice(["Role", "ClusterRole"])
        return {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": self.reference(kind)},
                "subjects": self._subjects()}

    def _clusterrolebinding(self, name, _):
        return {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                            "name": self.reference("ClusterRole")}, "subjects": self._subjects()}

    def _namespace(self, name, _):
        return {}

    def _networkpolicy(self, name, _):
        return {"spec": {"podSelector": {"matchLabels": {"app": name}}, "ingress": [
            {"from": [{"podSelector": {"matchLabels": {"app": "web"}}}], "ports": [{"port": 80}]}]}}

    def _poddisruptionbudget(self, name, _):
        return {"spec": {"minAvailable": self.dice.choice([1, "50%"]), "selector": {"matchLabels": {"app": name}}}}

    def _storageclass(self, name, _):
        body = {"provisioner": "example.com/disk", "parameters": {"type": "ssd"}}
        if self.dice.likely(0.4):
            body["parameters"]["secretName"] = self.reference("Secret")
        return body

    def _priorityclass(self, name, _):
        return {"value": 1000, "globalDefault": False}

    def _ingressclass(self, name, _):
        return {"spec": {"controller": "example.com/ingress"}}

    def _validatingwebhookconfiguration(self, name, _):
        return {"webhooks": [{
            "name": f"{hook}.example.com", "sideEffects": "None", "admissionReviewVersions": ["v1"],
            "clientConfig": {"service": {"name": self.reference("Service"), "namespace": "default", "path": "/check"}}}
            for hook in self.dice.some(["one", "two"], 1)]}

    _mutatingwebhookconfiguration = _validatingwebhookconfiguration

    def _apiservice(self, name, metadata):
        return {"spec": {"group": "example.com", "version": "v1", "groupPriorityMinimum": 100, "versionPriority": 1,
                         "service": {"name": self.reference("Service"), "namespace": "default"}}}

    def _customresourcedefinition(self, name, metadata):
        metadata["name"] = f"{name}s.example.com"
        return {"spec": {"group": "example.com", "names": {"kind": name.capitalize(), "plural": f"{name}s"},
                         "scope": "Namespaced", "versions": [{"name": "v1", "served": True, "storage": True, "schema": {
                             "openAPIV3Schema": {"type": "object"}}}]}}

    def _httproute(self, name, _):
        return {"spec": {"rules": [{"backendRefs": [{"name": self.reference("Service"), "port": 80}]}]}}

    def _widget(self, name, _):
        spec = {"size": self.dice.randint(0, 9)}
        if self.dice.likely(0.5):
            spec["image"] = self.dice.choice(IMAGES)
        if self.dice.likely(0.4):
            spec["config"] = {"name": self.reference("ConfigMap")}
        if self.dice.likely(0.3):
            spec["secrets"] = [self.reference("Secret"), "other"]
        if self.dice.likely(0.5):
            names = self.dice.some(["a", "b", "c"], 1, 3)
            spec["items"] = [{"name": item, "value": self.anything(1)} for item in names]
        if self.dice.likely(0.2):
            spec["containers"] = [self.container("main")]
        if self.dice.likely(0.6):
            spec["options"] = {key: self.anything() for key in self.dice.some(["alpha", "beta", "gamma"], 1, 2)}
        return {"spec": spec}
