"""A hub with many devices: the first over the API, the others as copies of their rows."""

import hashlib
import http.client
import json
import os
import random
import sqlite3
import sys
import threading
import time
import urllib.parse

import cost
import tools

# What a device is in the database, in the order in which rows can be added, and the column that says whose they are.
TABLES = {"devices": "id", "trails": "id", "steps": "trail", "step_standing": "trail", "events": "subject"}
# Written when a device calls or logs in, and no part of what it is.
PASSING = {"sightings", "audit"}
PASSWORD = "secret-of-ada"
STATE = {"#spec": "pantavisor-service-system@1"}


class Hub(cost.Server):
    """The built hub on a data directory. Knows how long it took until it answered, in seconds from exec."""

    def __init__(self, data):
        started = time.monotonic()
        env = {k: v for k, v in os.environ.items() if k != "FIRMTRAIL_JAVA_OPTS"}
        # Its log, a line a request, goes to a file, as it would in service.
        super().__init__([tools.BIN / "firmtrail-hub", "serve", "--data", data, "--listen", "127.0.0.1:0"],
                         env, data.parent, data.parent / f"{data.name}.log", says_url=True)
        if not self.url:
            sys.exit(f"bench: the hub did not start: {(data.parent / f'{data.name}.log').read_text()[-2000:]}")
        self.port = urllib.parse.urlsplit(self.url).port
        Api(self).call("GET", "/healthz")
        self.start = time.monotonic() - started


class Api:
    """One kept connection to a hub. An answer that is not 200 ends the benchmark."""

    def __init__(self, hub, token=None):
        self.hub, self.connection = hub, http.client.HTTPConnection("127.0.0.1", hub.port)
        self.headers = {"User-Agent": "bench"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def send(self, method, url, body=None):
        """The answer's headers and bytes."""
        document = body if body is None or isinstance(body, bytes) else json.dumps(body)
        self.connection.request(method, url.removeprefix(self.hub.url), document, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            sys.exit(f"bench: {method} {url}: {answer.status} {content[:500]}")
        return answer.headers, content

    def call(self, method, url, body=None):
        return json.loads(self.send(method, url, body)[1])

    def logged_in(self, name, secret):
        return Api(self.hub, self.call("POST", "/auth/login", {"username": name, "password": secret})["token"])


def account(hub):
    """Logged in as the account that owns everything, which is made where it is missing."""
    api = Api(hub)
    api.call("POST", "/auth/accounts", {"nick": "ada", "email": "ada@example.com", "password": PASSWORD})
    return api.logged_in("ada", PASSWORD)


def create(hub, owner, count):
    """Devices with a trail each. Their ids and secrets."""
    made = []
    for number in range(count):
        device = owner.call("POST", "/devices/", {"nick": f"bench-{number:08}"})
        itself = Api(hub).logged_in(device["prn"], device["secret"])
        itself.call("POST", "/trails/", STATE)
        made.append((device["id"], device["secret"]))
    return made


def multiply(data, devices, wanted):
    """Copies the devices in a stopped hub's database until there are so many. Their ids and secrets; a copy has that of its original."""
    db = sqlite3.connect(data / "hub.db")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA recursive_triggers = ON")
    refuse_others(db, devices[0][0])
    columns = {table: stored_columns(db, table) for table in TABLES}
    rows = {table: rows_of(db, table, columns[table], column) for table, column in TABLES.items()}
    nicks = dict(db.execute("SELECT id, nick FROM devices"))
    source = random.Random(wanted)
    copies = []
    for number in range(len(devices), wanted):
        original, secret = devices[number % len(devices)]
        copies.append((original, original[:8] + source.randbytes(8).hex(), f"bench-{number:08}", secret))
    with db:
        for table, of in rows.items():
            marks = ",".join("?" * len(next(iter(of.values()))[0]))
            db.executemany(f"INSERT INTO {table} ({','.join(columns[table])}) VALUES ({marks})",
                           (copied(row, {original: new, nicks[original]: nick})
                            for original, new, nick, _ in copies for row in of[original]))
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return devices + [(new, secret) for _, new, _, secret in copies]


def stored_columns(db, table):
    """Those that are not made of others."""
    return [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]


def rows_of(db, table, columns, column):
    """The rows of each device, by its id; a subject is its PRN, which ends with it."""
    at = columns.index(column)
    rows = {}
    for row in db.execute(f"SELECT {','.join(columns)} FROM {table}"):
        rows.setdefault(row[at].rsplit("/", 1)[-1], []).append(row)
    return rows


def copied(row, new):
    """Ids and nicks of old and new have the same length and stand in texts alone, so canonical JSON stays canonical."""
    for old, instead in new.items():
        row = [value.replace(old, instead) if isinstance(value, str)
               else value.replace(old.encode(), instead.encode()) if isinstance(value, bytes) else value for value in row]
    return row


def refuse_others(db, device):
    """A table that came later and tells of devices too must not be forgotten in silence."""
    names = {name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in names - TABLES.keys() - PASSING:
        for row in db.execute(f'SELECT * FROM "{table}"'):
            if any(device in str(value) for value in row):
                sys.exit(f"bench: the table {table} tells of devices: benchmarks/fleet.py has to copy it too")


def check_copy(owner, devices, number):
    """The first copy, which has this number, looks as the first device does, which was made over the API."""
    (first, _), (copy, _) = devices[0], devices[number]
    for path in ("/devices/{}", "/trails/{}", "/trails/{}/steps/0", "/firmtrail/v1/devices/{}/events"):
        _, expected = owner.send("GET", path.format(first))
        _, found = owner.send("GET", path.format(copy))
        if nameless(found, copy, number) != nameless(expected, first, 0):
            sys.exit(f"bench: a copied device is another at {path}: {found} and not {expected}")


def nameless(text, device, number):
    return text.replace(device.encode(), b"ID").replace(f"bench-{number:08}".encode(), b"NICK")


def at_once(hub, owner, threads, count, work):
    """Does work(api, number) for each number below count, on kept connections. Seconds."""
    token = owner.headers["Authorization"].removeprefix("Bearer ")
    numbers, lock, failed = iter(range(count)), threading.Lock(), []

    def run():
        api = Api(hub, token)
        try:
            while not failed:
                with lock:
                    number = next(numbers, None)
                if number is None:
                    return
                work(api, number)
        except BaseException as reason:  # Also a sys.exit, which would end this thread alone.
            failed.append(reason)

    started = time.monotonic()
    workers = [threading.Thread(target=run) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return time.monotonic() - started


def post(api, device, content):
    """The five requests of `pvr post` where one object is new."""
    steps = f"/trails/{device}"
    headers, body = api.send("GET", f"{steps}/.pvrremote")
    remote, bundles = json.loads(body), headers["Firmtrail-Bundles"]
    state = api.call("GET", remote["json-get-url"])
    digest = hashlib.sha256(content)
    asked = {"objects": [digest.hexdigest()]}
    if api.call("POST", f"{bundles}/missing", asked) != asked:
        sys.exit("bench: a new object is not missing")
    name = b"bench.bin"
    entry = digest.digest() + len(content).to_bytes(8) + len(name).to_bytes(2) + name
    api.call("POST", f"{bundles}/store", entry + content)
    state[name.decode()] = digest.hexdigest()
    api.call("POST", remote["post-url"], {"rev": -1, "state": state, "commit-msg": "bench"})


def clone(api, device):
    """The three requests of `pvr clone` where one object is needed, which is checked."""
    headers, body = api.send("GET", f"/trails/{device}/.pvrremote")
    state = api.call("GET", json.loads(body)["json-get-url"])
    wanted = state["bench.bin"]
    _, bundle = api.send("POST", f"{headers['Firmtrail-Bundles']}/fetch", {"objects": [wanted]})
    if hashlib.sha256(bundle[42:]).hexdigest() != wanted:
        sys.exit("bench: a clone got other bytes")
