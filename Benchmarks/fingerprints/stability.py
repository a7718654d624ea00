#!/usr/bin/env python3
"""Are findings known again after their files have changed where it does not matter?

Each repository below FOLDER is checked as it is, then with its folder renamed and moved deeper, 50 lines of comments
above every YAML file (empty ones above JSON) and every YAML file indented anew. A fingerprint is kept when both reports
have it. Needs pyyaml. Prints one line a repository; exit 1 when two findings of a report share a fingerprint, or fewer
than --keep of a hundred are kept.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

LINES = 50
LINE = re.compile(r"^( *)((?:- +)*)(.*)$", re.S)


def same(one, other):
    return list(yaml.load_all(one, Loader=yaml.BaseLoader)) == list(yaml.load_all(other, Loader=yaml.BaseLoader))


def block_scalars(text):
    """Line numbers inside of block scalars, each with the indentation of its first line."""
    inside = {}
    lines = text.split("\n")
    for token in yaml.scan(text):
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            numbers = range(token.start_mark.line + 1, token.end_mark.line + 1)
            first = next((lines[n] for n in numbers if n < len(lines) and lines[n].strip()), "")
            indent = len(first) - len(first.lstrip(" "))
            for n in numbers:
                if n < len(lines) and (not lines[n].strip() or lines[n].startswith(" " * indent)):
                    inside[n] = indent
    return inside


def indented(text):
    """The text with all indentation doubled; what that would change is left as it is."""
    try:
        inside = block_scalars(text)
        lines = []
        for n, line in enumerate(text.split("\n")):
            if n in inside:
                lines.append(" " * inside[n] + line if line.strip() else line)
                continue
            spaces, dashes, rest = LINE.match(line).groups()
            new = " " * (2 * len(spaces))
            for dash in re.findall(r"- +", dashes):
                new += "-" + " " * (2 * len(dash) - 1)
            lines.append(new + rest if rest.strip() or dashes else line)
        result = "\n".join(lines)
        return result if same(text, result) else text
    except yaml.YAMLError:
        return text


def change(folder):
    """Changes all files below a folder. Returns how many were indented anew, of how many YAML files."""
    done = total = 0
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            if os.path.islink(path) or not name.lower().endswith((".yaml", ".yml", ".json")):
                continue
            with open(path, encoding="utf-8", errors="surrogateescape", newline="") as f:
                text = f.read()
            if name.lower().endswith(".json"):
                new = "\n" * LINES + text
            else:
                total += 1
                deep = indented(text)
                done += deep != text
                new = "".join(f"# line {n} above\n" for n in range(LINES)) + deep
            with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
                f.write(new)
    return done, total


def check(binary, at, path):
    run = subprocess.run([os.path.abspath(binary), "check", "--format", "json", path], cwd=at, capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(f"{path}: exit {run.returncode}: {run.stderr.decode(errors='replace')}")
    return json.loads(run.stdout)["findings"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/fargate-lint")
    parser.add_argument("--keep", type=float, default=99)
    parser.add_argument("--verbose", action="store_true", help="show the findings that are not known again")
    parser.add_argument("folder")
    arguments = parser.parse_args()
    shared = kept = count = 0
    for name in sorted(os.listdir(arguments.folder)):
        source = os.path.join(arguments.folder, name)
        if not os.path.isdir(source):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copytree(source, os.path.join(scratch, "one", name), symlinks=True)
            shutil.copytree(source, os.path.join(scratch, "two", "moved", "again"), symlinks=True)
            for at, folders, files in os.walk(scratch):
                for entry in folders + files:
                    if not os.path.islink(os.path.join(at, entry)):
                        os.chmod(os.path.join(at, entry), 0o755)
            done, total = change(os.path.join(scratch, "two"))
            before = check(arguments.binary, os.path.join(scratch, "one"), name)
            after = check(arguments.binary, os.path.join(scratch, "two"), "moved/again")
        keys = {f["fingerprint"] for f in before}
        again = {f["fingerprint"] for f in after}
        doubles = len(before) - len(keys) + len(after) - len(again)
        print(f"{name}: {len(before)} findings, {len(keys & again)} kept, {len(again - keys)} new, {doubles} shared; "
              f"{done} of {total} files indented anew")
        if arguments.verbose:
            for title, findings, others in (("lost", before, again), ("new", after, keys)):
                for f in findings:
                    if f["fingerprint"] not in others:
                        print(f"  {title} {f['file']}:{f['start']['line']}: {f['rule']}: {f['message']} {f['fingerprint']}")
        shared += doubles
        kept += len(keys & again)
        count += len(keys)
    share = 100 * kept / count if count else 100
    print(f"{count} findings, {kept} kept ({share:.2f} %), {shared} shared")
    sys.exit(0 if shared == 0 and share >= arguments.keep else 1)


main()
