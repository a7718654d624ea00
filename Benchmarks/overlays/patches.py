"""Invents patches that fit a resource: strategic merges and JSON patches."""

from writing import has_raw

MERGE_KEYS = {"containers": "name", "initContainers": "name", "env": "name", "volumes": "name",
              "volumeMounts": "mountPath", "imagePullSecrets": "name", "hostAliases": "ip", "webhooks": "name",
              "topologySpreadConstraints": "topologyKey", "items": "name"}
IDENTITY = {("apiVersion",), ("kind",), ("metadata",), ("metadata", "name"), ("metadata", "namespace")}


def merge_key(field, items):
    """The key by which Kubernetes merges a list, or None for a list that is replaced."""
    if not items or not all(isinstance(item, dict) for item in items):
        return None
    if field == "ports":
        return next((key for key in ("containerPort", "port") if all(key in item for item in items)), None)
    key = MERGE_KEYS.get(field)
    return key if key and all(key in item for item in items) else None


def nodes(value, path=()):
    """Every node below the value with its path."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key), item
        yield from nodes(item, (*path, key))


def pointer(path):
    """The JSON Pointer of a path."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


class PatchInventor:
    """Invents patches with an inventor of resources for what they add."""

    def __init__(self, dice, inventor, notes):
        self.dice = dice
        self.inventor = inventor
        self.notes = notes

    def changed(self, value):
        """Another scalar, mostly of the same type."""
        if self.dice.likely(0.05):
            return self.inventor.odd()
        if isinstance(value, bool):
            return not value
        if isinstance(value, (int, float)):
            return self.dice.choice([value + 1, 7, 0])
        return self.dice.choice(["changed", "other value", f"{value or 'was'}-2", "true", "9", "", "é😀"])

    # Strategic merges

    def merge(self, resource):
        """A strategic merge patch of one resource."""
        patch = self._empty(resource)
        metadata = patch["metadata"]
        if self.dice.likely(0.04):
            self.notes.add("patch: delete resource")
            return patch | {"$patch": "delete"}
        body = {key: item for key, item in resource.items() if key not in ("apiVersion", "kind", "metadata")}
        if not body or self.dice.likely(0.2):
            metadata[self.dice.choice(["labels", "annotations"])] = self._text_map()
        if body:
            patch |= self.part(body)
        if self.dice.likely(0.03):
            self.notes.add("patch: replace resource")
            patch["$patch"] = "replace"
        return patch

    @staticmethod
    def _empty(resource):
        """A patch that names the resource and changes nothing."""
        metadata = {key: resource["metadata"][key] for key in ("name", "namespace") if key in resource["metadata"]}
        return {"apiVersion": resource["apiVersion"], "kind": resource["kind"], "metadata": metadata}

    def _text_map(self):
        return {self.dice.choice(["team", "note", "app"]): self.dice.choice(["one", "true", "3", None])}

    def part(self, value):
        """A part of a mapping, changed."""
        part = {}
        keys = [key for key in value if key != "matchLabels"] or list(value)
        chosen = self.dice.some(keys, 1, 2)
        keyed = [key for key in keys if merge_key(key, value[key] if isinstance(value[key], list) else [])]
        if keyed and self.dice.likely(0.6):
            chosen = [*dict.fromkeys([*chosen, self.dice.choice(keyed)])]
        for key in chosen:
            part[key] = self._item(key, value[key])
        if self.dice.likely(0.08):
            part[self.dice.choice(["extra", "paused", "added.key"])] = self.inventor.anything(1)
        if self.dice.likely(0.03):
            self.notes.add("patch: $patch in a mapping")
            part["$patch"] = self.dice.choice(["replace", "replace", "merge", "delete"])
        return part

    def _item(self, key, value):
        if self.dice.likely(0.05):
            self.notes.add("patch: null")
            return None
        if isinstance(value, dict) and value:
            return self.part(value)
        if isinstance(value, list):
            field_key = merge_key(key, value)
            return self._keyed_list(key, field_key, value) if field_key else self._plain_list(key, value)
        if self.dice.likely(0.04):
            return self.dice.choice([{}, []])
        return self.changed(value) if not isinstance(value, dict) else {"added": "1"}

    def _plain_list(self, key, value):
        self.notes.add("patch: list without key")
        items = [item if isinstance(item, (dict, list)) else self.changed(item) if self.dice.likely(0.5) else item
                 for item in self.dice.some(value, 1)]
        return [self.part(item) if isinstance(item, dict) and item and self.dice.likely(0.3) else item
                for item in items]

    def _keyed_list(self, field, key, value):
        self.notes.add(f"patch: list {field}")
        items = []
        for item in self.dice.some(value, 1, 2):
            kept = {key: item[key]}
            if "protocol" in item and self.dice.likely(0.8):
                kept["protocol"] = item["protocol"]
            if self.dice.likely(0.12):
                self.notes.add("patch: delete item")
                items.append(kept | {"$patch": "delete"})
                continue
            rest = {name: inner for name, inner in item.items() if name not in kept}
            items.append(kept | (self.part(rest) if rest else {}))
        if self.dice.likely(0.25):
            items.insert(self.dice.randint(0, len(items)), self._new_item(field, key))
        if self.dice.likely(0.08):
            self.notes.add("patch: replace list")
            items.insert(0, {"$patch": "replace"})
        return items

    def _new_item(self, field, key):
        match field:
            case "containers" | "initContainers":
                return self.inventor.container("extra")
            case "env":
                return self.inventor.variable("ADDED")
            case "volumes":
                return self.inventor.volume("added")
            case "ports":
                return {key: 9090, "name": "metrics"}
            case "volumeMounts":
                return {"mountPath": "/added", "name": "added"}
        return {key: "added", "note": "new"}

    def directive(self, resource):
        """A merge that orders or trims a list by directive, or None where nothing fits."""
        finalizers = resource["metadata"].get("finalizers")
        patch = self._empty(resource)
        if finalizers and self.dice.likely(0.8):
            self.notes.add("patch: $deleteFromPrimitiveList")
            patch["metadata"]["$deleteFromPrimitiveList/finalizers"] = finalizers[:1]
            return patch
        for path, value in nodes(resource):
            if path[-1] == "containers" and len(path) < 6:
                self.notes.add("patch: $setElementOrder")
                names = [{"name": item["name"]} for item in reversed(value)]
                node = patch
                for key in path[:-1]:
                    node = node.setdefault(key, {})
                node["$setElementOrder/containers"] = names
                node["containers"] = [names[0] | {"image": "changed:1"}]
                return patch
        return None

    # JSON patches

    def operations(self, resource):
        """A JSON patch that applies to the resource as it is written."""
        operations = []
        gone = []
        for _ in range(self.dice.randint(1, 3)):
            found = [(path, item) for path, item in nodes(resource)
                     if path not in IDENTITY and not any(path[:len(each)] == each for each in gone)]
            if not found:
                break
            path, value = self.dice.choice(found)
            operation = self._operation(path, value)
            operations.append(operation)
            if operation["op"] in ("remove", "move", "replace"):
                # What stood there is gone, and behind it in a list everything has moved.
                gone.append(path[:-1] if isinstance(path[-1], int) else path)
            self.notes.add(f"json patch: {operation['op']}")
        return operations or [{"op": "add", "path": "/metadata/labels", "value": {"added": "yes"}}]

    def _operation(self, path, value):
        where = pointer(path)
        match self.dice.weighted({"replace": 5, "add": 5, "remove": 2, "test": 1, "copy": 1, "move": 1}):
            case "add" if isinstance(value, list):
                item = value[0] if value else "first"
                index = self.dice.choice(["-", "-", 0])
                return {"op": "add", "path": f"{where}/{index}", "value": self._similar(item)}
            case "add" if isinstance(value, dict):
                key = self.dice.choice(["added", "a~1b", "c~0d", "with.dot"])
                return {"op": "add", "path": f"{where}/{key}", "value": self.inventor.anything(1)}
            case "remove":
                return {"op": "remove", "path": where}
            case "test" if not has_raw(value):
                return {"op": "test", "path": where, "value": value}
            case "copy" if isinstance(path[-1], str):
                return {"op": "copy", "from": where, "path": pointer((*path[:-1], "copied"))}
            case "move" if isinstance(path[-1], str):
                return {"op": "move", "from": where, "path": pointer((*path[:-1], "moved"))}
        return {"op": self.dice.choice(["replace", "replace", "add"]), "path": where, "value": self._similar(value)}

    def _similar(self, value):
        if isinstance(value, dict) and value:
            return {key: item if isinstance(item, (dict, list)) else self.changed(item) for key, item in value.items()}
        if isinstance(value, list):
            return [*value[:1], *([self.changed("x")] if self.dice.likely(0.3) else [])]
        return self.changed(value) if not isinstance(value, dict) else {}

