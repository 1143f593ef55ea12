"""Measures the base against git, ostree and the least work, and writes docs/benchmarks.md.

The tools run in turn, A B C A B C; the first round is discarded. "commit" is add and commit, "status cold" follows a touch of every
file, so that all is hashed again, "checkout" follows the removal of every file, "clone" is fetching and checkout.

usage: ./bench base [--tree big|small|json] [--rounds N] [--scale N]
  --rounds N   rounds that count (3)
  --scale N    trees N times smaller, for development: the page is not written then, nor for one tree alone
"""

import argparse
import os
import pathlib
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import profile
import tools
import trees

MIB = 1024 * 1024
ROWS = ["commit", "status_warm", "status_cold", "export", "checkout", "post", "clone"]
NEEDED = {"git": "git", "ostree": "ostree", "openssl": "openssl", "perf": "linux-perf", "strace": "strace"}
PAGE = tools.ROOT / "docs/benchmarks.md"
FLOORS = [tools.Plain.name, tools.LeastJava.name]
SYNCS = "fsync,fdatasync,syncfs,sync_file_range"


def refuse_missing():
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing:
        sys.exit(f"bench: not installed: {' '.join(missing)}; on Debian: apt-get install {' '.join(missing)}")


def rounds_of(name, work, count, scale):
    """The costs of each row and tool, first round left out; the size of the tree; and a profile."""
    source = work / "source"
    source.mkdir()
    trees.TREES[name](source, scale)
    each = [tool(work, source) for tool in tools.ALL]
    found = {}
    try:
        for number in range(1 + count):
            for row in ROWS:
                for tool in each:
                    action = getattr(tool, row, None)
                    if action is None:
                        continue
                    measured = action()
                    print(f"  {name} round {number} {row} {tool.name}: {measured}", file=sys.stderr)
                    if number > 0:
                        found.setdefault(row, {}).setdefault(tool.name, []).append(measured)
        profiled = profile.lines(each[0], work)
    finally:
        for tool in each:
            tool.end()
    return found, sum(file.stat().st_size for file in source.rglob("*") if file.is_file()), profiled


def figures(runs, pick, unit=1.0, digits=2):
    values = sorted(pick(run) / unit for run in runs)
    middle = f"{statistics.median(values):.{digits}f}"
    return middle if len(values) == 1 else f"{middle} ({values[0]:.{digits}f}..{values[-1]:.{digits}f})"


def table(name, found, total, profiled):
    lines = [f"## {name}: {trees.TREES[name].__doc__}", "",
             "| row | tool | user s | system s | wall s | read MiB | written MiB | peak RSS MiB |", "|---|---|---|---|---|---|---|---|"]
    for row in ROWS:
        for tool in tools.ALL:
            runs = found.get(row, {}).get(tool.name)
            if runs is None:
                continue
            lines.append(
                f"| {row.replace('_', ' ')} | {tool.name} | {figures(runs, lambda r: r.user)} | {figures(runs, lambda r: r.system)} |"
                f" {figures(runs, lambda r: r.wall)} | {figures(runs, lambda r: r.read, MIB, 0)} |"
                f" {figures(runs, lambda r: r.written, MIB, 0)} | {figures(runs, lambda r: r.rss, 1024, 0)} |")
    lines += ["", "Over loopback, each side by itself:", "",
              "| row | tool | client CPU s/GiB | server CPU s/GiB | client RSS MiB | server RSS MiB |", "|---|---|---|---|---|---|"]
    gib = total / (1024 * MIB)
    for row in ("post", "clone"):
        for tool, runs in found.get(row, {}).items():
            lines.append(f"| {row} | {tool} | {figures(runs, lambda r: r.cpu, gib)} | {figures(runs, lambda r: r.server_cpu, gib)} |"
                         f" {figures(runs, lambda r: r.rss, 1024, 0)} | {figures(runs, lambda r: r.server_rss, 1024, 0)} |")
    return lines + [""] + profiled + goals(found)


def goals(found):
    """Ours by each rival's, of the medians; below 1 is ahead."""
    lines = ["Goal: ahead of git and ostree on every row, in user CPU and in wall time (ours by theirs):", "",
             "| row | rival | user CPU | wall | |", "|---|---|---|---|---|"]
    for row in ROWS:
        ours = found.get(row, {}).get("pvr", [])
        for rival, runs in found.get(row, {}).items():
            if rival in ("pvr", *FLOORS):
                continue
            ratios = by(ours, runs)
            verdict = "met" if max(ratios) < 1 else "missed"
            least = found[row].get(tools.LeastJava.name)
            if verdict == "missed" and least and max(by(least, runs)) >= 1:
                verdict = "missed, out of reach: least Java is at {:.2f} and {:.2f}".format(*by(least, runs))
            lines.append(f"| {row.replace('_', ' ')} | {rival} | {ratios[0]:.2f} | {ratios[1]:.2f} | {verdict} |")
    return lines + [""]


def by(ours, theirs):
    """User CPU and wall time of ours by theirs, of the medians; what is shorter than the clock's tick counts as half of one."""
    def middle(runs, pick):
        return max(0.005, statistics.median(pick(run) for run in runs))
    return [middle(ours, pick) / middle(theirs, pick) for pick in (lambda r: r.user, lambda r: r.wall)]


def syncs(work):
    """How often each tool asks the kernel to make something durable while it commits 200 small documents."""
    source = work / "source"
    source.mkdir()
    trees.documents(source, 5)
    lines = ["## Durability", "",
             "Sync calls of a tool itself while it commits and checks out 200 files, counted by strace; the `sync` at the end of each"
             " timed run comes on top, for all alike.", "", "| tool | commit | checkout |", "|---|---|---|"]
    for kind in [tool for tool in tools.ALL if tool.name not in FLOORS]:
        tool, counted = kind(work, source), []
        for row in ("commit", "checkout"):
            if getattr(tool, row, None) is None:
                counted.append("-")
                continue
            log = work / "strace"
            plain = tool.timed
            tool.timed = lambda command, *_: tool.quietly(f"strace -f -qq -e trace={SYNCS} -o {log} sh -c '{command}'")
            getattr(tool, row)()
            tool.timed = plain
            calls = [line.split(None, 1)[1].split("(")[0] for line in log.read_text().splitlines()
                     if "(" in line and "resumed" not in line and "+++" not in line]
            counted.append(", ".join(f"{calls.count(c)} {c}" for c in SYNCS.split(",") if c in calls) or "none")
        lines.append(f"| {tool.name} | {counted[0]} | {counted[1]} |")
    return lines + [""]


def versions():
    def first(*command):
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()

    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    jdk = pathlib.Path((tools.ROOT / "dist/target/firmtrail/cache/jdk").read_text().strip())
    release = dict(l.split("=", 1) for l in (jdk / "release").read_text().splitlines() if "=" in l)
    ostree = next(line.split("'")[1] for line in first("ostree", "--version") if "Version" in line)
    return [f"* {time.strftime('%Y-%m-%d')}, `{' '.join(['./bench', *sys.argv[1:]])}`, load at the beginning {os.getloadavg()[0]:.1f}",
            f"* {os.cpu_count()} x {cpu}, {platform.release()}, {file_system()}",
            f"* JDK {release.get('JAVA_RUNTIME_VERSION', release['JAVA_VERSION']).strip(chr(34))}, {first('git', '--version')[0]},"
            f" ostree {ostree}, {first('openssl', 'version')[0]}"]


def file_system():
    return subprocess.run(["stat", "-f", "-c", "%T", tools.ROOT], capture_output=True, text=True, check=True).stdout.strip()


INTRODUCTION = """# The base, measured

Written by `./bench base`. Each figure is the median of {rounds} round(s) with the smallest and the largest, after one round that does not
count; the tools ran in turn. CPU is that of the whole process tree, bytes are all that passed through read() and write() (what is
mapped is not in them), RSS is that of the largest process (less
than about 17 MiB cannot be seen: that is what the process that measures hands down). Every run ends with `sync`, which is part of its wall time.

{machine}

| row | pvr | git | ostree | openssl + cp | least Java |
|---|---|---|---|---|---|
| commit | add, commit | add -A, commit | commit | cp -r, dgst | look, hash, write |
| status warm | status | status | no equivalent | no equivalent | look |
| status cold | every file touched, status | the same | fsck, of its repository | dgst | look, hash |
| export | export, each object checked | archive | export | tar, dgst | look, hash, write |
| checkout | all files deleted, checkout, each object checked | checkout of HEAD, not checked | checkout -U -C | cp -r, dgst | look, hash, write |
| post | to a hub | push to git daemon | no equivalent | no equivalent | no equivalent |
| clone | from the hub, into an empty pool, with checkout | from git daemon | pull from http.server, checkout | no equivalent | no equivalent |

{tools}
"""


def main(arguments):
    parser = argparse.ArgumentParser(prog="bench base", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", choices=list(trees.TREES))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scale", type=int, default=1)
    wanted = parser.parse_args(arguments)
    refuse_missing()
    machine = versions()
    told = "\n".join(f"* **{tool.name}**: {' '.join(tool.__doc__.split())}" for tool in tools.ALL)
    page = INTRODUCTION.format(rounds=wanted.rounds, machine="\n".join(machine), tools=told).splitlines() + [""]
    for name in [wanted.tree] if wanted.tree else trees.TREES:
        with tempfile.TemporaryDirectory(dir=tools.ROOT / "dist/target") as work:
            page += table(name, *rounds_of(name, pathlib.Path(work), wanted.rounds, wanted.scale))
    with tempfile.TemporaryDirectory(dir=tools.ROOT / "dist/target") as work:
        page += syncs(pathlib.Path(work))
    text = "\n".join(page).rstrip() + "\n"
    print(text)
    if wanted.tree is None and wanted.scale == 1:
        PAGE.write_text(text)
