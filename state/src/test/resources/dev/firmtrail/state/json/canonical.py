"""The canonical form of JSON (docs/formats/state.md), written a second time in another language.

Reads one document a line, writes its canonical form, a line each.
"""
import json
import sys
from decimal import Decimal

SHORT = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def string(text):
    return '"' + "".join(SHORT.get(c) or ("\\u%04X" % ord(c) if c < " " else c) for c in text) + '"'


def number(value):
    sign, digits, exponent = value.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    significant = text.rstrip("0")
    exponent += len(text) - len(significant)
    minus = "-" if sign else ""
    if not significant:
        return "0"
    if exponent >= 0:
        return minus + significant + "0" * exponent
    return "%s%s.%sE%d" % (minus, significant[0], significant[1:] or "0", exponent + len(significant) - 1)


def canonical(value):
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, str):
        return string(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return "{" + ",".join(string(name) + ":" + canonical(value[name]) for name in sorted(value)) + "}"


def parse(text):
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


if __name__ == "__main__":
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(canonical(parse(line.decode("utf-8"))).encode("utf-8") + b"\n")
