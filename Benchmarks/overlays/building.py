"""Builds a tree with kubectl, the oracle, and with our binary, the subject; and compares what they make of it."""

import json
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import yaml

SECONDS = 30
_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class OutputLoader(_Base):
    """Reads YAML as kubectl prints it.

    kubectl quotes every text that a reader could take for something else. So what is plain and looks like a decimal
    number, a truth value or null is one, and all else is text: also `=`, `<<` and dates, which PyYAML would change.
    """


OutputLoader.yaml_implicit_resolvers = {}
for tag, pattern, firsts in (
    ("null", r"null|~|", ["n", "~", ""]),
    ("bool", r"true|false", list("tf")),
    ("int", r"-?[0-9]+", list("-0123456789")),
    ("float", r"-?[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?", list("-0123456789")),
):
    OutputLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), firsts)
OutputLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
OutputLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))


@dataclass
class Build:
    """The resources of a tree, or why there are none."""

    resources: list = field(default_factory=list)
    origins: list = field(default_factory=list)
    refusal: str | None = None
    crashed: bool = False


def _run(command, folder):
    try:
        return subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, -9, b"", f"took longer than {SECONDS} s".encode())


def _refusal(outcome):
    lines = outcome.stderr.decode(errors="replace").splitlines()
    text = " ".join(line.strip() for line in lines if not line.startswith("#"))
    return re.sub(r"^E\d{4} .*?err=", "", text) or f"exit code {outcome.returncode}"


def with_kubectl(folder, entry):
    """What kubectl makes of the tree."""
    outcome = _run(["kubectl", "kustomize", entry], folder)
    if outcome.returncode:
        return Build(refusal=_refusal(outcome))
    return Build([_plain(each) for each in yaml.load_all(outcome.stdout.decode(), OutputLoader) if each is not None])


def _plain(value):
    """A value without the notes that kustomize keeps in annotations, which a patch may have copied elsewhere."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items() if not key.startswith("internal.config.kubernetes.io/")}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def with_subject(binary, folder, entry):
    """What our binary makes of the tree, with the origins of every leaf by pointer."""
    outcome = _run([binary, "parse", "--format", "provenance", entry], folder)
    if outcome.returncode:
        # Swift traps with a signal, and no tree is an excuse for that.
        return Build(refusal=_refusal(outcome), crashed=outcome.returncode < 0 or outcome.returncode >= 128)
    lines = [json.loads(line) for line in outcome.stdout.decode().split("\n") if line.strip()]
    return Build([line["value"] for line in lines],
                 [{origin["pointer"]: origin for origin in line.get("origins", [])} for line in lines])


def write_tree(tree, folder):
    """Writes the files of a tree below the folder."""
    for path, text in tree.files.items():
        file = Path(folder) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def identity(resource):
    """What tells a resource from others."""
    metadata = resource.get("metadata") or {}
    return tuple(str(each or "") for each in (
        resource.get("apiVersion"), resource.get("kind"), metadata.get("namespace"), metadata.get("name")))


def title(resource):
    """A resource's identity as a reader wants it."""
    _, kind, namespace, name = identity(resource)
    return f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}"


def escaped(key):
    """A key as a token of a JSON Pointer."""
    return str(key).replace("~", "~0").replace("/", "~1")


class _Absent:
    def __repr__(self):
        return "absent"


ABSENT = _Absent()


def differences(expected, found, pointer=""):
    """Where two values differ, as pointer, expected and found. Numbers are equal by value, all else exactly."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            yield from differences(expected.get(key, ABSENT), found.get(key, ABSENT), f"{pointer}/{escaped(key)}")
    elif isinstance(expected, list) and isinstance(found, list):
        for index in range(max(len(expected), len(found))):
            pair = [each[index] if index < len(each) else ABSENT for each in (expected, found)]
            yield from differences(*pair, f"{pointer}/{index}")
    elif _sort(expected) != _sort(found) or expected != found:
        yield pointer, expected, found


def _sort(value):
    """The sort of a value: JSON has one sort of number, and truth values are none."""
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__


def compare(expected, found):
    """The differences between two sets of resources, as title, pointer, expected and found."""
    remaining = defaultdict(list)
    for resource in found:
        remaining[identity(resource)].append(resource)
    missing = []
    for resource in expected:
        same = remaining[identity(resource)]
        if not same:
            missing.append(resource)
            continue
        best = min(range(len(same)), key=lambda index: sum(1 for _ in differences(resource, same[index])))
        for pointer, wanted, got in differences(resource, same.pop(best)):
            yield title(resource), pointer, wanted, got
    extra = [resource for group in remaining.values() for resource in group]
    for resource in missing:
        # A resource under another name, as with another hash, is more telling as one difference.
        alike = [each for each in extra if each.get("kind") == resource.get("kind")]
        if not alike:
            yield title(resource), "", "a resource", ABSENT
            continue
        twin = min(alike, key=lambda each: sum(1 for _ in differences(resource, each)))
        extra = [each for each in extra if each is not twin]
        for pointer, wanted, got in differences(resource, twin):
            yield title(resource), pointer, wanted, got
    for resource in extra:
        yield title(resource), "", ABSENT, "a resource"
