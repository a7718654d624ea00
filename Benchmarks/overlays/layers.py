"""What one kustomization of a tree holds while it is being invented."""

from dataclasses import dataclass, field

from manifests import POD_SPEC_PATHS, Inventor
from patches import PatchInventor
from writing import Writer, documents, has_raw, json_text

UNNAMED_KINDS = {"CustomResourceDefinition", "Namespace", "APIService"}


@dataclass
class Tree:
    """Files by path, the folder to build, and notes of the features that occur."""

    files: dict = field(default_factory=dict)
    entry: str = "."
    notes: set = field(default_factory=set)


@dataclass
class Known:
    """A resource as a layer sees it: what its file says, and the name it bears by now."""

    resource: dict
    prefix: str = ""
    suffix: str = ""
    namespace: str | None = None
    hashed: bool = False
    generated: bool = False

    @property
    def kind(self):
        return self.resource["kind"]

    @property
    def name(self):
        return self.resource["metadata"]["name"]

    @property
    def current(self):
        """The name with what layers have put around it."""
        return self.name if self.kind in UNNAMED_KINDS else self.prefix + self.name + self.suffix

    def copy(self):
        return Known(**vars(self))


class Layer:
    """A kustomization, its own files and all the resources that it customizes."""

    def __init__(self, tree, dice, path, known=None, component=False):
        self.tree = tree
        self.dice = dice
        self.path = path
        self.component = component
        self.fields = {}
        self.known = [] if known is None else known
        self.own = []
        self.fresh = []
        self.prefix = self.suffix = ""
        self.namespace = None
        self.inventor = Inventor(dice, self)
        self.patches = PatchInventor(dice, self.inventor, tree.notes)

    def get(self, kind):
        """The names of a kind that exist: the cast of the inventor."""
        return [each.name for each in self.known if each.kind == kind]

    def note(self, text):
        self.tree.notes.add(text)

    def choose(self, kinds=None, accepts=lambda each: True):
        """A resource that the layer knows, or None."""
        found = [each for each in self.known if (not kinds or each.kind in kinds) and accepts(each)]
        return self.dice.choice(found) if found else None

    def choose_for_merge(self):
        """A resource for a strategic merge: those with lists that merge are the interesting ones."""
        return self.choose([*POD_SPEC_PATHS, "Service", "ValidatingWebhookConfiguration", "Widget"]) \
            if self.dice.likely(0.5) else self.choose()

    def widgets(self):
        """The resources of the kind that no schema knows, of which there is one afterwards."""
        if "Widget" not in [each.kind for each in self.known]:
            self.invent("Widget", "gadget")
        return [each for each in self.known if each.kind == "Widget"]

    def invent(self, kind, name):
        """Adds an own resource."""
        known = Known(self.inventor.resource(kind, name))
        known.namespace = known.resource["metadata"].get("namespace")
        self.known.append(known)
        self.own.append(known.resource)

    def ambiguous(self, known):
        """Whether another resource had the same name in the beginning."""
        return sum(each.name == known.name and each.kind == known.kind for each in self.known) > 1

    def name_of(self, known):
        """A name by which the layer may call the resource."""
        return known.current if self.ambiguous(known) or self.dice.likely(0.1) else known.name

    def add(self, name, item):
        """Appends to a list of the kustomization."""
        self.fields.setdefault(name, []).append(item)

    def write(self, name, text):
        """Writes a file of the layer under a name that is still free, which it returns."""
        stem, dot, ending = name.rpartition(".")
        number = 1
        while f"{self.path}/{name}" in self.tree.files:
            number += 1
            name = f"{stem}-{number}{dot}{ending}"
        self.tree.files[f"{self.path}/{name}"] = text
        return name

    def text(self, values, *, calm=True):
        """Values as the text of a patch or configuration."""
        return documents(self.dice, self.tree.notes, values, calm=calm)

    def finish(self):
        """Writes what has been invented, and gives the known resources their new names."""
        self._write_resources()
        for each in self.known:
            each.prefix = self.prefix + each.prefix
            each.suffix += self.suffix
            each.namespace = self.namespace or each.namespace
        self._write_kustomization()

    def _write_resources(self):
        own = list(self.own)
        while own:
            count = 1 if self.dice.likely(0.6) else self.dice.randint(1, len(own))
            group, own = own[:count], own[count:]
            name = f"{group[0]['kind'].lower()}.yaml" if count == 1 else "resources.yaml"
            if self.dice.likely(0.08):
                self.note("resources: List")
                group = [{"apiVersion": "v1", "kind": "List", "items": group}]
            if len(group) == 1 and self.dice.likely(0.07) and not has_raw(group):
                self.note("resources: JSON")
                name, text = name.replace(".yaml", ".json"), json_text(self.dice, group[0])
            else:
                text = self.text(group, calm=False)
            if self.dice.likely(0.06):
                name = f"parts/{name}"
            self.add("resources", self.write(name, text))

    def _write_kustomization(self):
        if "resources" in self.fields:
            self.dice.shuffle(self.fields["resources"])
        heads = {}
        if self.component or self.dice.likely(0.4):
            version = "v1alpha1" if self.component else "v1beta1"
            heads = {"apiVersion": f"kustomize.config.k8s.io/{version}",
                     "kind": "Component" if self.component else "Kustomization"}
        fields = list(self.fields.items())
        self.dice.shuffle(fields)
        name = self.dice.weighted({"kustomization.yaml": 30, "kustomization.yml": 1, "Kustomization": 1})
        self.tree.files[f"{self.path}/{name}"] = Writer(self.dice, self.tree.notes).document(heads | dict(fields))
