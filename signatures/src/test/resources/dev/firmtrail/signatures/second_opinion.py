"""Verifies signatures of states with OpenSSL, and with what Firmtrail's descriptions say, written a second time.

Reads one JSON object a line: the text of a state, the key of one signature in it, the file of the public key, the headers' x5c where
it is known. Rebuilds the payload and the header, and says "ok", or what is wrong, a line each.

usage: second_opinion.py DIRECTORY_OF_CANONICAL_PY WORK
"""
import base64
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, sys.argv[1])
import canonical  # noqa: E402

WORK = pathlib.Path(sys.argv[2])
HASH = {"RS256": "-sha256", "ES256": "-sha256", "ES384": "-sha384", "ES512": "-sha512"}
CURVE = {"ES256": ("P-256", 32), "ES384": ("P-384", 48), "ES512": ("P-521", 66)}


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def fits(pattern, key):
    """Paths, directories with all below, and the one star at the top: what signers here use."""
    if pattern == "*":
        return "/" not in key
    if pattern.endswith("/**"):
        return key.startswith(pattern[:-2])
    return key == pattern


def payload(state, pvs):
    selected = {
        key: value
        for key, value in state.items()
        if not any(fits(pattern, key) for pattern in pvs["exclude"]) and any(fits(pattern, key) for pattern in pvs["include"])
    }
    return canonical.canonical(selected).encode("utf-8")


def integer(half):
    number = half.lstrip(b"\0") or b"\0"
    if number[0] & 0x80:
        number = b"\0" + number
    return b"\x02" + bytes([len(number)]) + number


def der(signature):
    half = len(signature) // 2
    body = integer(signature[:half]) + integer(signature[half:])
    return b"\x30" + (bytes([len(body)]) if len(body) < 128 else bytes([0x81, len(body)])) + body


def openssl(*arguments):
    return subprocess.run(["openssl", *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)


def jwk(algorithm, pem):
    if algorithm == "RS256":
        modulus = openssl("rsa", "-pubin", "-in", pem, "-noout", "-modulus").stdout.decode().strip().split("=")[1]
        return '{"kty":"RSA","n":"%s","e":"AQAB"}' % encoded(bytes.fromhex(modulus))
    name, length = CURVE[algorithm]
    point = openssl("pkey", "-pubin", "-in", pem, "-outform", "DER").stdout[-2 * length:]
    return '{"kty":"EC","crv":"%s","x":"%s","y":"%s"}' % (name, encoded(point[:length]), encoded(point[length:]))


KNOWN = {}


def header(algorithm, pem, pvs, x5c):
    if pem not in KNOWN:
        KNOWN[pem] = jwk(algorithm, pem)
    lists = '{"include":%s,"exclude":%s}' % tuple(
        "[" + ",".join(canonical.string(pattern) for pattern in pvs[name]) + "]" for name in ("include", "exclude"))
    end = ',"x5c":[%s]' % ",".join('"%s"' % text for text in x5c) if x5c else ""
    return '{"alg":"%s","jwk":%s,"pvs":%s,"typ":"PVS"%s}' % (algorithm, KNOWN[pem], lists, end)


def problem(row):
    state = canonical.parse(row["state"])
    document = state[row["key"]]
    text = decoded(document["protected"]).decode("utf-8")
    said = json.loads(text)
    wanted = header(said["alg"], row["pem"], said["pvs"], said.get("x5c"))
    if text != wanted:
        return "the header is %s, not %s" % (text, wanted)
    signature = decoded(document["signature"])
    (WORK / "signature").write_bytes(signature if said["alg"] == "RS256" else der(signature))
    (WORK / "input").write_text(document["protected"] + "." + encoded(payload(state, said["pvs"])))
    done = openssl("dgst", HASH[said["alg"]], "-verify", row["pem"], "-signature", str(WORK / "signature"), str(WORK / "input"))
    return None if done.stdout == b"Verified OK\n" and done.returncode == 0 else done.stdout.decode().strip()


for line in sys.stdin:
    print(problem(json.loads(line)) or "ok", flush=True)
