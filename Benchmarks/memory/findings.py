#!/usr/bin/env python3
"""How much memory does a run with very many findings need?

Writes Deployments with eleven mistakes each, checks them once for each format with the report in a file, and prints
peak resident memory, CPU time and the size of the report. Exit 1 when a run needs more than --limit MiB.
"""
import argparse
import os
import subprocess
import sys
import tempfile

IN_A_FILE = 100
DEPLOYMENT = """---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: app-{0}, namespace: team-{1}}}
spec:
  replicas: 2
  selector: {{matchLabels: {{app: app-{0}}}}}
  template:
    metadata: {{labels: {{app: app-{0}}}}}
    spec:
      hostNetwork: true
      hostPID: true
      hostIPC: true
      volumes: [{{name: data, hostPath: {{path: /var/lib/app-{0}}}}}]
      containers:
        - name: web
          image: registry.example.com/app:{0}
          securityContext: {{privileged: true}}
          ports: [{{containerPort: 80, hostPort: {2}}}]
          resources:
            requests: {{cpu: 250m}}
            limits: {{cpu: 500m, nvidia.com/gpu: 1}}
        - name: side
          image: registry.example.com/side:{0}
          securityContext: {{privileged: true}}
          resources: {{limits: {{memory: 64Mi}}}}
"""


def write(folder, count):
    for first in range(0, count, IN_A_FILE):
        team = first // IN_A_FILE % 50
        os.makedirs(f"{folder}/team-{team}", exist_ok=True)
        with open(f"{folder}/team-{team}/{first}.yaml", "w") as out:
            for number in range(first, min(first + IN_A_FILE, count)):
                out.write(DEPLOYMENT.format(number, team, 10_000 + number % 20_000))


def measure(binary, folder, format):
    report = f"{folder}/report"
    process = subprocess.Popen(
        [binary, "check", "in", "--quiet", "--fail-on", "never", "--format", format, "--output", report],
        cwd=folder, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{format}: ended with status {status}")
    size = os.path.getsize(report)
    os.remove(report)
    return usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, size


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", default=".build/release/fargate-lint")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--formats", default="json,sarif,junit")
    parser.add_argument("--limit", type=float, default=1_000, help="MiB")
    arguments = parser.parse_args()
    binary = os.path.abspath(arguments.binary)
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        write(f"{folder}/in", arguments.documents)
        for format in arguments.formats.split(","):
            memory, seconds, size = measure(binary, folder, format)
            failed |= memory > arguments.limit
            print(f"{format}: {memory:.0f} MiB, {seconds:.1f} s CPU, {size:,} bytes")
    sys.exit(failed)


if __name__ == "__main__":
    main()
