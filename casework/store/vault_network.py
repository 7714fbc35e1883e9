"""Whether this machine stands alone: no way out, no public address (mạng LAN độc lập; law-and-forms 9).

Read from the kernel's own tables; where they cannot be read the machine counts as connected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

PROC = Path("/proc/net")
_REJECTED = 0x0200
_UP = 0x0001
_WIDE, _WIDE6 = 8, 3
"""A route to so much of the world, or more, is a way out: 0.0.0.0/0, its two halves, 2000::/3."""
_LOCAL = re.compile(r"\|-- (\d+\.\d+\.\d+\.\d+)\s+/32 host LOCAL")


def network_faults(proc: Path = PROC) -> list[str]:
    """What speaks against an isolated network, a Vietnamese sentence each; [] for an isolated one."""
    found = [f"Máy có đường ra ngoài qua {device}." for device in sorted(set(_ways_out(proc)))]
    found += [f"Máy có địa chỉ công cộng {address}." for address in sorted(set(_public(proc)))]
    missing = [name for name in ("route", "fib_trie") if not (proc / name).is_file()]
    return found + [
        f"Không đọc được bảng mạng “{name}” của máy nên không xác nhận được mạng cách ly." for name in missing
    ]


def _lines(file: Path) -> list[str]:
    return file.read_text("ascii").splitlines() if file.is_file() else []


def _ways_out(proc: Path) -> Iterator[str]:
    for line in _lines(proc / "route")[1:]:
        device, _destination, _gateway, flags, *rest = line.split()
        if int(rest[3], 16).bit_count() < _WIDE and int(flags, 16) & _UP:
            yield device
    for line in _lines(proc / "ipv6_route"):
        parts = line.split()
        length, mark, device = int(parts[1], 16), int(parts[8], 16), parts[9]
        if length <= _WIDE6 and not mark & _REJECTED and device != "lo":
            yield device


def _public(proc: Path) -> Iterator[str]:
    text = "\n".join(_lines(proc / "fib_trie"))
    for address in _LOCAL.findall(text):
        if IPv4Address(address).is_global:
            yield address
    for line in _lines(proc / "if_inet6"):
        address6 = IPv6Address(int(line.split()[0], 16))
        if address6.is_global:
            yield str(address6)
