#!/usr/bin/env python3
"""Compares our reading of kustomizations with that of kubectl, over trees invented from seeds.

    differential.py --count 1000             compares a thousand trees
    differential.py --count 200 --provenance also changes the named source of some leaves and looks whether they follow
    differential.py --seed 17                shows one tree and what becomes of it
    differential.py --features --count 1000  counts what the trees exercise, with kubectl alone
    differential.py --record 200 FILE        writes trees and kubectl's answers, to be replayed without kubectl

A seed always invents the same tree. kubectl and PyYAML must be installed.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from building import Build, compare, with_kubectl, with_subject, write_tree
from dice import Dice
from provenance import examine
from trees import grow

PROCESSES = 2
AGREED, DIFFERED, BOTH = "agreed", "differed", "refused by both"
KUBECTL, SUBJECT, RUN = "refused by kubectl alone", "refused by us alone", "left to a run"
VERDICTS = [AGREED, DIFFERED, BOTH, KUBECTL, SUBJECT, RUN]
RECORDED_SIZE = 2900


@dataclass
class Case:
    """A seed's tree and what became of it."""

    seed: int
    tree: object
    expected: Build
    found: Build = field(default_factory=Build)
    verdict: str = AGREED
    lines: list = field(default_factory=list)
    judgements: list = field(default_factory=list)


def scratch():
    """A folder that vanishes, in memory where the system has one."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="overlays-", dir=memory if memory.is_dir() else None)


def expect(seed):
    """A seed's tree with kubectl's answer."""
    tree = grow(seed)
    with scratch() as folder:
        write_tree(tree, folder)
        return Case(seed, tree, with_kubectl(folder, tree.entry))


def examine_seed(seed, options):
    """A seed's tree with both answers, compared."""
    tree = grow(seed)
    with scratch() as folder:
        write_tree(tree, folder)
        case = Case(seed, tree, with_kubectl(folder, tree.entry), with_subject(options.binary, folder, tree.entry))
        judge(case)
        if options.provenance and case.verdict == AGREED:
            case.judgements = examine(
                folder, tree.entry, case.found, case.expected.resources, Dice(seed), options.provenance)
    if options.keep and case.verdict in options.failing:
        keep(case, Path(options.keep))
    return case


def judge(case):
    """Decides on the verdict, and says in lines what speaks against us."""
    expected, found = case.expected, case.found
    if found.crashed:
        case.verdict = DIFFERED
        case.lines = [f"crash: {found.refusal}"]
    elif expected.refusal:
        case.verdict = BOTH if found.refusal else KUBECTL
        case.lines = [] if found.refusal else [f"kubectl refuses: {expected.refusal}"]
    elif found.refusal:
        case.verdict = RUN if "only a run can tell" in found.refusal else SUBJECT
        case.lines = [f"refused: {found.refusal}"]
    else:
        case.lines = [f"{title}  {pointer or '/'}  expected {show(wanted)}, found {show(got)}"
                      for title, pointer, wanted, got in compare(expected.resources, found.resources)]
        case.verdict = DIFFERED if case.lines else AGREED


def show(value):
    """A value on one line, not too long to read."""
    text = repr(value) if not isinstance(value, (dict, list, str)) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else text[:119] + "…"


def keep(case, folder):
    """Leaves a failing tree with both answers for whoever looks into it."""
    place = folder / str(case.seed)
    write_tree(case.tree, place)
    for name, build in (("expected", case.expected), ("found", case.found)):
        (place / f"{name}.json").write_text(json.dumps(
            build.refusal or sorted(build.resources, key=str), indent=2, ensure_ascii=False))
    (place / "differences.txt").write_text("".join(f"{line}\n" for line in case.lines))


def in_parallel(function, seeds):
    """The results for all seeds in their order, computed by several processes."""
    with multiprocessing.Pool(PROCESSES) as pool:
        yield from pool.imap(function, seeds, chunksize=4)


# Commands


def compare_seeds(options):
    """Compares and reports; returns whether all is well."""
    verdicts, outcomes, examples = Counter(), Counter(), 0
    start = time.monotonic()
    for case in in_parallel(partial(examine_seed, options=options), options.seeds):
        verdicts[case.verdict] += 1
        if case.verdict in options.failing:
            for line in case.lines[:options.lines]:
                print(f"seed {case.seed} ({case.tree.entry}): {line}")
        for judgement in case.judgements:
            outcomes[judgement.of_identity, judgement.outcome] += 1
            if judgement.outcome == "unmoved" or (judgement.outcome == "unnamed" and options.unnamed):
                examples += 1
                print(f"seed {case.seed} ({case.tree.entry}): {judgement.resource}  {judgement.pointer}  "
                      f"{'wrong line' if judgement.outcome == 'unmoved' else 'no origin'}  {judgement.place}")
        sys.stdout.flush()
    if options.provenance:
        report_provenance(outcomes)
    print(f"{len(options.seeds) / (time.monotonic() - start):.1f} trees a second", file=sys.stderr)
    print(", ".join(f"{verdicts[verdict]} {verdict}" for verdict in VERDICTS))
    wrong = any(count for (_, outcome), count in outcomes.items() if outcome == "unmoved")
    return not wrong and not any(verdicts[verdict] for verdict in options.failing)


def report_provenance(outcomes):
    """Says how many leaves name the line that decides them."""
    for of_identity, name in ((False, "leaves"), (True, "identities")):
        counts = {outcome: outcomes[of_identity, outcome] for outcome in ("followed", "unmoved", "unnamed", "broken")}
        judged = sum(counts.values()) - counts["broken"]
        share = 100 * counts["followed"] / judged if judged else 100
        figures = ", ".join(f"{count} {outcome}" for outcome, count in counts.items())
        print(f"{name}: {share:.1f} % followed; {figures}")


def show_seed(options):
    """Prints a seed's tree and all that is to be said of it."""
    case = examine_seed(options.seed, options)
    for path, text in sorted(case.tree.files.items()):
        print(f"── {path}\n{text}", end="" if text.endswith("\n") else "\n")
    print(f"── kubectl kustomize {case.tree.entry}")
    print(case.expected.refusal or "\n".join(json.dumps(each, ensure_ascii=False) for each in case.expected.resources))
    print(f"── {case.verdict}")
    for line in case.lines:
        print(line)
    for judgement in case.judgements:
        print(f"{judgement.outcome}: {judgement.resource}  {judgement.pointer}  {judgement.place}")
    return case.verdict not in options.failing


def count_features(options):
    """Prints how often each feature occurs, and how often trees with it build."""
    total, built, size = Counter(), Counter(), 0
    for case in in_parallel(expect, options.seeds):
        size += sum(map(len, case.tree.files.values()))
        total.update(["all", *case.tree.notes])
        if not case.expected.refusal:
            built.update(["all", *case.tree.notes])
        elif options.lines > 20:
            print(f"seed {case.seed}: {case.expected.refusal[-200:]}")
    for name, count in sorted(total.items()):
        print(f"{100 * count / total['all']:6.1f} %  {100 * built[name] / count:4.0f} % build  {name}")
    print(f"{size / total['all']:.0f} bytes a tree", file=sys.stderr)
    return True


def record(options):
    """Writes as many cases as asked for, of those that are small and on which both agree."""
    count, file = int(options.record[0]), Path(options.record[1])
    lines = []
    seeds = range(options.start, options.start + 20 * count)
    for case in in_parallel(partial(examine_seed, options=options), seeds):
        if case.verdict not in (AGREED, BOTH):
            continue
        answer = {"refused": True} if case.expected.refusal else {"resources": case.expected.resources}
        line = json.dumps({"name": f"seed {case.seed}", "directory": case.tree.entry, "files": case.tree.files} | answer,
                          ensure_ascii=False, separators=(",", ":"))
        refusals = sum('"refused":' in each for each in lines)
        if len(line.encode()) <= RECORDED_SIZE and (not case.expected.refusal or refusals < count / 8):
            lines.append(line)
        if len(lines) == count:
            break
    file.write_text('{"cases":[\n' + ",\n".join(lines) + "\n]}\n")
    print(f"{len(lines)} cases, {file.stat().st_size // 1024} KiB")
    return len(lines) == count


def arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(__file__).resolve().parents[2] / ".build" / "release" / "fargate-lint"
    parser.add_argument("--binary", default=str(default), help="the binary to examine (default: the release build)")
    parser.add_argument("--count", type=int, default=200, help="how many seeds")
    parser.add_argument("--from", dest="start", type=int, default=0, metavar="SEED", help="the first seed")
    parser.add_argument("--seed", type=int, help="show one seed")
    parser.add_argument("--keep", metavar="FOLDER", help="keep failing trees there")
    parser.add_argument("--strict", action="store_true", help="fail also where kubectl alone refuses")
    parser.add_argument("--provenance", type=int, nargs="?", const=6, default=0, metavar="LEAVES",
                        help="judge the origins of so many leaves a tree (6)")
    parser.add_argument("--unnamed", action="store_true", help="print leaves without an origin, too")
    parser.add_argument("--lines", type=int, default=5, help="print at most so many differences a tree")
    parser.add_argument("--features", action="store_true", help="count features instead")
    parser.add_argument("--record", nargs=2, metavar=("N", "FILE"), help="write cases to replay")
    options = parser.parse_args()
    options.binary = str(Path(options.binary).resolve())
    options.seeds = range(options.start, options.start + options.count)
    options.failing = [DIFFERED, SUBJECT] + ([KUBECTL] if options.strict else [])
    return options


def main():
    """Runs what the command line asks for."""
    options = arguments()
    if options.features:
        command = count_features
    elif options.record:
        command = record
    else:
        if not Path(options.binary).is_file():
            sys.exit(f"There is no binary at {options.binary}: build it, or name it with --binary.")
        command = compare_seeds if options.seed is None else show_seed
    sys.exit(0 if command(options) else 1)


if __name__ == "__main__":
    main()
