"""Writes values as YAML in the many ways people do.

What a linter says of a line depends on where a scalar stands, so the same value is written in flow or block style,
quoted or plain, folded or literal, by alias, by merge key, between comments.
"""

import json
import re

_ATOM = r"[\w./@()$é😀-]"
_PLAIN = re.compile(rf"[A-Za-z_/]{_ATOM}*(?:[ :]{_ATOM}+)*|\d+\.\d+\.\d+[\w-]*")
_SPECIAL = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


class Raw(str):
    """A scalar as it is to be written: what it means is the reader's affair."""


def shape(value):
    """A text that is equal for values that may share one anchor."""
    if isinstance(value, Raw):
        return f"raw {value}"
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{shape(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(shape, value)) + "]"
    return json.dumps(value)


def has_raw(value):
    """Whether a scalar somewhere in the value is written as it is, which JSON could not hold."""
    if isinstance(value, (dict, list)):
        return any(map(has_raw, value.values() if isinstance(value, dict) else value))
    return isinstance(value, Raw)


def json_text(dice, value):
    """The value as JSON, on one line or several."""
    return json.dumps(value, indent=dice.choice([None, 2]), ensure_ascii=False)


def _contains(larger, smaller):
    return 0 < len(smaller) < len(larger) and all(
        key in larger and shape(larger[key]) == shape(item) for key, item in smaller.items()
    )


class Writer:
    """Writes one document, in a style that it draws at the start."""

    def __init__(self, dice, notes, *, calm=False):
        self.dice = dice
        self.notes = notes
        self.step = dice.choice([2, 2, 2, 4])
        self.indents_lists = dice.likely(0.5)
        self.flow_share = dice.choice([0, 0, 0.1, 0.3]) if not calm else 0.1
        self.comment_share = dice.choice([0, 0, 0.08])
        self.quote_share = dice.choice([0, 0.1, 0.5])
        self.shares_nodes = dice.likely(0.12) and not calm
        self.anchored = {}
        self.named = {}

    def document(self, value):
        """The document's text, with a line break at the end."""
        if self.shares_nodes:
            self._choose_anchors(value)
        head, body = self._node(value, 0, own_line=True)
        return "".join(f"{line}\n" for line in ([head] if head else []) + body)

    def _choose_anchors(self, value):
        """Names the mappings that recur, whole or as a part of another."""
        seen = []

        def walk(node):
            if isinstance(node, dict) and node:
                for earlier in seen:
                    if shape(earlier) == shape(node) or _contains(node, earlier):
                        if self.dice.likely(0.7):
                            self.named.setdefault(shape(earlier), f"shared{len(self.named) + 1}")
                        break
                for item in node.values():
                    walk(item)
                seen.append(node)
            elif isinstance(node, list):
                for item in node:
                    walk(item)

        walk(value)

    def _node(self, value, indent, own_line=False):
        """What follows `key:` or `-` on its line, and the lines below it."""
        if isinstance(value, (dict, list)):
            return self._collection(value, indent, own_line)
        return self._scalar(value, indent)

    def _collection(self, value, indent, own_line):
        anchor = ""
        name = self.named.get(shape(value)) if isinstance(value, dict) else None
        if name and name in self.anchored:
            self.notes.add("style: alias")
            return f"*{name}", []
        if name:
            anchor = f"&{name}"
            self.notes.add("style: anchor")
        if not value or (not own_line and self._fits_flow(value)):
            text = self._flow(value)
            if value:
                self.notes.add("style: flow")
        else:
            text, body = "", self._mapping(value, indent) if isinstance(value, dict) else self._sequence(value, indent)
        if name:
            self.anchored[name] = value
        head = " ".join(filter(None, [anchor, text]))
        return head, [] if text else body

    def _fits_flow(self, value):
        return "\n" not in shape(value) and len(shape(value)) < 90 and self.dice.likely(self.flow_share)

    def _mapping(self, value, indent):
        merged = self._merged(value)
        lines = []
        if merged:
            self.notes.add("style: merge key")
            lines.append(f"{' ' * indent}<<: *{merged}")
            value = {key: item for key, item in value.items() if key not in self.anchored[merged]}
        for key, item in value.items():
            if lines and self.dice.likely(self.comment_share):
                self.notes.add("style: comment")
                lines.append(f"{' ' * indent}# {self.dice.choice(['as before', 'key: value', 'snow ☃'])}")
            deeper = indent + self.step
            if isinstance(item, list) and not self.indents_lists:
                deeper = indent
            head, body = self._node(item, deeper)
            line = f"{' ' * indent}{self._key(key)}:" + (f" {head}" if head else "")
            if not body and head and self.dice.likely(self.comment_share):
                line += "  # said elsewhere"
            lines += [line, *body]
        return lines

    def _merged(self, value):
        for name, anchored in self.anchored.items():
            if isinstance(anchored, dict) and _contains(value, anchored):
                return name
        return None

    def _sequence(self, value, indent):
        lines = []
        for item in value:
            compact = isinstance(item, dict) and item and self.dice.likely(0.95)
            head, body = self._node(item, indent + 2)
            if not head and body and compact:
                head, body = body[0].strip(), body[1:]
            lines += [f"{' ' * indent}-" + (f" {head}" if head else ""), *body]
        return lines

    def _flow(self, value):
        if isinstance(value, dict):
            inner = ", ".join(f"{self._key(key)}: {self._inline(item)}" for key, item in value.items())
            return "{" + self.dice.choice(["%s", "%s", " %s "]) % inner + "}" if inner else "{}"
        return "[" + ", ".join(map(self._inline, value)) + "]"

    def _inline(self, value):
        if isinstance(value, (dict, list)):
            return self._flow(value)
        if value is None:
            return "null"
        return self._word(value)

    def _key(self, key):
        if _PLAIN.fullmatch(key) and key.lower() not in _SPECIAL and not self.dice.likely(self.quote_share / 8):
            return key
        if key.startswith("$") and key.isprintable() and " " not in key:
            return key
        return json.dumps(key, ensure_ascii=False)

    def _scalar(self, value, indent):
        if value is None:
            return self.dice.choice(["null", "null", "~", ""]), []
        if isinstance(value, str) and not isinstance(value, Raw):
            if "\n" in value and value.strip("\n") and not value.startswith((" ", "\n")) and self.dice.likely(0.9):
                return self._literal(value, indent)
            if _PLAIN.fullmatch(value) and " " in value and self.dice.likely(0.3):
                self.notes.add("style: folded")
                return ">-", [" " * max(indent, 1) + part for part in value.split(" ")]
        return self._word(value), []

    def _literal(self, value, indent):
        self.notes.add("style: literal")
        stripped = value.rstrip("\n")
        chomp = {0: "-", 1: ""}.get(len(value) - len(stripped), "+")
        margin = " " * max(indent, 1)
        lines = [f"{margin}{line}" if line else "" for line in stripped.split("\n")]
        lines += [""] * (len(value) - len(stripped) - 1)
        return f"|{chomp}", lines

    def _word(self, value):
        """A scalar on one line, quoted where it must be and sometimes where it need not."""
        if isinstance(value, Raw):
            return str(value)
        if isinstance(value, str):
            plain = _PLAIN.fullmatch(value) and value.lower() not in _SPECIAL
            if plain and not self.dice.likely(self.quote_share):
                return value
            if "\n" not in value and self.dice.likely(0.5):
                return "'" + value.replace("'", "''") + "'"
            return json.dumps(value, ensure_ascii=False)
        return json.dumps(value)


def documents(dice, notes, values, *, calm=False):
    """The text of a file that holds the values as documents."""
    texts = [Writer(dice, notes, calm=calm).document(value) for value in values]
    start = "---\n" if dice.likely(0.25) else ""
    if len(texts) > 1:
        notes.add("style: several documents")
    separator = dice.choice(["---\n", "---\n", "--- # next\n", "---\n# nothing here\n---\n", "...\n---\n"])
    text = start + separator.join(texts) + dice.choice(["", "", "", "", "---\n", "...\n"])
    if not calm and dice.likely(0.012):
        notes.add("style: CRLF")
        text = text.replace("\n", "\r\n")
    return text
