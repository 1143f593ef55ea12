"""The three trees that `./bench base` works on. The same bytes on every machine."""

import json
import random

MIB = 1024 * 1024


def big(root, scale):
    """Few big files: 4 x 256 MiB."""
    source = random.Random(1)
    for i in range(4):
        with (root / f"image{i}.img").open("wb") as out:
            for _ in range(max(1, 64 // scale)):
                out.write(source.randbytes(4 * MIB))


def small(root, scale):
    """50,000 files of 1 to 7 KiB in 250 directories."""
    source = random.Random(2)
    for i in range(250):
        (root / f"d{i:03}").mkdir()
    for i in range(50000 // scale):
        (root / f"d{i % 250:03}/f{i:05}.bin").write_bytes(source.randbytes(source.randint(1024, 7168)))


def documents(root, scale):
    """1,000 JSON files of 2 to 20 KiB in 20 directories."""
    source = random.Random(3)
    for i in range(20):
        (root / f"app{i:02}").mkdir()
    for i in range(1000 // scale):
        size, body = source.randint(2048, 20480), {}
        while len(body) * 60 < size:
            body[f"member-{source.randrange(1 << 40)}"] = [source.randrange(1 << 30), source.random() < 0.5, "text"]
        (root / f"app{i % 20:02}/c{i:04}.json").write_text(json.dumps(body))


TREES = {"big": big, "small": small, "json": documents}
