"""The corpora of the benchmark: real manifests where there are any, and generated ones that are the same on every machine.

fleet  Deployments with their Services, two documents a file, a hundred files a folder
bad    the same, every Deployment with half a dozen faults
big    one file of many documents
grown  ten copies of the first
"""

import random
import shutil
from pathlib import Path

DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: {team}
  labels: {{app: {name}, team: {team}}}
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app: {name}
  template:
    metadata:
      labels:
        app: {name}
        team: {team}
    spec:
      serviceAccountName: {name}
{pod}      containers:
      - name: main
        image: registry.example.com/{team}/{name}:1.{minor}.{patch}
        ports:
        - containerPort: {port}{host_port}
          name: http
        env:
        - name: LOG_LEVEL
          value: info
        - name: TEAM
          value: {team}
        resources:
          requests: {{cpu: {cpu}m, memory: {memory}Mi}}
          limits: {{memory: {memory}Mi}}
        readinessProbe:
          httpGet:
            path: /ready
            port: http
        securityContext:
          {security}
---
apiVersion: v1
kind: Service
metadata:
  name: {name}
  namespace: {team}
spec:
  selector:
    app: {name}
  ports:
  - port: 80
    targetPort: http
"""
FAULTS = """      hostNetwork: true
      hostPID: true
      volumes:
      - name: run
        hostPath:
          path: /var/run
      - name: disk
        awsElasticBlockStore:
          volumeID: vol-0123456789abcdef0
"""


def write_fleet(folder, documents, is_bad=False):
    """A folder of generated manifests; the same ones for the same numbers."""
    dice = random.Random(20)
    for number in range(documents // 2):
        team = f"team-{number // 100:04}"
        port = dice.choice([3000, 8080, 8443, 9090])
        text = DEPLOYMENT.format(
            name=f"app-{number:06}", team=team, replicas=dice.randint(1, 8), minor=dice.randint(0, 40),
            patch=dice.randint(0, 9), port=port, cpu=dice.choice([50, 100, 250, 500, 1000]),
            memory=dice.choice([64, 128, 256, 512, 1024]), pod=FAULTS if is_bad else "",
            host_port=f"\n          hostPort: {port}" if is_bad else "",
            security="privileged: true" if is_bad else "runAsNonRoot: true")
        (folder / team).mkdir(parents=True, exist_ok=True)
        (folder / team / f"app-{number:06}.yaml").write_text(text)


def write_big(folder, source, size):
    """One file of about so many bytes out of the generated documents, which any parser reads to the end."""
    folder.mkdir(parents=True)
    texts = [b"---\n" + path.read_bytes() for path in sorted(source.rglob("*.yaml"))]
    written = 0
    with open(folder / "big.yaml", "wb") as file:
        while written < size:
            for text in texts:
                file.write(text)
                written += len(text)
                if written >= size:
                    return


def make(cache, real, scale):
    """The corpora by name, made where they are missing. `scale` 1 is the full size."""
    made = {"fleet": cache / f"fleet-{scale}", "bad": cache / f"bad-{scale}", "big": cache / f"big-{scale}",
            "grown": cache / f"grown-{scale}"}
    if not made["fleet"].exists():
        write_fleet(made["fleet"], int(100_000 * scale))
    if not made["bad"].exists():
        write_fleet(made["bad"], int(20_000 * scale), is_bad=True)
    source = real if real else made["fleet"]
    if not made["big"].exists():
        write_big(made["big"], made["fleet"], int(200_000_000 * scale))
    if not made["grown"].exists():
        for number in range(10):
            shutil.copytree(source, made["grown"] / f"copy-{number}", symlinks=True)
    return ({"real": real} if real else {}) | made
