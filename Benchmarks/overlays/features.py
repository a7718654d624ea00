"""The fields of a kustomization, each as a function that adds one use of it to a layer.

A feature returns False where the layer has nothing that it could apply to.
"""

import re

from manifests import POD_SPEC_PATHS, pod_spec
from layers import Known
from patches import nodes
from writing import has_raw, json_text

FEATURES = {}
PLAIN_KEY = re.compile(r"[A-Za-z][\w-]*")


def feature(weight):
    """Registers a function with the weight by which it is drawn."""
    def register(function):
        FEATURES[function] = weight
        return function
    return register


# Names, labels, annotations


@feature(3)
def namespace(layer):
    layer.namespace = layer.dice.choice(["prod", "staging", "default"])
    layer.fields["namespace"] = layer.namespace


@feature(3)
def name_prefix(layer):
    layer.prefix = layer.dice.choice(["dev-", "p-", "a."])
    layer.fields["namePrefix"] = layer.prefix


@feature(2)
def name_suffix(layer):
    layer.suffix = layer.dice.choice(["-v2", "-x"])
    layer.fields["nameSuffix"] = layer.suffix


def pairs(layer):
    return dict(layer.dice.some([("env", "prod"), ("app", "all"), ("tier", "true"), ("example.com/part", "x y"),
                                 ("build", "007"), ("empty", "")], 1, 2))


@feature(4)
def labels(layer):
    entry = {"pairs": pairs(layer) if layer.dice.likely(0.9) else {"env": "other"}}
    if layer.dice.likely(0.35):
        entry["includeSelectors"] = layer.dice.likely(0.8)
        layer.note("labels: includeSelectors")
    if layer.dice.likely(0.35):
        entry["includeTemplates"] = layer.dice.likely(0.8)
        layer.note("labels: includeTemplates")
    if layer.dice.likely(0.3):
        layer.note("labels: fields")
        entry["fields"] = [layer.dice.choice([
            {"path": "spec/labels", "create": True, "kind": "Widget"},
            {"path": "spec/template/metadata/labels", "create": True, "kind": "Deployment"},
            {"path": "spec/template/metadata/annotations", "create": False, "group": "apps", "version": "v1"},
            {"path": "spec/items[]/labels", "create": True, "kind": "Widget"},
            {"path": "spec/jobTemplate/metadata/labels", "create": True, "group": "batch"}])]
    layer.add("labels", entry)


@feature(2)
def common_labels(layer):
    layer.fields["commonLabels"] = pairs(layer)


@feature(2)
def common_annotations(layer):
    layer.fields["commonAnnotations"] = pairs(layer) | ({"long": "one\ntwo\n"} if layer.dice.likely(0.1) else {})


# Patches


def target(layer, known):
    """A selector that matches the resource, and maybe others."""
    dice = layer.dice
    selector = {}
    if dice.likely(0.9):
        kind = known.kind
        selector["kind"] = dice.choice([kind, kind, kind, f"{kind}|Nothing", f"^{kind}$", kind[:4] + ".*"])
        if selector["kind"] != kind:
            layer.note("target: kind as expression")
    if dice.likely(0.75) or not selector:
        name = layer.name_of(known)
        selector["name"] = dice.choice([name, name, name, name[:1] + ".*", f"^{name}$", f"{name}|nothing", ".*"])
        if selector["name"] != name:
            layer.note("target: name as expression")
    group, _, version = known.resource["apiVersion"].rpartition("/")
    if dice.likely(0.15):
        selector["version"] = version
        layer.note("target: version")
    if group and dice.likely(0.15):
        selector["group"] = group
        layer.note("target: group")
    if dice.likely(0.5 if known.namespace else 0.03):
        selector["namespace"] = dice.choice([known.namespace or "default", ".*"])
        layer.note("target: namespace")
    metadata = known.resource["metadata"]
    for field, option in (("labels", "labelSelector"), ("annotations", "annotationSelector")):
        simple = {key: value for key, value in (metadata.get(field) or {}).items()
                  if re.fullmatch(r"[\w-]+", str(value)) and PLAIN_KEY.fullmatch(key)}
        if simple and dice.likely(0.4):
            key = dice.choice(list(simple))
            value = simple[key]
            selector[option] = dice.choice([
                f"{key}={value}", key, f"{key} in ({value}, other)", f"{key}!=other", f"{key}=={value}",
                f"!absent,{key}", f"{key} notin (other)"])
            layer.note(f"target: {option}")
    return selector


def exact_target(layer, known):
    selector = {"kind": known.kind, "name": layer.name_of(known)}
    group, _, version = known.resource["apiVersion"].rpartition("/")
    if layer.dice.likely(0.5):
        selector["version"] = version
        if group:
            selector["group"] = group
    if known.resource["metadata"].get("namespace") and (layer.ambiguous(known) or layer.dice.likely(0.5)):
        selector["namespace"] = known.namespace
    return selector


def put(layer, entry, text, stem, ending="yaml"):
    """Adds the text of a patch to the entry, in place or as a file."""
    if layer.dice.likely(0.5):
        layer.note("patch: inline")
        entry["patch"] = text
    else:
        layer.note("patch: by path")
        entry["path"] = layer.write(f"{stem}.{ending}", text)
    return entry


def merge_text(layer, known):
    patch = layer.patches.merge(known.resource)
    patch["metadata"]["name"] = layer.name_of(known)
    return patch


@feature(9)
def strategic_patch(layer):
    known = layer.choose_for_merge()
    if not known:
        return False
    patches = [merge_text(layer, known)]
    if layer.dice.likely(0.12):
        other = layer.choose(accepts=lambda each: each is not known)
        if other:
            layer.note("patch: several documents")
            patches.append(merge_text(layer, other))
    entry = {}
    if len(patches) == 1 and layer.dice.likely(0.35):
        layer.note("patch: strategic with target")
        entry["target"] = target(layer, known)
        if layer.dice.likely(0.3):
            rename(layer, entry, patches[0])
    if layer.dice.likely(0.1) and not has_raw(patches):
        text = "\n---\n".join(json_text(layer.dice, patch) for patch in patches)
    else:
        text = layer.text(patches, calm=layer.dice.likely(0.7))
    layer.add("patches", put(layer, entry, text, "patch"))


def rename(layer, entry, patch):
    """Lets the patch change a name or a kind, with or without leave."""
    if layer.dice.likely(0.5):
        layer.note("patch: allowNameChange")
        patch["metadata"]["name"] = f"renamed-{layer.dice.randint(1, 9)}"
        entry["options"] = {"allowNameChange": layer.dice.likely(0.8)}
    else:
        layer.note("patch: allowKindChange")
        patch["kind"] = "Replacement"
        entry["options"] = {"allowKindChange": layer.dice.likely(0.8)}


@feature(1)
def directive_patch(layer):
    known = layer.choose(accepts=lambda each: "finalizers" in each.resource["metadata"]) or layer.choose(POD_SPEC_PATHS)
    patch = known and layer.patches.directive(known.resource)
    if not patch:
        return False
    patch["metadata"]["name"] = layer.name_of(known)
    layer.add("patches", put(layer, {}, layer.text([patch]), "directive"))


def operations_text(layer, operations):
    if layer.dice.likely(0.3) and not has_raw(operations):
        layer.note("json patch: as JSON")
        return json_text(layer.dice, operations), "json"
    return layer.text([operations]), "yaml"


@feature(6)
def json_patch(layer):
    known = layer.choose()
    if not known:
        return False
    selector = exact_target(layer, known)
    operations = layer.patches.operations(known.resource)
    if layer.dice.likely(0.25):
        selector = target(layer, known)
        operations = [{"op": "add", "path": "/metadata/annotations", "value": {"patched": "yes"}}]
    text, ending = operations_text(layer, operations)
    layer.add("patches", put(layer, {"target": selector}, text, "operations", ending))


@feature(2)
def patches_strategic_merge(layer):
    known = layer.choose()
    if not known:
        return False
    text = layer.text([merge_text(layer, known)])
    layer.add("patchesStrategicMerge", text if layer.dice.likely(0.5) else layer.write("merge.yaml", text))


@feature(2)
def patches_json6902(layer):
    known = layer.choose()
    if not known:
        return False
    text, ending = operations_text(layer, layer.patches.operations(known.resource))
    layer.add("patchesJson6902", put(layer, {"target": exact_target(layer, known)}, text, "operations", ending))


# Images, replicas


def containers_of(resource):
    spec = pod_spec(resource)
    if isinstance(spec, dict):
        return [*spec.get("containers", []), *spec.get("initContainers", [])]
    return [resource["spec"]] if resource["kind"] == "Widget" else []


def bare(image):
    """An image's name without tag and digest."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    return head + slash + last.partition(":")[0]


@feature(4)
def images(layer):
    used = [item["image"] for each in layer.known for item in containers_of(each.resource) if "image" in item]
    if not used:
        return False
    unfit = layer.dice.choice(["ngin.", "app", "nginx:1.25"])
    entry = {"name": bare(layer.dice.choice(used)) if layer.dice.likely(0.92) else unfit}
    for option, values, share in (("newName", ["mirror.local/nginx", "other", "host:5000/a/b"], 0.5),
                                  ("newTag", ["2.0", "latest", "1e3"], 0.5), ("digest", ["sha256:" + "cd" * 32], 0.12),
                                  ("tagSuffix", ["-alpine"], 0.12)):
        if layer.dice.likely(share):
            entry[option] = layer.dice.choice(values)
            layer.note(f"images: {option}")
    layer.add(layer.dice.weighted({"images": 20, "imageTags": 1}), entry)


@feature(3)
def replicas(layer):
    known = layer.choose(["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"])
    if not known:
        return False
    layer.add("replicas", {"name": layer.name_of(known), "count": layer.dice.randint(0, 9)})


# Replacements, variables


def field_path(layer, path):
    """A path as replacements spell it: dots part the keys, unless in brackets or behind a backslash."""
    parts = []
    for key in path:
        text = str(key)
        if "." in text and not text.startswith("["):
            text = layer.dice.choice([text.replace(".", r"\."), f"[{text}]"])
        parts.append(text)
    return ".".join(parts)


def by_name(key, node):
    """How replacements find the item of a list by its name, or None where it has none."""
    named = isinstance(key, int) and isinstance(node, dict) and isinstance(node.get("name"), str)
    return f"[name={node['name']}]" if named else None


def spelled(layer, resource, path):
    """A path in which list indices may be keys or wildcards."""
    parts = []
    node = resource
    for key in path:
        node = node[key]
        if by_name(key, node) and layer.dice.likely(0.6):
            layer.note("replacements: [name=x]")
            parts.append(by_name(key, node))
        elif isinstance(key, int) and layer.dice.likely(0.3):
            layer.note("replacements: *")
            parts.append("*")
        else:
            if isinstance(key, int):
                layer.note("replacements: index")
            parts.append(key)
    return parts


def scalars(known, accepts):
    return [(path, value) for path, value in nodes(known.resource)
            if not isinstance(value, (dict, list)) and accepts(value) and path[0] not in ("kind", "apiVersion")]


def selector(layer, known):
    """A selector of replacements, which takes names and no expressions."""
    chosen = {"kind": known.kind, "name": layer.name_of(known)}
    group, _, version = known.resource["apiVersion"].rpartition("/")
    if layer.dice.likely(0.2):
        chosen["version"] = version
    if group and layer.dice.likely(0.2):
        chosen["group"] = group
    return chosen


@feature(6)
def replacements(layer):
    source = layer.choose()
    if not source:
        return False
    found = scalars(source, lambda value: isinstance(value, (str, int)) and value != "")
    divisible = [each for each in found if isinstance(each[1], str) and re.search("[:./-]", each[1])]
    if divisible and layer.dice.likely(0.3):
        found = divisible
    path, value = layer.dice.choice(found) if layer.dice.likely(0.8) else (("metadata", "name"), source.name)
    origin = selector(layer, source)
    if path != ("metadata", "name") or layer.dice.likely(0.3):
        origin["fieldPath"] = field_path(layer, [
            by_name(key, node) or key for key, node in walk(source.resource, path)])
    separator = next((mark for mark in ":./-" if isinstance(value, str) and mark in value), None)
    if separator and layer.dice.likely(0.7):
        layer.note("replacements: source delimiter")
        origin["options"] = {"delimiter": separator, "index": layer.dice.randint(0, value.count(separator))}
        if origin["options"]["index"] == 0 and layer.dice.likely(0.5):
            del origin["options"]["index"]
    targets = [replacement_target(layer, value) for _ in range(layer.dice.choice([1, 1, 2]))]
    entry = {"source": origin, "targets": targets}
    if layer.dice.likely(0.25):
        layer.note("replacements: by path")
        content = entry if layer.dice.likely(0.6) else [entry]
        layer.add("replacements", {"path": layer.write("replacement.yaml", layer.text([content]))})
    else:
        layer.add("replacements", entry)


def walk(value, path):
    """The keys of a path, each with the node that it leads to."""
    for key in path:
        value = value[key]
        yield key, value


def replacement_target(layer, value):
    """A target for a value: mostly of the same type, for kubectl refuses a text that becomes a number."""
    known = layer.choose()
    wide = layer.dice.likely(0.15)
    entry = {"select": {"kind": known.kind} if wide else selector(layer, known)}
    if wide:
        other = layer.choose([known.kind])
        if layer.dice.likely(0.5):
            layer.note("replacements: reject")
            entry["reject"] = [{"name": layer.name_of(other)}]
        entry["fieldPaths"] = ["metadata.annotations.replaced"]
        entry["options"] = {"create": True}
        layer.note("replacements: create")
        return entry
    kind = type(value) if layer.dice.likely(0.93) else object
    found = scalars(known, lambda each: each is not None and isinstance(each, kind))
    if not found:
        found = [(("metadata", "name"), known.name)]
    paths = layer.dice.some(found, 1, layer.dice.choice([1, 1, 2]))
    entry["fieldPaths"] = [field_path(layer, spelled(layer, known.resource, path)) for path, _ in paths]
    separator = next((mark for mark in ":./-" if isinstance(paths[0][1], str) and mark in paths[0][1]), None)
    if len(paths) == 1 and separator and layer.dice.likely(0.6):
        layer.note("replacements: target delimiter")
        entry["options"] = {"delimiter": separator, "index": layer.dice.choice([0, 1, 1, -1, 5])}
    elif layer.dice.likely(0.25):
        layer.note("replacements: create")
        entry["fieldPaths"] = [layer.dice.choice([
            "metadata.annotations.made", "metadata.labels.made", r"metadata.annotations.a\.b/c"])]
        entry["options"] = {"create": True}
        if known.kind in POD_SPEC_PATHS and layer.dice.likely(0.4):
            base = ".".join(POD_SPEC_PATHS[known.kind])
            entry["fieldPaths"] = [f"{base}.containers.[name=main].env.[name=MADE].value"]
    elif layer.dice.likely(0.1):
        layer.note("replacements: encoding")
        entry["options"] = {"encoding": "base64"}
    return entry


@feature(2)
def variables(layer):
    source = layer.choose()
    workloads = [each for each in layer.known if each.resource in layer.own and pod_spec(each.resource)]
    if not source or not workloads or layer.component:
        return False
    name = re.sub(r"\W", "_", f"{source.kind}_{source.name}_{len(layer.tree.files)}".upper())
    reference = {"apiVersion": source.resource["apiVersion"], "kind": source.kind, "name": source.name}
    entry = {"name": name, "objref": reference}
    found = [path for path, _ in scalars(source, lambda value: isinstance(value, (str, int)))
             if all(isinstance(key, str) and PLAIN_KEY.fullmatch(key) for key in path)]
    if found and layer.dice.likely(0.4):
        entry["fieldref"] = {"fieldPath": ".".join(layer.dice.choice(found))}
    layer.add("vars", entry)
    container = layer.dice.choice(pod_spec(layer.dice.choice(workloads).resource)["containers"])
    use = layer.dice.choice([f"$({name})", f"--at=$({name}):80", f"$$({name}) $({name}) $(OTHER)"])
    if layer.dice.likely(0.5):
        container.setdefault("args", []).append(use)
    else:
        container.setdefault("env", []).append({"name": "FROM_VAR", "value": use})


# Generators


LITERALS = ["mode=fast", "host=db.local:5432", "flag=true", "port=8080", "empty=", "a=b=c", "quoted='it is'",
            'double="x y"', "spaces=  two words ", "word=über 😀", "n=1e3", "dotted.key=v", "path=/a/b",
            'json={"a": 1}']
FILES = {"app.conf": "[main]\nlevel = 3\n", "notes.txt": "no newline at the end", "data.json": '{"a": [1, 2]}\n',
         "long.txt": "one\n\n  two\nthree\n\n", "empty.txt": "", "wide.txt": "über 😀\ttab\n",
         "crlf.txt": "a\r\nb\r\n"}
ENVS = ["A=1\nB=two words\n", "# comment\n\nTOKEN=abc\nURL=http://x/?a=b\n", "QUOTED=\"q\"\nLAST=z", "  PAD=x \n"]


def generator(layer, kind, field):
    dice = layer.dice
    existing = layer.choose([kind], lambda each: each.generated and each not in layer.fresh)
    behavior = None
    if existing and dice.likely(0.85):
        behavior = dice.choice(["merge", "merge", "replace"])
        name = existing.name
    else:
        free = [name for name in ("conf", "settings", "env", "keys") if name not in layer.get(kind)]
        if not free:
            return False
        name = dice.choice(free)
        behavior = "create" if dice.likely(0.1) else None
    entry = {"name": name}
    if behavior:
        layer.note(f"generator: {behavior}")
        entry["behavior"] = behavior
        if existing and existing.namespace and existing.resource["metadata"].get("namespace"):
            entry["namespace"] = existing.resource["metadata"]["namespace"]
    elif dice.likely(0.08):
        layer.note("generator: namespace")
        entry["namespace"] = "prod"
    sources = dice.some(["literals", "files", "envs"], 1, dice.choice([1, 1, 1, 2]))
    if "literals" in sources:
        entry["literals"] = dice.some(LITERALS, 1, 3)
    if "files" in sources:
        layer.note("generator: files")
        entry["files"] = []
        for number, file_name in enumerate(dice.some(FILES, 1, 2)):
            path = layer.write(f"files/{file_name}" if dice.likely(0.3) else file_name, FILES[file_name])
            entry["files"].append(dice.choice(["", "", f"renamed.key{number}="]) + path)
    if "envs" in sources:
        layer.note("generator: envs")
        path = layer.write("settings.env", dice.choice(ENVS))
        if dice.likely(0.2):
            layer.note("generator: env")
            entry["env"] = path
        else:
            entry["envs"] = [path]
    if kind == "Secret" and dice.likely(0.3):
        layer.note("generator: type")
        entry["type"] = dice.choice(["Opaque", "kubernetes.io/tls", "example.com/any"])
    if dice.likely(0.3):
        entry["options"] = generator_options_value(layer, "generator")
    layer.add(field, entry)
    if behavior not in ("merge", "replace"):
        metadata = {"name": name} | ({"namespace": "prod"} if entry.get("namespace") else {})
        literals = entry.get("literals", []) if kind == "ConfigMap" else []
        data = {text.partition("=")[0]: text.partition("=")[2] for text in literals}
        resource = {"apiVersion": "v1", "kind": kind, "metadata": metadata, "data": data}
        known = Known(resource, generated=True, namespace=metadata.get("namespace"))
        layer.known.append(known)
        layer.fresh.append(known)


def generator_options_value(layer, prefix):
    options = {}
    for option, value, share in (("labels", {"made": "here"}, 0.4), ("annotations", {"made": "by hand"}, 0.3),
                                 ("disableNameSuffixHash", layer.dice.likely(0.85), 0.45), ("immutable", True, 0.2)):
        if layer.dice.likely(share):
            options[option] = value
            layer.note(f"{prefix}: option {option}")
    return options


@feature(6)
def config_map_generator(layer):
    return generator(layer, "ConfigMap", "configMapGenerator")


@feature(4)
def secret_generator(layer):
    return generator(layer, "Secret", "secretGenerator")


@feature(1)
def generator_options(layer):
    if "configMapGenerator" not in layer.fields and "secretGenerator" not in layer.fields:
        config_map_generator(layer)
    layer.fields["generatorOptions"] = generator_options_value(layer, "generatorOptions")


# The kustomization itself


@feature(1)
def sort_options(layer):
    options = {"order": layer.dice.choice(["legacy", "fifo"])}
    if options["order"] == "legacy" and layer.dice.likely(0.3):
        options["legacySortOptions"] = {"orderFirst": ["Namespace", "Deployment"], "orderLast": ["ConfigMap"]}
    layer.fields["sortOptions"] = options


@feature(1)
def metadata(layer):
    layer.fields["metadata"] = {"name": "kustomization", "labels": {"of": "no resource"}}


@feature(4)
def configurations(layer):
    widgets = layer.widgets()
    config = dict(layer.dice.some([
        ("nameReference", [
            {"kind": "ConfigMap", "version": "v1", "fieldSpecs": [{"path": "spec/config/name", "kind": "Widget"}]},
            {"kind": "Secret", "version": "v1", "fieldSpecs": [{"path": "spec/secrets", "kind": "Widget"}]}]),
        ("images", [{"path": "spec/image", "kind": "Widget"}]),
        ("commonLabels", [{"path": "spec/labels", "create": True, "kind": "Widget"}]),
        ("commonAnnotations", [{"path": "spec/notes", "create": True, "kind": "Widget"}]),
        ("namePrefix", [{"path": "spec/title", "kind": "Widget"}, {"path": "metadata/name", "kind": "Widget"}]),
        ("namespace", [{"path": "spec/namespace", "create": True, "kind": "Widget"}]),
        ("replicas", [{"path": "spec/size", "create": True, "kind": "Widget"}]),
        ("varReference", [{"path": "spec/options", "kind": "Widget"}]),
    ], 1, 3))
    for field in config:
        layer.note(f"configurations: {field}")
    if "replicas" in config and layer.dice.likely(0.5):
        layer.add("replicas", {"name": layer.name_of(layer.dice.choice(widgets)), "count": 3})
    layer.add("configurations", layer.write("config.yaml", layer.text([config])))


EARLY = [config_map_generator, secret_generator, generator_options]
