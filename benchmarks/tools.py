"""What each program does for a row of `./bench base`. A method that a tool does not have is a row that it has no equivalent for."""

import os
import pathlib
import shutil
import socket
import subprocess
import time

import cost

ROOT = pathlib.Path(__file__).resolve().parents[1]
BIN = ROOT / "dist/target/firmtrail/bin"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.01)
    raise SystemExit(f"bench: nothing listens on port {port}")


class Tool:
    """A directory of its own, with a copy of the tree, a home, and whatever the tool keeps."""

    def __init__(self, work, tree):
        self.dir = work / self.name
        self.tree, self.home = self.dir / "tree", self.dir / "home"
        self.trash = self.dir / "trash"
        self.home.mkdir(parents=True)
        shutil.copytree(tree, self.tree)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("PVR_", "GIT_"))}
        self.env.update(HOME=str(self.home), LC_ALL="C.UTF-8", GIT_CONFIG_NOSYSTEM="1")
        self.server = None

    def timed(self, command, cwd=None, server=None):
        os.sync()
        return cost.run(command, cwd or self.tree, self.env, server)

    def quietly(self, command, cwd=None):
        cost.quietly(command, cwd or self.tree, self.env)

    def delete_files(self):
        """Moved away for the same reason as in discard."""
        gone = self.new_trash()
        gone.mkdir()
        for child in list(self.tree.iterdir()):
            if child.name not in (".pvr", ".git"):
                child.rename(gone / child.name)
        self.empty_if_few()

    def touch(self):
        self.quietly("find . -path ./.pvr -prune -o -path ./.git -prune -o -type f -print0 | xargs -0 touch")
        time.sleep(0.2)

    def discard(self, path):
        """Takes a directory away, by moving it: ext4 passes over inodes deleted a moment ago, which would slow what follows."""
        if path.exists():
            path.rename(self.new_trash())
            self.empty_if_few()

    def new_trash(self):
        self.trash.mkdir(exist_ok=True)
        return self.trash / str(time.monotonic_ns())

    def empty_if_few(self):
        """Few files are big here, and the disk is wanted."""
        if sum(len(files) for _, _, files in os.walk(self.trash)) < 100:
            shutil.rmtree(self.trash)

    def end(self):
        if self.server:
            self.server.stop()
            self.server = None


class Pvr(Tool):
    """Ours. Objects are synced before they get their names; SHA-256."""

    name = "pvr"
    pvr = BIN / "pvr"

    def commit(self):
        self.discard(self.tree / ".pvr")
        self.discard(self.home)
        self.home.mkdir()
        self.quietly(f"{self.pvr} init")
        return self.timed(f"{self.pvr} add . 2>/dev/null && {self.pvr} commit -m bench 2>/dev/null")

    def status_warm(self):
        time.sleep(0.2)
        self.quietly(f"{self.pvr} status")
        return self.timed(f"{self.pvr} status")

    def status_cold(self):
        self.touch()
        return self.timed(f"{self.pvr} status")

    def export(self):
        (self.dir / "x.tar").unlink(missing_ok=True)
        return self.timed(f"{self.pvr} export ../x.tar")

    def checkout(self):
        self.delete_files()
        return self.timed(f"{self.pvr} checkout")

    def post(self):
        self.discard(self.dir / "hub")
        self.server = cost.Server([BIN / "firmtrail-hub", "serve", "--data", self.dir / "hub", "--listen", "127.0.0.1:0"],
                                  self.env, self.dir, self.dir / "hub.log", says_url=True)
        url = self.server.url
        self.quietly(f"{self.pvr} register -u ada -p secret-of-ada -e ada@example.com {url}")
        self.quietly(f"printf 'ada\\nsecret-of-ada\\n' | {self.pvr} login {url}")
        self.discard(self.dir / "none")
        (self.dir / "none").mkdir()
        # Made in a workspace of nothing: a new device's first step is what the workspace holds.
        self.quietly(f"{self.pvr} init && {self.pvr} device create box", cwd=self.dir / "none")
        return self.timed(f"{self.pvr} post -m bench {url}/ada/box", server=self.server)

    def clone(self):
        self.discard(self.dir / "clone")
        self.discard(self.home / ".pvr/objects")
        done = self.timed(f"{self.pvr} clone {self.server.url}/ada/box clone", cwd=self.dir, server=self.server)
        self.end()
        return done


class Git(Tool):
    """git without compression; SHA-1. By default it syncs packs and refs, not loose objects. core.bigFileThreshold=64m spares
    it the search for differences between big files, which takes it a minute and finds nothing."""

    name = "git"
    settings = "git config core.compression 0 && git config gc.auto 0 && git config core.bigFileThreshold 64m"
    git = "git"

    def commit(self):
        self.discard(self.tree / ".git")
        self.quietly("git init -q && git config user.name b && git config user.email b@example.com"
                     f" && {self.settings} && touch .git/git-daemon-export-ok")
        return self.timed(f"{self.git} add -A && {self.git} commit -q -m bench")

    def status_warm(self):
        time.sleep(0.2)
        self.quietly(f"{self.git} status")
        return self.timed(f"{self.git} status")

    def status_cold(self):
        self.touch()
        return self.timed(f"{self.git} status")

    def export(self):
        (self.dir / "x.tar").unlink(missing_ok=True)
        return self.timed(f"{self.git} archive -o ../x.tar HEAD")

    def checkout(self):
        self.delete_files()
        return self.timed(f"{self.git} checkout -q -f HEAD -- .")

    def post(self):
        self.discard(self.dir / "served")
        self.quietly("git init -q --bare ../served/box")
        self.quietly(self.settings, cwd=self.dir / "served/box")
        port = free_port()
        daemon = subprocess.run(["git", "--exec-path"], capture_output=True, text=True).stdout.strip() + "/git-daemon"
        self.server = cost.Server([daemon, "--reuseaddr", "--listen=127.0.0.1", f"--port={port}", "--export-all",
                                   "--enable=receive-pack", f"--base-path={self.dir / 'served'}"],
                                  self.env, self.dir, self.dir / "daemon.log")
        self.url = f"git://127.0.0.1:{port}/box"
        wait_for(port)
        return self.timed(f"{self.git} push -q {self.url} HEAD", server=self.server)

    def clone(self):
        self.discard(self.dir / "clone")
        done = self.timed(f"{self.git} clone -q -c core.compression=0 -c core.bigFileThreshold=64m {self.url} clone", cwd=self.dir, server=self.server)
        self.end()
        return done


class DurableGit(Git):
    """git that syncs all that it writes, in batches: the durability that pvr and ostree have."""

    name = "git core.fsync=all batch"
    git = Git.git + " -c core.fsync=all -c core.fsyncMethod=batch"
    status_warm = status_cold = export = checkout = clone = post = None


class Ostree(Tool):
    """ostree, bare-user: files are stored as they are, hashed by SHA-256, as ours; archive mode would compress. Served from
    an archive repository with zlib-level 0, because pulls over HTTP want that mode; filling it is no part of a run."""

    name = "ostree"
    post = status_warm = None

    def commit(self):
        self.discard(self.dir / "repo")
        self.quietly("ostree --repo=../repo init --mode=bare-user")
        return self.timed("ostree --repo=../repo commit -b main -s bench --tree=dir=. >/dev/null")

    def status_cold(self):
        return self.timed("ostree --repo=../repo fsck -q")

    def export(self):
        return self.timed("ostree --repo=../repo export main -o ../x.tar")

    def checkout(self):
        self.discard(self.dir / "out")
        return self.timed("ostree --repo=../repo checkout -U -C main ../out")

    def clone(self):
        for name in ("served", "pulled", "clone"):
            self.discard(self.dir / name)
        self.quietly("ostree --repo=../served init --mode=archive && printf '[archive]\\nzlib-level=0\\n' >>../served/config"
                     " && ostree --repo=../served pull-local ../repo main && ostree --repo=../served summary -u"
                     " && ostree --repo=../pulled init --mode=bare-user")
        port = free_port()
        self.server = cost.Server(["python3", "-m", "http.server", "--bind", "127.0.0.1", str(port)], self.env,
                                  self.dir / "served", self.dir / "http.log")
        wait_for(port)
        self.quietly(f"ostree --repo=../pulled remote add --no-gpg-verify loop http://127.0.0.1:{port}")
        done = self.timed("ostree --repo=../pulled pull loop main && ostree --repo=../pulled checkout -U -C loop:main ../clone",
                          server=self.server)
        self.end()
        return done


class Plain(Tool):
    """The least work: a copy and one hash of every file, nothing kept."""

    name = "openssl + cp"
    post = clone = status_warm = None
    hash = "find . -type f -print0 | xargs -0 openssl dgst -sha256"

    def commit(self):
        self.discard(self.dir / "copy")
        return self.timed(f"cp -r . ../copy && {self.hash}")

    def status_cold(self):
        return self.timed(self.hash)

    def export(self):
        return self.timed(f"tar -cf ../x.tar . && {self.hash}")

    def checkout(self):
        self.discard(self.dir / "out")
        return self.timed(f"cp -r . ../out && {self.hash}")


class LeastJava(Tool):
    """The least that any program on our virtual machine must do for a row (benchmarks/Least.java), with our launcher's choices and a
    start-up cache: looking at each file, hashing it, writing it under its hash. Where a rival needs less than that, no Java program
    gets ahead of it."""

    name = "least Java"
    post = clone = None
    flags = ("-XX:+UseSerialGC -XX:-UsePerfData -Xlog:aot=off -Xlog:cds=off -XX:Tier4InvocationThreshold=500000"
             " -XX:Tier4MinInvocationThreshold=60000 -XX:Tier4CompileThreshold=1500000 -XX:Tier4BackEdgeThreshold=4000000"
             " -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.DigestBase::*,0.01"
             " -XX:CompileCommand=CompileThresholdScaling,sun.security.provider.SHA2::*,0.01")

    def __init__(self, work, tree):
        super().__init__(work, tree)
        jdk = pathlib.Path((ROOT / "dist/target/firmtrail/cache/jdk").read_text().strip()) / "bin"
        self.quietly(f"{jdk}/javac -d ../least {ROOT}/benchmarks/Least.java && {jdk}/jar cf ../least.jar -C ../least .")
        java = f"{jdk}/java {self.flags} -cp ../least.jar"
        for row in ("look .", "hash .", "append . /dev/null"):
            self.quietly(f"{java} -XX:AOTCacheOutput=../least.aot Least {row}")
        self.java = f"{java} -XX:AOTCache=../least.aot Least"

    def status_warm(self):
        return self.timed(f"{self.java} look .")

    def status_cold(self):
        return self.timed(f"{self.java} hash .")

    def commit(self):
        self.discard(self.dir / "out")
        (self.dir / "out").mkdir()
        return self.timed(f"{self.java} copy . ../out")

    checkout = commit

    def export(self):
        (self.dir / "x").unlink(missing_ok=True)
        return self.timed(f"{self.java} append . ../x")


ALL = [Pvr, Git, DurableGit, Ostree, Plain, LeastJava]
