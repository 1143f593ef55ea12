"""Measures the built programs against what people would use instead.

Each benchmark has two sides that do the same work on the same data. The sides run in turn, A B A B; the first pair is discarded;
the median of the others is printed, with the smallest and largest. Every run ends with a sync that is part of its time. CPU is that
of the whole process tree, bytes are rchar and wchar of /proc/PID/io: all that passed through read() and write().

usage: ./bench NAME...      NAME: audit commit pins sign start status
       ./bench base ...     the base against git and ostree; ./bench base --help
       ./bench hub ...      the hub; ./bench hub --help
"""

import hashlib
import json
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
PVR = ROOT / "dist/target/firmtrail/bin/pvr"
PAIRS = 1 + 7
MIB = 1024 * 1024


class Run:
    """What one run of a command cost."""

    def __init__(self, wall, user, system, read, written):
        self.wall, self.user, self.system, self.read, self.written = wall, user, system, read, written

    @property
    def cpu(self):
        return self.user + self.system


def measure(command, cwd, env, sync=True):
    """Runs a shell command; its cost includes a sync. The outer shell adds up its children in /proc/PID/io."""
    script = command + (" && sync" if sync else "") + " && cat /proc/$$/io >&3"
    with tempfile.TemporaryFile("w+") as io:
        before = os.times()
        start = time.monotonic()
        done = subprocess.run(
            ["sh", "-c", f"exec 3>&{io.fileno()}; {script}"],
            cwd=cwd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, pass_fds=[io.fileno()], text=True,
        )
        wall = time.monotonic() - start
        after = os.times()
        if done.returncode != 0:
            sys.exit(f"bench: {command} failed with {done.returncode}: {done.stderr}")
        io.seek(0)
        counters = dict(line.split(": ") for line in io.read().splitlines())
    return Run(
        wall,
        after.children_user - before.children_user,
        after.children_system - before.children_system,
        int(counters["rchar"]),
        int(counters["wchar"]),
    )


def in_turn(ours, theirs):
    """Runs both sides in turn and returns their runs, the first pair left out."""
    a, b = [], []
    for _ in range(PAIRS):
        a.append(ours())
        b.append(theirs())
    return a[1:], b[1:]


def row(name, runs):
    def figures(pick, unit=1.0, digits=3):
        values = sorted(pick(run) / unit for run in runs)
        return f"{statistics.median(values):.{digits}f} ({values[0]:.{digits}f}..{values[-1]:.{digits}f})"

    print(f"  {name:<34} user {figures(lambda r: r.user)}  sys {figures(lambda r: r.system)}  wall {figures(lambda r: r.wall)} s"
          f"  read {figures(lambda r: r.read, MIB, 1)}  written {figures(lambda r: r.written, MIB, 1)} MiB")


def ratio(label, ours, theirs, goal):
    value = statistics.median(ours) / statistics.median(theirs)
    verdict = "no goal" if goal is None else f"goal: at most {goal}, {'met' if value <= goal else 'MISSED'}"
    print(f"  {label}: {value:.3f} ({verdict})")


def fill(path, size, seed):
    path.parent.mkdir(parents=True, exist_ok=True)
    source = random.Random(seed)
    with path.open("wb") as out:
        left = size
        while left > 0:
            chunk = source.randbytes(min(left, 4 * MIB))
            out.write(chunk)
            left -= len(chunk)


def environment(home):
    env = dict(os.environ, HOME=str(home))
    for name in list(env):
        if name.startswith("PVR_"):
            del env[name]
    return env


def bench_commit(work):
    """Commit of 2 GiB in four files: one hash, one copy."""
    data = work / "data"
    sizes = 4 * [512 * MIB]
    for i, size in enumerate(sizes):
        fill(data / f"part{i}.bin", size, i)
    total = sum(sizes)

    def ours():
        shutil.rmtree(work / "home", ignore_errors=True)
        shutil.rmtree(data / ".pvr", ignore_errors=True)
        (work / "home").mkdir()
        env = environment(work / "home")
        subprocess.run([PVR, "init"], cwd=data, env=env, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([PVR, "add", "."], cwd=data, env=env, check=True, stdout=subprocess.DEVNULL)
        os.sync()
        return measure(f"{PVR} commit -m bench", data, env)

    def theirs():
        os.sync()
        return measure("openssl dgst -sha256 part*.bin", data, environment(work))

    a, b = in_turn(ours, theirs)
    print(f"commit: {total // MIB} MiB in {len(sizes)} files, empty pool")
    row("pvr commit", a)
    row("openssl dgst -sha256", b)
    ratio("user CPU", [r.user for r in a], [r.user for r in b], 1.4)
    ratio("bytes read / input", [r.read for r in a], [total], 1.01)


def bench_status(work):
    """Warm status of 5,000 files, 3 GiB together: nothing has changed, so nothing need be read."""
    data = work / "data"
    count = 5000
    size = 3 * 1024 * MIB // count
    for i in range(count):
        fill(data / f"d{i % 50:02}/f{i:04}.bin", size, i)
    env = environment(work / "home")
    (work / "home").mkdir()
    for command in ("init", "add .", "commit -m bench", "status"):
        subprocess.run(f"{PVR} {command}", shell=True, cwd=data, env=env, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def ours():
        return measure(f"{PVR} status", data, env)

    def theirs():
        return measure("find d* -type f -print0 | xargs -0 openssl dgst -sha256", data, env)

    a, b = in_turn(ours, theirs)
    print(f"status: {count} files of {size} bytes, unchanged")
    row("pvr status, warm", a)
    row("openssl dgst -sha256", b)
    ratio("CPU", [r.cpu for r in a], [r.cpu for r in b], 0.15)


def storage(root, count, size):
    """A device's storage with so many objects, each linked into one revision; and the state."""
    keys = {}
    (root / "objects").mkdir(parents=True)
    for i in range(count):
        name = f"app/d{i % 50:02}/f{i:05}.bin"
        path = root / "trails/1" / name
        fill(path, size, i)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        os.link(path, root / "objects" / digest)
        keys[name] = digest
    state = root / "trails/1/.pvr/json"
    state.parent.mkdir()
    state.write_text(json.dumps({"#spec": "pantavisor-service-system@1", **keys}))
    (root / "trails/current").symlink_to("1")
    return state


def bench_audit(work):
    """Audit of a storage, warm, against the bare hash of the same bytes. Of many small files the names cost most, and the start."""
    env = environment(work / "home")
    (work / "home").mkdir()
    for name, count, size, goals in (
        ("2 GiB in 16 files", 16, 128 * MIB, (1.3, 0.7)),
        ("20,000 files of 8 KiB", 20_000, 8192, (None, None)),
    ):
        root = work / f"storage-{count}"
        state = storage(root, count, size)

        def ours():
            return measure(f"{PVR} audit storage {root} --against {state}", work, env, sync=False)

        def theirs():
            return measure(f"find {root}/objects -type f -print0 | xargs -0 openssl dgst -sha256", work, env, sync=False)

        a, b = in_turn(ours, theirs)
        print(f"audit: {name}")
        row("pvr audit storage", a)
        row("openssl dgst -sha256, one thread", b)
        ratio("user CPU", [r.user for r in a], [r.user for r in b], goals[0])
        ratio("wall", [r.wall for r in a], [r.wall for r in b], goals[1])


def build_tree(root, count):
    """A build of so many files: recipes, patches, sources, kas files, Dockerfiles, packages."""
    words = random.Random(1)
    filler = "".join(words.choice("abcdefghij klmnop\\n") for _ in range(4096))
    commit, digest = "4f1d2a6b8c3e5d7f9a0b1c2d3e4f5a6b7c8d9e0f", "ab" * 32
    recipe = ("recipes/r{0}/r{0}_1.bb", f'SUMMARY = "r"\nSRC_URI = "git://git.example.org/r.git;protocol=https;branch=main"\nSRCREV = "{commit}"\n')
    package = ("package/p{0}/p{0}.mk", f"P{{0}}_VERSION = {commit}\nP{{0}}_SITE = git://git.example.org/p.git\n$(eval $(generic-package))\n")
    kas = ("kas/k{0}.yml", f"header:\n  version: 16\nrepos:\n  core:\n    url: https://git.example.org/c.git\n    commit: {commit}\n")
    image = ("images/i{0}/Dockerfile", f"FROM debian:12@sha256:{digest}\nRUN make\n")
    patch, source = ("recipes/r{0}/files/fix.patch", filler), ("src/s{0}.c", filler)
    header, page = ("src/s{0}.h", filler), ("docs/d{0}.md", filler)
    # As layers and sources lie together: a fifth are recipes, nearly all others are patches and sources.
    kinds = 16 * [recipe] + 24 * [patch] + 17 * [source] + 16 * [header] + 4 * [page] + [package, kas, image]
    for i in range(count):
        path, content = kinds[i % len(kinds)]
        file = root / path.format(i)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content.replace("{0}", str(i)))


def bench_pins(work):
    """The check of a build of 20,000 files, warm, against one word looked for in the same files."""
    env = environment(work / "home")
    (work / "home").mkdir()
    root = work / "build"
    build_tree(root, 20_000)
    (work / "empty").mkdir()

    def ours():
        return measure(f"{PVR} pins check {root}", work, env, sync=False)

    def theirs():
        return measure(f"grep -rc firmware {root} | tail -1", work, env, sync=False)

    a, b = in_turn(ours, theirs)
    start = [measure(f"{PVR} pins check {work / 'empty'}", work, env, sync=False) for _ in range(PAIRS)][1:]
    print("pins: 20,000 files")
    row("pvr pins check", a)
    row("pvr pins check of nothing", start)
    row("grep -r", b)
    rest = statistics.median(r.cpu for r in start)
    ratio("CPU without the start", [r.cpu - rest for r in a], [r.cpu for r in b], 1.5)


def bench_start(work):
    """Status of a ten-file workspace against the bare start of the same JDK."""
    data = work / "data"
    for i in range(10):
        fill(data / f"f{i}.bin", 4096, i)
    env = environment(work / "home")
    (work / "home").mkdir()
    for command in ("init", "add .", "commit -m bench", "status"):
        subprocess.run(f"{PVR} {command}", shell=True, cwd=data, env=env, check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    java = (ROOT / "dist/target/firmtrail/cache/jdk").read_text().strip() + "/bin/java"

    def ours():
        return measure(f"{PVR} status", data, env, sync=False)

    def theirs():
        return measure(f"{java} -version 2>/dev/null", data, env, sync=False)

    a, b = in_turn(ours, theirs)
    print("start: status of ten files")
    row("pvr status", a)
    row("java -version", b)
    ratio("wall", [r.wall for r in a], [r.wall for r in b], 4.0)


def bench_sign(work):
    """Signing and verifying against the bare JDK on the same bytes; a state of 5,000 files against its hash and one verification."""
    jdk = pathlib.Path((ROOT / "dist/target/firmtrail/cache/jdk").read_text().strip()) / "bin"
    jars = ":".join(str(ROOT / f"{module}/target/firmtrail-{module}-0.1.0.jar") for module in ("signatures", "state"))
    subprocess.run([jdk / "javac", "-cp", jars, "-d", work, ROOT / "benchmarks/Sign.java"], check=True)
    rows = subprocess.run([jdk / "java", "-cp", f"{work}:{jars}", "Sign", "100"], check=True, capture_output=True, text=True).stdout
    print("sign: one signature of ten files, one state of 5,000 files; CPU of one thread, sides in turn, a quarter of 100 rounds left out")
    for name, goal, ours, theirs, middle, least, most in (line.split("\t") for line in rows.splitlines()):
        verdict = "no goal" if goal == "NaN" else f"goal {goal}: {'met' if float(middle) <= float(goal) else 'MISSED'}"
        print(f"  {name:<36} {float(ours):9.1f} us  bare {float(theirs):8.1f} us  ratio {middle} ({least}..{most})"
              f"  {verdict}")


def machine():
    cpu = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} x {cpu}, {platform.platform()}, load {os.getloadavg()[0]:.1f}")


def main():
    benches = {name[len("bench_"):]: f for name, f in globals().items() if name.startswith("bench_")}
    wanted = sys.argv[1:]
    if wanted[:1] == ["base"]:
        import base

        base.main(wanted[1:])
        return
    if wanted[:1] == ["hub"]:
        import hub

        hub.main(wanted[1:], machine)
        return
    if not wanted or any(name not in benches for name in wanted):
        sys.exit(__doc__ + "\n".join(f"  {name}: {f.__doc__}" for name, f in sorted(benches.items())))
    machine()
    for name in wanted:
        # Beside the build, on the disk that the project is on: a RAM disk would flatter both sides.
        with tempfile.TemporaryDirectory(dir=ROOT / "dist/target") as work:
            benches[name](pathlib.Path(work))


if __name__ == "__main__":
    main()
