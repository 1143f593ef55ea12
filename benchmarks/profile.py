"""Where the time of post and clone goes on each side: one more run of each under perf, which also sees the kernel's share."""

import re
import signal
import subprocess
import time

TOP = 5
# So that perf can name what the compiler made; written when the process ends.
NAMES = "-XX:+UnlockDiagnosticVMOptions -XX:+DumpPerfMapAtExit"
COMPILERS = {"C1": "first compiler", "C2": "second compiler"}


def attach(pid, data):
    """perf on a process that runs, when it has begun to look."""
    perf = subprocess.Popen(["perf", "record", "-q", "-F", "999", "-o", str(data), "-p", str(pid)], stderr=subprocess.DEVNULL)
    while not data.exists():
        time.sleep(0.01)
    return perf


def top(data):
    """What costs most, each with its percentage: a compiler as a whole, anything else by its symbol."""
    report = subprocess.run(["perf", "report", "-i", str(data), "--stdio", "-q", "-F", "overhead,comm,symbol", "-t", "|"],
                            capture_output=True, text=True, check=True).stdout
    costs = {}
    for line in report.splitlines():
        if line.count("|") < 2:
            continue
        overhead, thread, symbol = (field.strip() for field in line.split("|", 2))
        name = COMPILERS.get(thread[:2]) or short(symbol) or "no name"
        costs[name] = costs.get(name, 0.0) + float(overhead.rstrip("%"))
    return sorted(costs.items(), key=lambda cost: -cost[1])[:TOP]


def short(symbol):
    """Without where it is, signature and package: perf's names of compiled methods are long."""
    plain, nested = re.sub(r"^\[.\] ", "", symbol), 1
    while nested:  # Templates hold spaces, and other templates.
        plain, nested = re.subn(r"(?<!\.)<[^<>]*>", "", plain)
    plain = plain.split("(")[0].split(" ")[-1]
    return re.sub(r"\b(?:[a-z][\w$]*\.)+(?=[A-Z])", "", plain)[:70]


def lines(pvr, work):
    """A table for one tree, from a tool that has committed it."""
    pvr.env["FIRMTRAIL_JAVA_OPTS"] = NAMES
    plain, found = pvr.timed, []

    def recorded(command, cwd=None, server=None):
        row = "clone" if " clone " in command else "post"
        here, there = work / f"{row}.client", work / f"{row}.server"
        perf = attach(server.pid, there)
        pvr.quietly(f"perf record -q -F 999 -o {here} -- sh -c '{command}'", cwd)
        perf.send_signal(signal.SIGINT)
        perf.wait()
        found.append((row, here, there))

    pvr.timed = recorded
    try:
        pvr.post()
        pvr.clone()
    finally:
        pvr.timed = plain
        del pvr.env["FIRMTRAIL_JAVA_OPTS"]
    table = ["Where it goes (perf, all threads of one run; the compilers are those of the virtual machine):", "",
             f"| row | side | top {TOP} costs |", "|---|---|---|"]
    for row, here, there in found:
        for side, data in (("client", here), ("hub", there)):
            table.append(f"| {row} | {side} | " + "; ".join(f"{name} {percent:.0f} %" for name, percent in top(data)) + " |")
    return table + [""]
