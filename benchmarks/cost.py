"""What a command cost: its own process tree, and the server on the other side where there is one."""

import atexit
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Cost:
    """One run. CPU in seconds, bytes as they passed through read() and write(), RSS in KiB of the largest process."""

    def __init__(self, wall, user, system, read, written, rss, server_cpu=0.0, server_rss=0):
        self.wall, self.user, self.system = wall, user, system
        self.read, self.written, self.rss = read, written, rss
        self.server_cpu, self.server_rss = server_cpu, server_rss

    @property
    def cpu(self):
        return self.user + self.system

    def __str__(self):
        return f"{self.user:.2f} s user, {self.system:.2f} s system, {self.wall:.2f} s, server {self.server_cpu:.2f} s"


def run(command, cwd, env, server=None):
    """Runs a shell command and a sync, which is part of its time."""
    before = server.cpu() if server else 0.0
    watch = Watch(server.pid) if server else None
    with tempfile.TemporaryFile("w+") as counters, tempfile.TemporaryFile("w+") as said:
        # By its path: some shells know no numbers of two digits.
        script = f"exec 3>/proc/self/fd/{counters.fileno()}; {command} && sync && cat /proc/$$/io >&3"
        start = time.monotonic()
        shell = subprocess.Popen(["sh", "-c", script], cwd=cwd, env=env, pass_fds=[counters.fileno()],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said)
        _, status, usage = os.wait4(shell.pid, 0)
        wall = time.monotonic() - start
        shell.returncode = os.waitstatus_to_exitcode(status)
        if shell.returncode != 0:
            said.seek(0)
            sys.exit(f"bench: {command} failed with {shell.returncode}: {said.read()[-2000:]}")
        counters.seek(0)
        io = dict(line.split(": ") for line in counters.read().splitlines())
    server_rss = watch.end() if watch else 0
    server_cpu = server.cpu() - before if server else 0.0
    return Cost(wall, usage.ru_utime, usage.ru_stime, int(io["rchar"]), int(io["wchar"]), usage.ru_maxrss,
                server_cpu, server_rss)


def quietly(command, cwd, env):
    """Work around a run that is no part of it."""
    done = subprocess.run(["sh", "-c", command], cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"bench: {command} failed with {done.returncode}: {done.stderr[-2000:]}")


class Server:
    """A process on loopback that serves until it is stopped."""

    def __init__(self, command, env, cwd, log, says_url=False):
        out = subprocess.PIPE if says_url else subprocess.DEVNULL
        self.process = subprocess.Popen(command, env=env, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out,
                                        stderr=log.open("w"), text=True)
        atexit.register(self.stop)  # Where a benchmark ends early, it must not outlive it.
        self.pid = self.process.pid
        self.url = self.process.stdout.readline().strip() if says_url else ""

    def cpu(self):
        """Seconds of the process and of its children that have ended."""
        time.sleep(0.05)  # A child that ended a moment ago must be counted by its parent first.
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(ticks) for ticks in fields[11:15]) / TICKS

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Watch:
    """Looks every 20 ms at the memory of a process and its children, and keeps the most that one of them had."""

    def __init__(self, pid):
        self.pid, self.most, self.over = pid, 0, threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)
        try:
            pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")  # The peak begins anew.
        except OSError:
            pass
        self.thread.start()

    def look(self):
        while not self.over.wait(0.02):
            for pid in self.family():
                try:
                    status = pathlib.Path(f"/proc/{pid}/status").read_text()
                except OSError:
                    continue
                for line in status.splitlines():
                    if line.startswith("VmHWM:"):
                        self.most = max(self.most, int(line.split()[1]))

    def family(self):
        pids = [str(self.pid)]
        for pid in pids:
            for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    pids.extend(task.read_text().split())
                except OSError:
                    continue
        return pids

    def end(self):
        self.over.set()
        self.thread.join()
        return self.most
