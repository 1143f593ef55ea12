"""Measures the built hub: polls, posts and clones, start and memory, with few and with many devices; large objects beside nginx.

Two hubs run on this machine, each with its database; the passes go over them in turn, and those that warm up do not count. The generator
(benchmarks/Polls.java) runs beside them, so that polls/s are those of hub and generator together on this machine; what a poll costs the
hub is its CPU in /proc/PID/stat, which the generator does not change. Each poll is one of a device of the database, all of them as often,
in random order, and each answer is compared. The hubs write their log, a line a request, into a file.

usage: ./bench hub [--quick]
  --quick    small numbers, to see that the benchmark itself works: its figures say nothing
"""

import argparse
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import cost
import fleet
import nginx
import tools

MIB = 1024 * 1024
# What a device asks for every five seconds, as it spells it, and the answer while nothing is to be done.
POLLS = [
    "/trails/{id}/steps?progress.status=%7B%22$in%22:%5B%22NEW%22,%22DOWNLOADING%22,%22INPROGRESS%22,%22TESTING%22,%22QUEUED%22%5D%7D",
    "[]",
    "/devices/{id}/user-meta",
    "{}",
]
CONNECTIONS = 32


class Size:
    """How much is done. The numbers of --quick show nothing but that all of it can be done."""

    def __init__(self, quick):
        self.few, self.many = (50, 500) if quick else (1_000, 100_000)
        # So many that each device asks each question in a pass: the first, which does not count, fills the hub's memory.
        self.polls, self.passes = (1_000, {"keep": 1, "close": 1}) if quick else (self.many * len(POLLS) // 2, {"keep": 3, "close": 2})
        self.starts = 1 if quick else 5
        self.posts, self.rounds = (20, 1) if quick else (500, 3)
        self.large, self.small = (16 * MIB, MIB) if quick else (1024 * MIB, 64 * MIB)


def figures(values, digits=1, unit=""):
    values = sorted(values)
    return f"{statistics.median(values):,.{digits}f}{unit} ({values[0]:,.{digits}f}..{values[-1]:,.{digits}f})"


def verdict(label, value, goal, met, digits=2):
    print(f"  {label}: {value:,.{digits}f} (goal: {goal}) {'met' if met else 'MISSED'}")


def memory(hub, what):
    for line in pathlib.Path(f"/proc/{hub.pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"bench: no {what} of the hub")


class Generator:
    """benchmarks/Polls.java, which does a command after the other."""

    def __init__(self, work):
        jdk = pathlib.Path((tools.ROOT / "dist/target/firmtrail/cache/jdk").read_text().strip()) / "bin"
        subprocess.run([jdk / "javac", "-d", work, tools.ROOT / "benchmarks/Polls.java"], check=True)
        self.process = subprocess.Popen([jdk / "java", "-Xmx2g", "-cp", work, "Polls", *POLLS], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)

    def does(self, *command):
        """Seconds that it took, and of the generator's CPU."""
        print(*command, file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: {command[0]} failed, see above")
        return [float(word) for word in line.split()]

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Fleet:
    """A data directory with devices, and the hub that runs on it."""

    def __init__(self, data, devices):
        self.data, self.devices = data, devices
        self.secrets, self.tokens = data.with_suffix(".secrets"), data.with_suffix(".tokens")
        self.secrets.write_text("".join(f"{device} {secret}\n" for device, secret in devices))
        self.name = f"{len(devices):,} devices"

    def run(self, starts):
        """Starts the hub so often, and leaves it running."""
        self.starts = []
        for number in range(starts):
            self.hub = fleet.Hub(self.data)
            self.starts.append(self.hub.start)
            if number < starts - 1:
                self.hub.stop()


def fleets(work, size):
    first = fleet.Hub(work / "few")
    devices = fleet.create(first, fleet.account(first), size.few)
    first.stop()
    shutil.copytree(work / "few", work / "many")
    return [Fleet(work / "few", devices), Fleet(work / "many", fleet.multiply(work / "many", devices, size.many))]


def start(both, size):
    print(f"start, from exec until /healthz answers, and memory; {size.starts} starts each, files in the page cache")
    for each in both:
        each.run(size.starts)
        print(f"  {each.name:<16} {figures([s * 1000 for s in each.starts], 0, ' ms')}, RSS {memory(each.hub, 'VmRSS'):.0f} MiB", flush=True)


def log_in(both, generator):
    print("logins of all devices, each with its secret")
    for each in both:
        before = each.hub.cpu()
        wall, _ = generator.does("login", each.hub.port, CONNECTIONS, each.secrets, each.tokens)
        print(f"  {each.name:<16} {len(each.devices) / wall:,.0f} a second,"
              f" {(each.hub.cpu() - before) / len(each.devices) * 1e6:,.0f} us of the hub's CPU each")


def polls(both, size, generator, mode, label):
    """The hub's CPU and the rate of each poll, for each of both; the first pass of each is left out."""
    found = [[] for _ in both]
    for number in range(1 + size.passes[mode]):
        for each, passes in zip(both, found):
            before = each.hub.cpu()
            wall, own = generator.does(mode, each.hub.port, CONNECTIONS, size.polls, each.tokens, number)
            passes.append(((each.hub.cpu() - before) / size.polls * 1e6, size.polls / wall, own / size.polls * 1e6))
    print(f"polls, {label}; {size.passes[mode]} passes of {size.polls:,}, {CONNECTIONS} at once")
    costs = []
    for each, passes in zip(both, found):
        cpu, rate, own = zip(*passes[1:])
        costs.append(statistics.median(cpu))
        print(f"  {each.name:<16} {figures(rate, 0)} polls/s, {figures(cpu, 1, ' us')} of the hub's CPU each,"
              f" {1e6 / costs[-1]:,.0f} a CPU second; the generator {statistics.median(own):.1f} us;"
              f" RSS {memory(each.hub, 'VmRSS'):.0f} MiB, at most {memory(each.hub, 'VmHWM'):.0f}")
    ratio = costs[1] / costs[0]
    verdict(f"CPU of a poll at {both[1].name} / {both[0].name}", ratio, "at most 1.2", ratio <= 1.2)
    return min(statistics.median(rate for _, rate, _ in passes[1:]) for passes in found)


def posts_and_clones(each, size, threads=8):
    print(f"posts and clones; {size.rounds} rounds of {size.posts}, {threads} at once on kept connections, {each.name}. A post is what `pvr post`"
          f"\n  asks when one object of 4 KiB is new (5 requests, durable), a clone what `pvr clone` asks then (3 requests)")
    owner = fleet.Api(each.hub).logged_in("ada", fleet.PASSWORD)
    ids = [device for device, _ in each.devices]
    posts, clones = [], []
    for number in range(1 + size.rounds):
        def post(api, k):
            fleet.post(api, ids[k % len(ids)], f"{number} {k} ".encode().ljust(4096, b"-"))

        for work, rounds in ((post, posts), (lambda api, k: fleet.clone(api, ids[k % len(ids)]), clones)):
            before = each.hub.cpu()
            wall = fleet.at_once(each.hub, owner, threads, size.posts, work)
            rounds.append((size.posts / (each.hub.cpu() - before), size.posts / wall))
    for name, rounds in (("posts", posts), ("clones", clones)):
        cpu, rate = zip(*rounds[1:])
        print(f"  {name:<16} {figures(cpu, 0)} a CPU second of the hub, {figures(rate, 0)} a second")


def transfer(server, arguments, url):
    """One upload or download by curl, and a sync. CPU of the server, seconds, peak RSS of the server in MiB."""
    done = cost.run(f"curl -sS --fail --noproxy '*' {arguments} '{url}'", tools.ROOT, None, server)
    return done.server_cpu, done.wall, done.server_rss / 1024


def large(work, size):
    hub = fleet.Hub(work / "bytes")
    owner = fleet.account(hub)
    other = nginx.Nginx(work) if nginx.is_there() else None
    file, back = work / "file", work / "back"

    def through(server, length, sink):
        if server is hub:
            digest = subprocess.run(["openssl", "dgst", "-sha256", "-r", file], capture_output=True, check=True, text=True).stdout[:64]
            urls = owner.call("POST", "/objects/", {"objectname": "file", "size": str(length), "sha256sum": digest})
            up, down = urls["signed-puturl"], urls["signed-geturl"]
        else:
            up = down = server.url
        sent = transfer(server, f"-o /dev/null -T {file}", up)
        return sent, transfer(server, f"-o {sink}", down)

    small = []
    for number in range(size.large // size.small):
        fill(file, size.small, number)
        small += through(hub, size.small, "/dev/null")
    found = {}
    for number in range(1 + size.rounds):
        fill(file, size.large, number)  # New bytes each time: the hub would have the old ones already.
        for name, server in (("hub", hub), (f"nginx {nginx.version()}" if other else "", other)):
            if server:
                pair = through(server, size.large, "/dev/null" if number else back)
                if number:
                    found.setdefault(name, []).append(pair)
                else:
                    subprocess.run(["cmp", file, back], check=True)
        if number:
            found.setdefault("least", []).append((least(f"openssl dgst -sha256 {file}"),
                                                  least(f"dd if={file} of={back} bs=1M conv=fsync status=none")))
    hub.stop()
    print_large(size, found)
    if other:
        other.stop()
    else:
        print(f"  {nginx.MISSING}")
    most = [max(rss for *_, rss in some) for some in (small, [run for pair in found["hub"] for run in pair])]
    verdict(f"peak RSS of the hub with {size.large // MIB} MiB ({most[1]:.0f} MiB) / with {size.small // MIB} MiB ({most[0]:.0f} MiB)",
            most[1] / most[0], "at most 1.1", most[1] <= 1.1 * most[0])


def least(command):
    done = cost.run(command, tools.ROOT, None)
    return done.cpu, done.wall, done.rss / 1024


def print_large(size, found):
    gib = size.large / (1024 * MIB)
    print(f"one object of {size.large // MIB} MiB by curl, in turn; {size.rounds} rounds, each with new bytes and with a `sync` in its wall time. The hub"
          f"\n  hashes what is uploaded and syncs it before it answers; nginx does neither. What that costs by itself stands below")
    for name, rounds in found.items():
        labels = ("openssl dgst -sha256", "dd conv=fsync") if name == "least" else (f"{name}, upload", f"{name}, download")
        for label, runs in zip(labels, zip(*rounds)):
            cpu, wall, rss = zip(*runs)
            print(f"  {label:<28} {figures([c / gib for c in cpu], 2, ' CPU s')} a GiB, {figures(wall, 2, ' s')}, peak RSS {max(rss):.0f} MiB")
    rival = [name for name in found if name.startswith("nginx")]
    for which, label in enumerate(("upload", "download") if rival else ()):
        ours, theirs = (statistics.median(pair[which][0] for pair in found[name]) for name in ("hub", rival[0]))
        print(f"  CPU of the hub / nginx, {label}: {ours / max(theirs, 1 / cost.TICKS):.2f} (no goal)")


def fill(file, length, number):
    """Bytes that differ in each MiB and with the number."""
    block = bytes(range(256)) * (MIB // 256)
    with file.open("wb") as out:
        for at in range(length // MIB):
            head = f"{number} {at} ".encode()
            out.write(head + block[len(head):])


def main(arguments, describe):
    options = argparse.ArgumentParser(prog="./bench hub", usage=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args(arguments).quick
    size = Size(quick)
    describe()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=tools.ROOT / "dist/target") as place:
        work = pathlib.Path(place)
        both = fleets(work, size)
        start(both, size)
        owner = fleet.Api(both[1].hub).logged_in("ada", fleet.PASSWORD)
        fleet.check_copy(owner, both[1].devices, size.few)
        generator = Generator(work)
        log_in(both, generator)
        rate = polls(both, size, generator, "keep", "connections kept")
        verdict("polls/s kept alive, the slower of both", rate, "at least 10,000", rate >= 10_000, 0)
        polls(both, size, generator, "close", "one connection each, HTTP/1.0, the whole URL in the request line")
        generator.end()
        posts_and_clones(both[1], size)
        for each in both:
            each.hub.stop()
        large(work, size)
    print(f"took {time.monotonic() - begun:.0f} s{'; --quick: these figures say nothing' if quick else ''}")
