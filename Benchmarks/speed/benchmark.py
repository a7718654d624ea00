#!/usr/bin/env python3
"""Times `fargate-lint check` beside plain libyaml, in ratios of one run.

    benchmark.py                 full size, five rounds
    benchmark.py --scale 0.1 --rounds 3
    benchmark.py --json FILE     writes the figures too
    benchmark.py --only real     rows whose name holds a word

All commands take turns, and each figure is the least of its rounds over the least of the yardstick's on the same files:
`yardstick parse`, which calls yaml_parser_parse until the stream ends, on one thread. A cc, libyaml and a release build are
needed; corpora are kept in .build/benchmarks. Fails where a figure passes its limit, which is there to notice what gets
slower; the goals stand beside it.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from corpora import make

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent.parent
CACHE = PACKAGE / ".build" / "benchmarks"
REAL = PACKAGE.parent / "shared" / "corpora" / "dev"
MIB = 1024


@dataclass
class Row:
    """A figure: what of which command, over what, and what it should come to."""

    name: str
    command: str
    measure: str  # cpu or wall in seconds, peak in KiB
    over: str  # a command, or "" for the figure itself
    goals: list
    limit: float
    unit: str = "P"


def rows(threads):
    cpu, wall, peak = "cpu", "wall", "peak"
    return [
        Row("real, CPU", "check real 1", cpu, "parse real", [1.25, 1.0], 13),
        Row(f"real, wall, {threads} threads", f"check real {threads}", wall, "parse real", [0.65], 9),
        Row("fleet, CPU", "check fleet 1", cpu, "parse fleet", [1.5], 28),
        Row(f"fleet, wall, {threads} threads", f"check fleet {threads}", wall, "parse fleet", [0.8], 18),
        Row("bad, CPU", "check bad 1", cpu, "parse bad", [3], 42),
        Row(f"big, wall, {threads} threads", f"check big {threads}", wall, "parse big", [0.5], 40),
        Row("big, peak memory", f"check big {threads}", peak, "", [48], 400, "MiB"),
        Row("fleet, peak memory", f"check fleet {threads}", peak, "", [64], 400, "MiB"),
        Row("ten times as much, CPU", "check grown 1", cpu, "check real 1", [10.5], 40, "times"),
        Row("real, warm, CPU", "warm real", cpu, "parse real", [0.15], 0.6),
        Row("real, warm, contents hashed, CPU", "touched real", cpu, "parse real", [0.25], 1.5),
        Row("fleet, warm, CPU", "warm fleet", cpu, "parse fleet", [0.15], 0.6),
        Row("fleet, warm, contents hashed, CPU", "touched fleet", cpu, "parse fleet", [0.25], 1.5),
        Row("--version, wall", "version", wall, "", [10], 25, "ms"),
        Row("rules, wall", "rules", wall, "", [10], 200, "ms"),
        Row("rules, peak memory", "rules", peak, "", [20], 50, "MiB"),
        Row("yamllint, real, CPU", "yamllint real", cpu, "check real 1", [], float("inf"), "times ours"),
        Row("checkov, real, CPU", "checkov real", cpu, "check real 1", [], float("inf"), "times ours"),
        Row("semgrep, bad, CPU", "semgrep bad", cpu, "check bad 1", [], float("inf"), "times ours"),
    ]


def arguments(command, binary, yardstick, corpora, report):
    """A command's words; None where it cannot be run here."""
    words = command.split()
    if words[0] in ("version", "rules"):
        return [binary, "--version" if words[0] == "version" else "rules"]
    corpus = corpora.get(words[1])
    if corpus is None:
        return None
    if words[0] == "parse":
        return [yardstick, "parse", corpus]
    if words[0] == "check":
        return [binary, "check", "--no-cache", "--jobs", words[2], "--format", "sarif", "--output", report, "--quiet",
                "--fail-on", "never", corpus]
    if words[0] in ("warm", "touched"):
        return [binary, "check", "--cache", CACHE / "kept", "--format", "sarif", "--output", report, "--quiet",
                "--fail-on", "never", corpus]
    if not shutil.which(words[0]):
        return None
    return {
        "yamllint": ["yamllint", "-d", "relaxed", "-f", "parsable", corpus],
        "checkov": ["checkov", "-d", corpus, "--framework", "kubernetes", "--quiet", "--compact", "-o", "json"],
        "semgrep": ["semgrep", "scan", "--metrics=off", "-j", "1", "--json", "--config", HERE / "semgrep.yaml", corpus],
    }[words[0]]


def prepare(name, words, warmed):
    """What goes before a run and is not measured: a run to be kept, and for `touched` other times of all files."""
    kind = name.split()[0]
    if kind not in ("warm", "touched"):
        return
    if name not in warmed:
        for _ in range(2):
            run(words)
        warmed.add(name)
    if kind == "touched":
        for folder, _, files in os.walk(words[-1]):
            for file in files:
                os.utime(os.path.join(folder, file), follow_symlinks=False)
        # A run trusts no file that was written while it began.
        time.sleep(0.1)


def run(words):
    """One run's seconds of CPU, seconds of wall and KiB of peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{words[0]} ended with {process.returncode}: {' '.join(map(str, words))}")
    return {"cpu": usage.ru_utime + usage.ru_stime, "wall": wall, "peak": usage.ru_maxrss}


def measure(wanted, commands, rounds):
    """The least of each measure of each command, the commands taking turns."""
    least = {}
    warmed = set()
    for number in range(rounds):
        for name in wanted:
            prepare(name, commands[name], warmed)
            print(f"round {number + 1} of {rounds}: {name:30}", end="\r", file=sys.stderr, flush=True)
            got = run(commands[name])
            known = least.setdefault(name, got)
            least[name] = {key: min(known[key], got[key]) for key in got}
    print(" " * 60, end="\r", file=sys.stderr)
    return least


def figure(row, least):
    value = least[row.command][row.measure]
    if row.over:
        return value / least[row.over][row.measure]
    return value / MIB if row.measure == "peak" else value * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1, help="of the generated corpora")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="rows whose name holds this")
    parser.add_argument("--binary", type=Path, help="measure this one instead of building")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()

    CACHE.mkdir(parents=True, exist_ok=True)
    yardstick = CACHE / "yardstick"
    subprocess.run(["cc", "-O2", "-o", yardstick, HERE / "yardstick.c", "-lyaml", "-lpthread"], check=True)
    binary = options.binary
    if binary is None:
        subprocess.run(["swift", "build", "-c", "release", "--product", "fargate-lint"], cwd=PACKAGE, check=True)
        binary = PACKAGE / ".build" / "release" / "fargate-lint"
    corpora = make(CACHE, REAL if REAL.is_dir() else None, options.scale)

    shown = [row for row in rows(options.threads) if options.only in row.name]
    commands = {}
    for row in shown:
        for name in filter(None, (row.command, row.over)):
            words = arguments(name, binary.resolve(), yardstick, corpora, CACHE / "report.sarif")
            if words is not None:
                commands[name] = words
    shown = [row for row in shown if row.command in commands and (not row.over or row.over in commands)]
    least = measure(sorted(commands), commands, options.rounds)

    result = []
    print(f"| what | goal | figure | limit |\n|---|---|---|---|")
    for row in shown:
        value = figure(row, least)
        goals = ", then ".join(f"{goal:g}" for goal in row.goals)
        limit = f"{row.limit:g}" if row.limit != float("inf") else ""
        mark = " **over the limit**" if value > row.limit else ""
        print(f"| {row.name} | {goals} | {value:.2f} {row.unit}{mark} | {limit} |")
        result.append({"name": row.name, "goals": row.goals, "figure": value, "unit": row.unit,
                       "command": row.command, "over": row.over})
    if options.json:
        options.json.write_text(json.dumps({"rows": result, "least": least}, indent=1) + "\n")
    return any(figure(row, least) > row.limit for row in shown)


if __name__ == "__main__":
    sys.exit(main())
