"""Checks that the line a leaf is said to come from is the line that decides it.

No oracle knows lines. But whoever changes the right scalar and builds again with kubectl sees that leaf change; where
it does not, a finding would send its reader to a wrong line.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from building import ABSENT, compare, escaped, identity, title, with_kubectl

IDENTITY_POINTERS = {"/kind", "/apiVersion", "/metadata/name", "/metadata/namespace"}
TRUTH = {"true": "false", "false": "true", "yes": "no", "no": "yes", "on": "off", "off": "on"}


@dataclass
class Judgement:
    """What became of one leaf: followed, unmoved, broken, unnamed or unchangeable."""

    outcome: str
    resource: str
    pointer: str
    place: str = ""

    @property
    def of_identity(self):
        return self.pointer in IDENTITY_POINTERS


def leaves(value, pointer=""):
    """Pointers of all scalars and empty collections."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not value or not isinstance(value, (dict, list)):
        yield pointer
    for key, item in items:
        yield from leaves(item, f"{pointer}/{escaped(key)}")


def resolve(value, pointer):
    """The value at a pointer."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict):
            value = value.get(key, ABSENT)
        elif isinstance(value, list) and key.isdigit() and int(key) < len(value):
            value = value[int(key)]
        else:
            return ABSENT
    return value


def offset(text, position):
    """The index of a place whose column counts UTF-16 units from 1, or None outside of the text."""
    lines = text.split("\n")
    if not 1 <= position["line"] <= len(lines):
        return None
    start = sum(len(line) + 1 for line in lines[:position["line"] - 1])
    units = position["column"] - 1
    for index, character in enumerate(lines[position["line"] - 1] + "\n"):
        if units <= 0:
            return start + index
        units -= 2 if ord(character) > 0xFFFF else 1
    return len(text) if units <= 0 else None


def other(source):
    """Another scalar of the same type, in the same style."""
    if source.lower() in TRUTH:
        return TRUTH[source.lower()]
    if source in ("null", "~", "Null", "NULL"):
        return "7"
    if re.fullmatch(r"\{\s*\}", source):
        return "{q: 1}"
    if re.fullmatch(r"\[\s*\]", source):
        return "[q]"
    if not source:
        return " 7"
    if re.fullmatch(r"[-+]?[\d._:TZxo-]+(?:[eE][-+]?\d+)?", source) and re.search(r"\d", source):
        return re.sub(r"\d", lambda digit: str(int(digit[0]) % 8 + 1), source, count=1)
    kept = source.rstrip()
    end = len(kept) - 1 if len(kept) > 1 and kept[0] in "'\"" and kept[0] == kept[-1] else len(kept)
    return source[:end] + "q" + source[end:]


def counterpart(before, after, index):
    """The resource that a resource has become in another build, or None."""
    same = [each for each in after if identity(each) == identity(before[index])]
    if same:
        return same[0]
    known = {identity(each) for each in before}
    fresh = [each for each in after if identity(each) not in known]
    if len(before) == len(after) and any(after[index] is each for each in fresh):
        return after[index]
    alike = [each for each in fresh if each.get("kind") == before[index].get("kind")]
    return alike[0] if len(alike) == 1 else None


def shifted(before, after, pointer):
    """Whether a list above the leaf has other items now, as when a key that is merged by has changed."""
    parents = [pointer[:index] for index, character in enumerate(pointer) if character == "/"]
    lists = [[resolve(each, parent) for each in (before, after)] for parent in parents]
    return any(isinstance(old, list) and isinstance(new, list) and len(old) != len(new) for old, new in lists)


def judge(folder, entry, resource, pointer, origin, expected):
    """Changes the scalar that a leaf is said to come from, and looks whether the leaf follows."""
    if origin is None:
        return Judgement("unnamed", title(resource), pointer)
    place = f"{origin['file']}:{origin['start']['line']}:{origin['start']['column']}"
    file = Path(folder) / origin["file"]
    text = file.read_bytes().decode() if file.is_file() else ""
    start, end = offset(text, origin["start"]), offset(text, origin["end"])
    if not file.is_file() or start is None or end is None or end < start:
        return Judgement("unmoved", title(resource), pointer, f"{place}, which does not exist")
    source = text[start:end]
    place = f"{place} {source if len(source) < 40 else source[:40] + '…'!r}"
    outcomes = []
    for changed in variants(source):
        outcomes.append(outcome(folder, entry, resource, pointer, expected, file, text[:start] + changed + text[end:]))
        if outcomes[-1] == "followed":
            break
    best = next(each for each in ("followed", "unmoved", "broken") if each in outcomes)
    return Judgement(best, title(resource), pointer, place)


def variants(source):
    """Other scalars for one: a replacement may take a part of it only, the first or the last."""
    yield other(source)
    kept = source.strip()
    if re.fullmatch(r"[\w./:-]+", kept):
        yield "q" + source
    elif len(kept) > 1 and kept[0] in "'\"" and kept[0] == kept[-1]:
        yield source.replace(kept[0], kept[0] + "q", 1)


def outcome(folder, entry, resource, pointer, expected, file, changed):
    """What becomes of a leaf when a file has another text."""
    text = file.read_bytes()
    try:
        file.write_bytes(changed.encode())
        built = with_kubectl(folder, entry)
    finally:
        file.write_bytes(text)
    if built.refusal:
        return "broken"
    index = next((index for index, each in enumerate(expected) if identity(each) == identity(resource)), None)
    twin = None if index is None else counterpart(expected, built.resources, index)
    value = ABSENT if twin is None else resolve(twin, pointer)
    if value is ABSENT or shifted(expected[index], twin, pointer):
        return "broken"
    moved = any(compare([{"value": resolve(expected[index], pointer)}], [{"value": value}]))
    return "followed" if moved else "unmoved"


def examine(folder, entry, found, expected, dice, sample):
    """Judges a sample of the leaves of a tree that both have built alike."""
    every = [(resource, origins, pointer) for resource, origins in zip(found.resources, found.origins)
             for pointer in leaves(resource)]
    return [judge(folder, entry, resource, pointer, origins.get(pointer), expected)
            for resource, origins, pointer in dice.some(every, sample, sample)]
