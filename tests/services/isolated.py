"""An isolated machine for the tests: the kernel's tables of one, a vault that was made on it, persons in an office."""

from __future__ import annotations

from pathlib import Path

from casework.domain.access import Reader
from casework.domain.vocabulary import Role
from casework.services import accounts, vault
from casework.services.vault import Vault
from casework.store.database import Database
from tests.services.desk import NOW, PASSWORD, unit_id

CHARTER = "05/QĐ-UBND"
ROUTE = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"
LAN = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n"
OUT = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n"
TRIE = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- {address}\n        /32 host LOCAL\n"


def machine(folder: Path, route: str = ROUTE + LAN, address: str = "192.0.2.40", **files: str) -> Path:
    """The kernel's network tables of a machine, as a folder; by default of one that stands alone."""
    proc = folder / "net"
    proc.mkdir(exist_ok=True)
    written = {"route": route, "fib_trie": TRIE.format(address=address), "ipv6_route": "", "if_inet6": "", **files}
    for name, text in written.items():
        (proc / name).write_text(text, "ascii")
    return proc


def make_vault(db: Database, url: str, folder: Path) -> Vault:
    """A vault made and opened beside `db` on a machine that stands alone."""
    proc, keys = machine(folder), folder / "vault.key"
    system = accounts.system_reader(db, "tester")
    vault.init(db, system, vault_url=url, key_file=str(keys), decision=CHARTER, isolated=True, now=NOW, proc=proc)
    opened = vault.open_vault(db, vault_url=url, key_file=str(keys), isolated=True, proc=proc)
    assert opened is not None
    return opened


def person(db: Database, role: Role, unit: str, name: str = "") -> Reader:
    """Somebody of this role in a unit."""
    system, at = accounts.system_reader(db, "tester"), unit_id(db, unit)
    username = f"{name or role.value.replace('_', '-')}-{at}"
    if all(one.username != username for one in accounts.list_users(db, system)):
        accounts.create_user(db, system, username, f"Người {role.label}", role, PASSWORD, NOW, at)
    (found,) = [one for one in accounts.list_users(db, system) if one.username == username]
    return found.reader
