#!/usr/bin/env python3
"""Applies every fix that SARIF reports offer, each by itself, and reads the file again with the program.

A fix must leave all documents of its file as they were but one, and must change that one. Then `fix --unsafe` is run on
the whole folder and the folder checked again: the findings that it says are fixed must be gone, and none may be new.
Each folder given is one repository; it is copied, and the copy is changed.
"""
import argparse
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse


def run(binary, arguments, folder):
    return subprocess.run([binary, *arguments], cwd=folder, capture_output=True, check=False)


def offset(lines, line, column):
    """The place in bytes of a position in UTF-16 units; lines keep their ends."""
    before = sum(len(text) for text in lines[: line - 1])
    if line > len(lines):
        return before
    units = lines[line - 1].decode().encode("utf-16-le")[: 2 * (column - 1)]
    return before + len(units.decode("utf-16-le").encode())


def edited(data, change):
    mark = b"\xef\xbb\xbf"
    start = mark if data.startswith(mark) else b""
    body = data[len(start):]
    lines = list(split(body))
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        first = offset(lines, region["startLine"], region["startColumn"])
        last = offset(lines, region["endLine"], region["endColumn"])
        text = replacement.get("insertedContent", {}).get("text", "").encode()
        body = body[:first] + text + body[last:]
    return start + body


def split(body):
    """Lines with their ends: LF, CR LF or CR."""
    line = bytearray()
    for place, byte in enumerate(body):
        line.append(byte)
        if byte == 0x0A or (byte == 0x0D and body[place + 1 : place + 2] != b"\n"):
            yield bytes(line)
            line.clear()
    if line:
        yield bytes(line)


def documents(binary, file, folder):
    return run(binary, ["parse", "--format", "json", file], folder).stdout.splitlines()


def fingerprints(findings):
    return collections.Counter((f["rule"], f["fingerprint"].split(":")[0]) for f in findings)


def findings(binary, folder):
    return json.loads(run(binary, ["check", "--format", "json", "--fail-on", "never", "."], folder).stdout)["findings"]


class Sums(collections.Counter):
    def fail(self, text):
        self["failures"] += 1
        print("  " + text)


def try_each(binary, folder, sums):
    """Each fix by itself."""
    report = json.loads(run(binary, ["check", "--format", "sarif", "--fail-on", "never", "."], folder).stdout)
    for result in report["runs"][0]["results"]:
        sums["findings"] += 1
        for fix in result.get("fixes", []):
            sums["fixes"] += 1
            sums["fixes of " + result["ruleId"]] += 1
            change = fix["artifactChanges"][0]
            name = urllib.parse.unquote(change["artifactLocation"]["uri"])
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                data = file.read()
            before = documents(binary, name, folder)
            try:
                with open(path, "wb") as file:
                    file.write(edited(data, change))
                after = documents(binary, name, folder)
            finally:
                with open(path, "wb") as file:
                    file.write(data)
            changed = sum(one != other for one, other in zip(before, after))
            if len(before) != len(after) or changed != 1:
                sums.fail(f"{name}: {result['ruleId']}: {len(before)} documents, {len(after)} after it, {changed} changed")


def try_all(binary, folder, sums):
    """All fixes together, as `fix --unsafe` makes them."""
    before = fingerprints(findings(binary, folder))
    start = time.monotonic()
    result = run(binary, ["fix", "--unsafe", "."], folder)
    sums["milliseconds of fix"] += int(1000 * (time.monotonic() - start))
    errors = result.stderr.decode().splitlines()
    sums["refused after checking again"] += sum(": not fixed: " in line for line in errors)
    if result.returncode != 0:
        sums.fail(f"fix ended with {result.returncode}: {errors[-1:]}")
    count = errors[-1].split(": ")[-1].split(" ")[0] if errors else ""
    fixed = int(count) if count.isdigit() else 0
    sums["fixed"] += fixed
    after = fingerprints(findings(binary, folder))
    if after - before:
        sums.fail(f"new findings: {sorted(after - before)[:5]}")
    if sum(before.values()) - sum(after.values()) < fixed:
        sums.fail(f"{fixed} said to be fixed, {sum(before.values()) - sum(after.values())} fewer findings")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", help="repositories")
    parser.add_argument("--binary", required=True)
    arguments = parser.parse_args()
    binary = os.path.abspath(arguments.binary)
    sums = Sums()
    for source in arguments.folders:
        print(os.path.basename(source.rstrip("/")), flush=True)
        with tempfile.TemporaryDirectory() as scratch:
            folder = os.path.join(scratch, "copy")
            shutil.copytree(source, folder, symlinks=True)
            try_each(binary, folder, sums)
            try_all(binary, folder, sums)
    for name, count in sorted(sums.items()):
        print(f"{count:8} {name}")
    sys.exit(1 if sums["failures"] else 0)


if __name__ == "__main__":
    main()
