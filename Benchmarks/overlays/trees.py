"""Invents trees of kustomizations from a seed."""

import posixpath

from dice import Dice
from features import EARLY, FEATURES, name_suffix
from layers import Known, Layer, Tree
from manifests import CLUSTER_WIDE, KIND_WEIGHTS, NAMES

SHAPES = {"single": 24, "overlay": 34, "three": 10, "two bases": 12, "diamond": 12, "base with prefix": 8}


class Grower:
    """Grows one tree, from the bases up."""

    def __init__(self, seed):
        self.dice = Dice(seed)
        self.tree = Tree()
        self.taken = set()

    def grow(self):
        shape = self.dice.weighted(SHAPES)
        self.tree.notes.add(f"shape: {shape}")
        match shape:
            case "single":
                top = self.layer("app", own=(1, 3), features=(1, 4))
            case "overlay":
                base = self.layer("base", own=(1, 3), features=(0, 1))
                top = self.layer("overlays/prod", [base], own=(0, 1), features=(1, 4))
            case "three":
                base = self.layer("base", own=(1, 2), features=(0, 1))
                middle = self.layer("overlays/region", [base], own=(0, 1), features=(1, 2))
                top = self.layer("overlays/one", [middle], own=(0, 1), features=(1, 2))
            case "two bases":
                bases = [self.layer(name, own=(1, 2), features=(0, 2)) for name in ("base", "shared")]
                top = self.layer("prod", bases, own=(0, 1), features=(1, 3))
            case "base with prefix":
                base = self.layer("base", own=(2, 3), features=(0, 1), always=["name_prefix"])
                top = self.layer("prod", [base], own=(0, 1), features=(1, 3), always=["name_suffix"])
            case "diamond":
                base = self.layer("base", own=(1, 3), features=(0, 1))
                sides = [self.layer(name, [base], own=(0, 0), features=(0, 2), variant=number)
                         for number, name in enumerate(["left", "right"])]
                top = self.layer("all", sides, own=(0, 1), features=(0, 2))
        self.tree.entry = top.path
        return self.tree

    def layer(self, path, below=(), *, own, features, always=(), variant=None):
        """A finished layer on others."""
        known = [each.copy() for layer in below for each in layer.known]
        layer = Layer(self.tree, self.dice, path, known)
        drawn = self._draw(features)
        if any(each.generated for each in known) and variant is None and self.dice.likely(0.3):
            drawn.append(self.dice.choice(EARLY))
        self._apply(layer, [each for each in drawn if each in EARLY])
        self._cast(layer, self.dice.randint(*own))
        for lower in below:
            where = posixpath.relpath(lower.path, path)
            field = self.dice.weighted({"resources": 12, "bases": 1})
            self.tree.notes.add(f"field: {field}")
            layer.add(field, self.dice.choice([where, where, f"{where}/", f"./{where}"]))
        if variant is not None:
            by_name = {feature.__name__: feature for feature in FEATURES}
            by_name["name_prefix" if self.dice.likely(0.8) else "namespace"](layer)
            self._distinguish(layer, variant)
        self._apply(layer, [feature for feature in FEATURES if feature.__name__ in always])
        if self.dice.likely(0.12):
            self._component(layer)
        self._apply(layer, [each for each in drawn if each not in EARLY])
        if not layer.own and not layer.fields:  # kubectl refuses an empty kustomization
            self._cast(layer, 1)
        layer.finish()
        return layer

    def _draw(self, bounds):
        count = self.dice.randint(*bounds)
        return self.dice.choices(list(FEATURES), list(FEATURES.values()), k=count)

    def _apply(self, layer, features):
        for feature in features:
            if feature(layer) is not False:
                self.tree.notes.add(f"feature: {feature.__name__}")

    def _distinguish(self, layer, variant):
        """Two variants of one base need different names or namespaces."""
        if layer.prefix:
            layer.prefix = ["left-", "right-"][variant]
            layer.fields["namePrefix"] = layer.prefix
        if layer.namespace:
            layer.namespace = ["west", "east"][variant]
            layer.fields["namespace"] = layer.namespace

    def _cast(self, layer, count):
        """Chooses who appears, then invents them, so that they can refer to each other."""
        chosen = []
        for _ in range(count):
            kind = self.dice.weighted(KIND_WEIGHTS)
            free = [name for name in NAMES if (kind, name) not in self.taken]
            if free:
                name = self.dice.choice(free)
                self.taken.add((kind, name))
                chosen.append((kind, name))
        if chosen and chosen[0][0] not in CLUSTER_WIDE and self.dice.likely(0.03):
            chosen.append(chosen[0])
        places = []
        for kind, name in chosen:
            known = Known({"kind": kind, "metadata": {"name": name}})
            layer.known.append(known)
            places.append(known)
        done = set()
        for (kind, name), known in zip(chosen, places):
            known.resource = layer.inventor.resource(kind, name)
            if (kind, name) in done:
                self.tree.notes.add("resources: one name in two namespaces")
                known.resource["metadata"]["namespace"] = "other"
            done.add((kind, name))
            known.namespace = known.resource["metadata"].get("namespace")
            layer.own.append(known.resource)
            self.tree.notes.add(f"kind: {kind}")

    def _component(self, parent):
        """A component that the parent takes in."""
        path = posixpath.join("components", f"part{len(self.tree.files)}")
        component = Layer(self.tree, self.dice, path, parent.known, component=True)
        drawn = self._draw((1, 2))
        self._apply(component, [each for each in drawn if each in EARLY])
        self._cast(component, self.dice.randint(0, 1))
        self._apply(component, [each for each in drawn if each not in EARLY])
        if not component.own and not component.fields:
            self._apply(component, [name_suffix])
        component.finish()
        parent.add("components", posixpath.relpath(path, parent.path))
        self.tree.notes.add("field: components")


def grow(seed):
    """The tree of a seed."""
    return Grower(seed).grow()
