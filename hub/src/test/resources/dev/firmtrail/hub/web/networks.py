"""Whether addresses lie in networks, said by Python's own library.

Reads a network and an address a line, writes "bad" (no network, or no address), "in" or "out".
"""
import ipaddress
import sys


def address(text):
    found = ipaddress.ip_address(text)
    return getattr(found, "ipv4_mapped", None) or found


def network(text):
    found = ipaddress.ip_network(text)
    mapped = getattr(found.network_address, "ipv4_mapped", None)
    if mapped and found.prefixlen >= 96:
        return ipaddress.ip_network((mapped, found.prefixlen - 96))
    return found


for line in sys.stdin:
    first, second = line.split()
    try:
        print("in" if address(second) in network(first) else "out")
    except ValueError:
        print("bad")
