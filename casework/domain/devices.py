"""From where somebody signs in: as much as helps people to know their own sessions again, and no more."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""A word of the browser's own description → its name; the first that is found counts."""
KNOWN_LENGTH = 43


@dataclass(frozen=True, slots=True)
class Client:
    """The other end of a sign-in: network address, the browser's description of itself, the mark it is known by.

    `known_as`: what this server once gave the browser to keep; "" for a browser that has nothing or nonsense.
    """

    address: str = ""
    agent: str = ""
    known_as: str = ""

    @property
    def place(self) -> str:
        """The network that the address lies in: of IPv4 the first three numbers, of IPv6 the first 48 bits."""
        try:
            address = ipaddress.ip_address(self.address)
        except ValueError:
            return ""
        if address.is_loopback:
            return "chính máy chủ"
        if address.version == 4:
            return self.address.rsplit(".", 1)[0] + ".*"
        network = ipaddress.ip_network(f"{address}/48", strict=False)
        return f"{network.network_address}*"

    @property
    def device(self) -> str:
        """Browser and system by name, as "Firefox trên Windows"."""
        browser = next((name for sign, name in BROWSERS if sign in self.agent), "Trình duyệt khác")
        system = next((name for sign, name in SYSTEMS if sign in self.agent), "")
        return f"{browser} trên {system}" if system else browser

    @property
    def mark(self) -> str:
        """`known_as` when it can be one of ours, "" otherwise."""
        plain = self.known_as.replace("-", "").replace("_", "")
        return self.known_as if len(self.known_as) == KNOWN_LENGTH and plain.isalnum() and plain.isascii() else ""
