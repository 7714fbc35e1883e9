"""The vault: only where a machine stands alone; sealed on entry, opened once, by two; on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.engine import make_url

from casework.domain.access import ForbiddenError, NoSuchRecordError, Reader
from casework.domain.items import ItemKind
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, checking, identities, vault
from casework.services.handling import entering, moving
from casework.services.vault import Vault, VaultError
from casework.store import items, journal, vault_keys, vault_schema
from casework.store.database import Database
from casework.store.vault_network import network_faults
from casework.store.vault_tables import SealedField, metadata
from tests.acceptance.searching import database_files, found_in
from tests.machine import machine_lacks
from tests.services.desk import NOW, OFFICE, ON, enter, entry, reader
from tests.services.isolated import CHARTER, LAN, OUT, ROUTE, machine, make_vault, person

K = RecordKind
NAME, PLACE, PHONE = "Quách Thị Ngọc Huyền Vy", "17 ngõ Thổ Quan Lạc", "0912 345 678 99"
WHO = {"person_name": NAME, "person_address": PLACE, "person_phone": PHONE}
REASON = "Cần mời người tố cáo đến làm rõ nội dung"
KINDS = (K.LETTER, K.RECEPTION, K.CASE)


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    """A database with its reference data."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def vault_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of the same sort for the vault."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'vault' / 'vault.sqlite'}"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"casework_vault_{uuid.uuid4().hex[:12]}"
    yield server.create(name)
    server.drop(name)


@pytest.fixture
def opened(db: Database, vault_url: str, tmp_path: Path) -> Iterator[Vault]:
    """A vault beside the database."""
    (tmp_path / "vault").mkdir()
    made = make_vault(db, vault_url, tmp_path)
    yield made
    made.database.close()


def denunciation(db: Database, kind: RecordKind = K.LETTER, **more: object) -> int:
    """A denunciation taken in at the desk, with all that is known of who brought it."""
    desk = person(db, Role.RECEPTION_OFFICER, OFFICE)
    values = {"type": "denunciation", "content": f"{NAME} tố cáo cán bộ nhận tiền", **WHO, **more}
    return enter(db, desk, kind, **values).record_id


def head(db: Database) -> Reader:
    """The head of the office."""
    return person(db, Role.UNIT_HEAD, OFFICE)


def asked(db: Database, who: Reader, record_id: int, kind: RecordKind = K.LETTER) -> int:
    """The id of a new request."""
    identities.request(db, who, kind, record_id, REASON, on=ON, now=NOW)
    return identities.requests(db, who, NOW)[0].request_id


def approve(db: Database, request_id: int, minutes: int = 60) -> None:
    """Approved by a leader."""
    identities.decide(db, reader(db, Role.LEADER), request_id, True, minutes=minutes, on=ON, now=NOW)


# --- where a vault may be ----------------------------------------------------------------------------------


IN_USE6 = "fe800000000000000000000000000001 02 40 20 80 eth0\n"
PUBLIC6 = "20010470000000000000000000000001 02 40 00 80 eth0\n"
OUT6 = f"{'0' * 32} 00 {'0' * 32} 00 {'0' * 31}1 00000400 00000001 00000000 00000003 eth0\n"
REJECT6 = f"{'0' * 32} 00 {'0' * 32} 00 {'0' * 32} ffffffff 00000001 00000000 00200200 lo\n"
HALF = "tun0\t00000080\t00000000\t0001\t0\t0\t0\t00000080\t0\t0\t0\n"


def test_a_machine_that_stands_alone_is_seen_as_such(tmp_path: Path) -> None:
    """A LAN without a way out, private and link-local addresses, an unreachable default route."""
    assert network_faults(machine(tmp_path, if_inet6=IN_USE6, ipv6_route=REJECT6)) == []


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"route": ROUTE + LAN + OUT}, "đường ra ngoài qua eth0"),
        ({"route": ROUTE + LAN + HALF}, "đường ra ngoài qua tun0"),
        ({"ipv6_route": OUT6}, "đường ra ngoài qua eth0"),
        ({"address": "203.162.4.191"}, "địa chỉ công cộng 203.162.4.191"),
        ({"if_inet6": PUBLIC6}, "địa chỉ công cộng 2001:470::1"),
    ],
)
def test_a_way_out_or_a_public_address_is_seen(tmp_path: Path, files: dict[str, str], told: str) -> None:
    """Each sort of it is named."""
    assert told in " ".join(network_faults(machine(tmp_path, **files)))


def test_a_machine_that_cannot_be_read_is_not_isolated(tmp_path: Path) -> None:
    """No table, no proof."""
    assert len(network_faults(tmp_path / "nothing")) == 2


def test_the_vault_is_refused_outside_an_isolated_network(db: Database, vault_url: str, tmp_path: Path) -> None:
    """Neither made nor opened: not declared, or declared on a connected machine; nothing is written."""
    (tmp_path / "vault").mkdir()
    keys = str(tmp_path / "vault.key")
    system = accounts.system_reader(db, "tester")
    alone, connected = machine(tmp_path), machine(tmp_path / "vault", route=ROUTE + OUT)
    for isolated, proc, told in ((False, alone, "CASEWORK_ISOLATED_LAN"), (True, connected, "không ở mạng cách ly")):
        with pytest.raises(VaultError, match=told):
            vault.init(
                db, system, vault_url=vault_url, key_file=keys, decision=CHARTER, isolated=isolated, now=NOW, proc=proc
            )
        with pytest.raises(VaultError, match=told):
            vault.open_vault(db, vault_url=vault_url, key_file=keys, isolated=isolated, proc=proc)
    assert not Path(keys).exists()
    for url, key_file, decision, told in (
        (vault_url, keys, "không số", "số của quyết định"),
        (vault_url, None, CHARTER, "CASEWORK_VAULT_KEY_FILE"),
        (None, keys, CHARTER, "CASEWORK_VAULT_URL"),
        (db.url, keys, CHARTER, "khác cơ sở dữ liệu chính"),
    ):
        with pytest.raises(VaultError, match=told):
            vault.init(
                db, system, vault_url=url, key_file=key_file, decision=decision, isolated=True, now=NOW, proc=alone
            )
    keyring = tmp_path / "other.key"
    vault_keys.make_key_file(keyring)
    with pytest.raises(VaultError, match="chưa được lập"):
        vault.open_vault(db, vault_url=vault_url, key_file=str(keyring), isolated=True, proc=alone)
    assert vault.open_vault(db, vault_url=None, key_file=None, isolated=False, proc=alone) is None
    assert db.vault is None


def test_making_it_is_journaled_and_not_done_twice(db: Database, opened: Vault, tmp_path: Path) -> None:
    """The decision's number stands in the journal; the key file is its owner's alone; the vault has its own schema."""
    with db.read() as session:
        entries = session.scalars(select(journal.JournalEntry.note).where(journal.JournalEntry.act == "vault_made"))
        assert entries.all() == [f"theo quyết định {CHARTER}"]
    assert (tmp_path / "vault.key").stat().st_mode & 0o777 == 0o600
    if db.dialect == "sqlite":
        assert {f.stat().st_mode & 0o077 for f in (tmp_path / "vault").iterdir()} == {0}
    assert vault_schema.current(opened.database) == vault_schema.head()
    with pytest.raises(VaultError, match="đã được lập"):
        make_vault(db, opened.database.url, tmp_path)
    assert not set(metadata.tables) & {"letter", "journal_entry"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    """Also a damaged one, and one that is not there."""
    file = tmp_path / "a.key"
    vault_keys.make_key_file(file)
    file.chmod(mode)
    with pytest.raises(VaultError, match="chmod 600"):
        vault_keys.load_keys(file)
    file.chmod(0o600)
    file.write_text('{"keys": [{"id": "a", "key": "AAAA"}]}')
    with pytest.raises(VaultError, match="bị hỏng"):
        vault_keys.load_keys(file)
    with pytest.raises(VaultError, match="Không đọc được"):
        vault_keys.load_keys(tmp_path / "none")
    with pytest.raises(VaultError, match="đã có"):
        vault_keys.make_key_file(file)


def test_this_machine_without_its_network_is_isolated(tmp_path: Path) -> None:
    """In a network namespace of its own the real tables of the kernel say so."""
    code = "from casework.store.vault_network import network_faults; print(network_faults())"
    run = subprocess.run(["unshare", "-n", sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if run.returncode:
        machine_lacks("mạng riêng", "unshare -n không chạy được")
    assert run.stdout.strip() == "[]"


# --- sealing on entry --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_main_database_keeps_only_that_something_is_sealed(
    db: Database, opened: Vault, kind: RecordKind, tmp_path: Path
) -> None:
    """Nobody's name in any file of either database; the vault opens it again under its seal."""
    key = denunciation(db, kind)
    with db.read() as session:
        (sealed,) = items.items_of(session, ItemKind.SEAL, kind, [key])[key]
    assert opened.open(sealed["seal"], kind, key) == WHO
    assert checking.check_tables(db) == []
    assert checking.verify_journal(db) == []
    assert vault.check(db, opened, accounts.system_reader(db, "t"), NOW, repair=False).sound
    found = [*database_files(db.url, tmp_path)]
    found += [f for f in (tmp_path / "vault").glob("vault.sqlite*") if f.is_file()]
    assert found_in(found, WHO.values(), tmp_path) == []


def test_what_is_no_denunciation_is_not_sealed(db: Database, opened: Vault) -> None:
    """A complainant stands in the register as always; a form sent twice seals once."""
    desk = person(db, Role.RECEPTION_OFFICER, OFFICE)
    enter(db, desk, K.LETTER, **WHO)
    assert opened.seals() == []
    for again in (False, True):
        values = entry(db, K.LETTER, type="denunciation", **WHO)
        logged = entering.log_record(
            db, desk, K.LETTER, values, on=ON, now=NOW, token="the-same-form-twice", office=OFFICE
        )
        assert (logged.again, logged.sealed) == (again, not again)
    assert len(opened.seals()) == 1


def test_without_a_vault_nothing_is_kept(db: Database) -> None:
    """The networked setting: withheld, as ever."""
    desk = person(db, Role.RECEPTION_OFFICER, OFFICE)
    logged = enter(db, desk, K.LETTER, type="denunciation", **WHO)
    assert (logged.sealed, set(logged.withheld)) == (False, set(WHO))
    assert not identities.sealed(db, head(db), K.LETTER, logged.record_id)


def test_a_denunciation_that_is_split_off_is_sealed_with_its_sender(db: Database, opened: Vault) -> None:
    """The isolated setting: the letter's sender lies in the vault under the part, and nowhere beside it."""
    desk = person(db, Role.RECEPTION_OFFICER, OFFICE)
    letter = enter(db, desk, K.LETTER, **WHO).record_id
    values = {"split_type": "denunciation", "split_content": "Tố cáo nhận tiền", "happened_on": ON}
    ((kind, part),) = moving.move(db, desk, K.LETTER, letter, "split", values, 1, on=ON, now=NOW).made
    with db.read() as session:
        (sealed,) = items.items_of(session, ItemKind.SEAL, kind, [part])[part]
        assert not items.items_of(session, ItemKind.SEAL, kind, [letter])
        history = repr(journal.history(session, kind, part))
    assert opened.open(sealed["seal"], kind, part) == WHO
    assert not any(text in history for text in WHO.values())


def test_an_entry_that_fails_leaves_at_most_a_stray_seal(db: Database, opened: Vault) -> None:
    """What was sealed before the main database refused is named by the check, removed by its repair, never reused."""
    desk, system = person(db, Role.RECEPTION_OFFICER, OFFICE), accounts.system_reader(db, "tester")
    values = entry(db, K.LETTER, type="denunciation", **WHO)
    with db.write() as session:
        entering.enter(session, desk, K.LETTER, values, on=ON, now=NOW, token="x" * 20, office=OFFICE)
        session.rollback()
    ((seal, kind, _record_id),) = opened.seals()
    found = vault.check(db, opened, system, NOW, repair=False)
    assert (found.sound, [one[0] for one in found.stray], kind) == (False, [seal], "letter")
    key = denunciation(db)
    assert vault.check(db, opened, system, NOW, repair=True).sound
    assert [one[2] for one in opened.seals()] == [key]
    assert vault.check(db, opened, system, NOW, repair=False) == vault.Check(
        (), False, 0, (), ((opened.keys.active, 3),)
    )


def test_a_record_whose_seal_is_gone_is_told(db: Database, opened: Vault) -> None:
    """Removed from the vault by hand."""
    denunciation(db)
    opened.remove([seal for seal, _kind, _id in opened.seals()])
    found = vault.check(db, opened, accounts.system_reader(db, "t"), NOW, repair=True)
    assert (found.sound, found.lost) == (False, 1)


_ENTER = """
import sys, uuid
from pathlib import Path
from casework.domain.vocabulary import RecordKind, Role
from casework.services import vault
from casework.services.handling import entering
from casework.store.database import Database
from tests.services.desk import NOW, OFFICE, ON, entry
from tests.services.isolated import person
db = Database(sys.argv[1])
vault.open_vault(db, vault_url=sys.argv[2], key_file=sys.argv[3], isolated=True, proc=Path(sys.argv[4]))
desk = person(db, Role.RECEPTION_OFFICER, OFFICE)
while True:
    values = entry(db, RecordKind.LETTER, type="denunciation", person_name="Quách Thị Ngọc Huyền Vy")
    token = uuid.uuid4().hex
    done = entering.log_record(db, desk, RecordKind.LETTER, values, on=ON, now=NOW, token=token, office=OFFICE)
    print(done.record_id, flush=True)
"""


@pytest.mark.slow
def test_a_killed_entry_loses_no_acknowledged_seal(db: Database, opened: Vault, tmp_path: Path) -> None:
    """kill -9 between any two writes: every acknowledged denunciation opens, strays are removed, the rest is sound."""
    person(db, Role.RECEPTION_OFFICER, OFFICE)
    url, other = (make_url(u).render_as_string(hide_password=False) for u in (db.url, opened.database.url))
    told: list[int] = []
    for number in range(5):
        command = [sys.executable, "-c", _ENTER, url, other, str(opened.key_file), str(tmp_path / "net")]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": "."})
        assert process.stdout is not None
        told.append(int(process.stdout.readline()))
        time.sleep(0.013 * (number + 1))
        process.send_signal(signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().split("\n") if line.strip().isdigit()]
        process.wait()
    assert vault.check(db, opened, accounts.system_reader(db, "t"), NOW, repair=True).sound
    for record_id in told:
        with db.read() as session:
            (sealed,) = items.items_of(session, ItemKind.SEAL, K.LETTER, [record_id])[record_id]
        assert opened.open(sealed["seal"], K.LETTER, record_id) == {"person_name": NAME}
    assert checking.verify_journal(db) == []
    assert checking.check_tables(db) == []


# --- sealed values -----------------------------------------------------------------------------------------


def _rows(opened: Vault) -> list[SealedField]:
    with opened.database.read() as session:
        found = list(session.scalars(select(SealedField).order_by(SealedField.record_id, SealedField.field)))
        session.expunge_all()
        return found


def _put(opened: Vault, row: SealedField, **values: object) -> None:
    with opened.database.write() as session:
        mine = (SealedField.seal == row.seal) & (SealedField.field == row.field)
        session.execute(update(SealedField).where(mine).values(values))


def test_a_changed_byte_and_a_copied_row_do_not_open(db: Database, opened: Vault) -> None:
    """Every byte of a value; a value under another seal, record, field or kind; each is named by the check."""
    first, second = denunciation(db), denunciation(db, person_name="Lò Văn Khác Hẳn")
    system = accounts.system_reader(db, "tester")
    mine, other = [row for row in _rows(opened) if row.field == "person_name"]
    assert (mine.record_id, other.record_id) == (first, second)
    forged: list[dict[str, object]] = [{"sealed": other.sealed}, {"record_id": second}, {"kind": "case"}]
    forged += [
        {"sealed": bytes(b ^ (1 if n == place else 0) for n, b in enumerate(mine.sealed))}
        for place in range(0, len(mine.sealed), 7)
    ]
    forged += [{"sealed": mine.sealed[:-1]}, {"sealed": b""}, {"key_id": "k000000000000"}]
    for values in forged:
        _put(opened, mine, **values)
        found = vault.check(db, opened, system, NOW, repair=False)
        assert found.closed == ((mine.seal, "person_name"),), values
        with pytest.raises(VaultError):
            opened.open(mine.seal, K.LETTER, first)
        _put(opened, mine, sealed=mine.sealed, record_id=first, kind="letter", key_id=mine.key_id)
    with pytest.raises(VaultError):
        opened.open(mine.seal, K.LETTER, second)
    assert vault.check(db, opened, system, NOW, repair=False).sound


def test_equal_names_are_sealed_differently_and_of_one_length(db: Database, opened: Vault) -> None:
    """Nothing of a sealed value tells that two are equal, nor how long they are."""
    denunciation(db, person_name="An Bình")
    denunciation(db, person_name="An Bình")
    denunciation(db, person_name="Công Tằng Tôn Nữ Ngọc Huyền")
    names = [row.sealed for row in _rows(opened) if row.field == "person_name"]
    assert len(set(names)) == 3
    assert len({len(sealed) for sealed in names}) == 1
    assert len({row.seal for row in _rows(opened)}) == 3


# --- keys --------------------------------------------------------------------------------------------------


def test_a_rotation_may_be_stopped_and_the_old_key_destroyed(db: Database, opened: Vault, tmp_path: Path) -> None:
    """Both keys open meanwhile; resuming makes no third key; the old one goes only when nothing needs it."""
    keys = [denunciation(db) for _ in range(40)]
    system, old = accounts.system_reader(db, "tester"), opened.keys.active
    steps = vault.rotate(db, opened, system, NOW)
    next(steps)
    steps.close()
    half = opened.counted_by_key()
    assert set(half) == {old, opened.keys.active}
    with pytest.raises(VaultError, match="còn niêm phong"):
        vault.drop_key(db, opened, old, system, NOW)
    again = Vault(opened.database, opened.key_file)
    assert again.keys.active == opened.keys.active
    assert list(vault.rotate(db, again, system, NOW))
    assert set(again.counted_by_key()) == {again.keys.active}
    assert len(again.keys.keys) == 2
    with pytest.raises(VaultError, match="đang dùng"):
        vault.drop_key(db, again, again.keys.active, system, NOW)
    vault.drop_key(db, again, old, system, NOW)
    assert old not in (tmp_path / "vault.key").read_text()
    assert vault.check(db, again, system, NOW, repair=False).sound
    with db.read() as session:
        sealed = items.items_of(session, ItemKind.SEAL, K.LETTER, keys)
    for key in keys:
        assert again.open(sealed[key][0]["seal"], K.LETTER, key)["person_name"] == NAME
    again.database.close()


def test_no_key_stands_in_a_database(db: Database, opened: Vault, tmp_path: Path) -> None:
    """Neither as bytes nor written out."""
    denunciation(db)
    key = opened.keys.key(opened.keys.active)
    opened.database.close()
    files = [*database_files(db.url, tmp_path), *(tmp_path / "vault").glob("vault.sqlite*")]
    for file in files:
        content = file.read_bytes()
        assert key not in content
        assert key.hex().encode() not in content


# --- asking, approving, showing ----------------------------------------------------------------------------


def test_two_persons_a_reason_and_once(db: Database, opened: Vault, tmp_path: Path) -> None:
    """Asked by the head, approved by a leader, shown once; each act stands in the journal without the name."""
    key = denunciation(db)
    boss, leader, auditor = head(db), reader(db, Role.LEADER), reader(db, Role.AUDITOR)
    assert identities.sealed(db, boss, K.LETTER, key)
    request_id = asked(db, boss, key)
    with pytest.raises(VaultError, match="chưa được phê duyệt"):
        identities.show(db, opened, boss, request_id, on=ON, now=NOW)
    (waiting,) = identities.requests(db, leader, NOW)
    assert (waiting.may_decide, waiting.may_open, waiting.reason) == (True, False, REASON)
    approve(db, request_id)
    with pytest.raises(NoSuchRecordError):
        identities.show(db, opened, leader, request_id, on=ON, now=NOW)
    assert identities.requests(db, boss, NOW)[0].may_open
    shown = identities.show(db, opened, boss, request_id, on=ON, now=NOW)
    assert [value for _label, value in shown.lines] == [NAME, PLACE, PHONE]
    assert dict(shown.lines)["Người gửi"] == NAME
    with pytest.raises(VaultError, match="đã được mở một lần"):
        identities.show(db, opened, boss, request_id, on=ON, now=NOW)
    (told,) = identities.requests(db, auditor, NOW)
    assert (told.opened_on, told.requester, told.reason) == (ON, "Người Thủ trưởng đơn vị", REASON)
    with db.read() as session:
        query = select(journal.JournalEntry.act).order_by(journal.JournalEntry.position.desc()).limit(1)
        assert session.scalar(query) == "identity_opened"
    assert checking.check_tables(db) == []
    assert found_in(database_files(db.url, tmp_path), WHO.values(), tmp_path) == []


def test_the_journal_tells_before_anything_is_shown(db: Database, opened: Vault) -> None:
    """A value that does not open was asked for all the same: the opening stands in the journal."""
    key = denunciation(db)
    request_id = asked(db, head(db), key)
    approve(db, request_id)
    for row in _rows(opened):
        _put(opened, row, sealed=b"\0" * 92)
    with pytest.raises(VaultError, match="Không mở được"):
        identities.show(db, opened, head(db), request_id, on=ON, now=NOW)
    assert identities.requests(db, reader(db, Role.AUDITOR), NOW)[0].opened_on == ON


def test_an_approval_expires(db: Database, opened: Vault) -> None:
    """To the minute."""
    key = denunciation(db)
    request_id = asked(db, head(db), key)
    approve(db, request_id, minutes=30)
    late = NOW + timedelta(minutes=30)
    assert not identities.requests(db, head(db), late)[0].may_open
    with pytest.raises(VaultError, match="hết hiệu lực"):
        identities.show(db, opened, head(db), request_id, on=ON, now=late)
    identities.show(db, opened, head(db), request_id, on=ON, now=late - timedelta(seconds=1))


def test_nobody_approves_his_own_and_a_refusal_shows_nothing(db: Database, opened: Vault) -> None:
    """A leader who asks needs another leader."""
    key = denunciation(db)
    leader, other = reader(db, Role.LEADER), person(db, Role.LEADER, OFFICE, "other-leader")
    request_id = asked(db, leader, key)
    with pytest.raises(VaultError, match="tự phê duyệt"):
        identities.decide(db, leader, request_id, True, minutes=60, on=ON, now=NOW)
    with pytest.raises(VaultError, match="đang chờ"):
        identities.request(db, leader, K.LETTER, key, REASON, on=ON, now=NOW)
    identities.decide(db, other, request_id, False, minutes=60, on=ON, now=NOW)
    with pytest.raises(VaultError, match="đã có ý kiến"):
        identities.decide(db, other, request_id, True, minutes=60, on=ON, now=NOW)
    with pytest.raises(VaultError, match="chưa được phê duyệt"):
        identities.show(db, opened, leader, request_id, on=ON, now=NOW)


@pytest.mark.parametrize("role", [Role.RECEPTION_OFFICER, Role.SECRETARIAT, Role.ADMINISTRATOR, Role.AUDITOR])
def test_others_neither_ask_nor_approve(db: Database, opened: Vault, role: Role) -> None:
    """Who took it in never reads it again; administering and auditing is not reading."""
    key = denunciation(db)
    who = person(db, role, OFFICE)
    request_id = asked(db, head(db), key)
    assert not identities.sealed(db, who, K.LETTER, key)
    with pytest.raises(ForbiddenError):
        identities.request(db, who, K.LETTER, key, REASON, on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        identities.decide(db, who, request_id, True, minutes=60, on=ON, now=NOW)
    with pytest.raises(ForbiddenError):
        identities.show(db, opened, who, request_id, on=ON, now=NOW)


def test_the_hidden_and_the_missing_are_told_alike(db: Database, opened: Vault) -> None:
    """Another unit's denunciation, a complaint, a leader who is denied, a number that is not there."""
    key = denunciation(db)
    plain = enter(db, person(db, Role.RECEPTION_OFFICER, OFFICE), K.LETTER).record_id
    stranger = person(db, Role.UNIT_HEAD, "Sở Y tế")
    request_id = asked(db, head(db), key)
    leader = reader(db, Role.LEADER)
    act = journal.Act("deny", leader.user_id, "", NOW)
    denied = {"person_id": leader.user_id, "denied_on": ON, "reason": "accused"}
    with db.write() as session:
        items.add_item(session, ItemKind.DENIAL, K.LETTER, key, denied, on=ON, act=act)
    for who, record_id in ((stranger, key), (leader, key), (head(db), plain), (head(db), 10**9)):
        with pytest.raises(NoSuchRecordError):
            identities.request(db, who, K.LETTER, record_id, REASON, on=ON, now=NOW)
    for number in (request_id, 10**9):
        with pytest.raises(NoSuchRecordError):
            identities.decide(db, leader, number, True, minutes=60, on=ON, now=NOW)
    assert identities.requests(db, leader, NOW) == []
    assert identities.requests(db, stranger, NOW) == []


@pytest.mark.parametrize("reason", ["", "vì cần", "x" * 501])
def test_a_reason_is_asked_for(db: Database, opened: Vault, reason: str) -> None:
    """Ten characters at least."""
    key = denunciation(db)
    with pytest.raises(VaultError, match="lý do"):
        identities.request(db, head(db), K.LETTER, key, reason, on=ON, now=NOW)


def test_the_vault_holds_nothing_readable(db: Database, opened: Vault) -> None:
    """Each column of each row, looked at as text."""
    denunciation(db)
    with opened.database.read() as session:
        rows = session.execute(text("SELECT * FROM sealed_field")).all()
    assert len(rows) == 3
    told = " ".join(str(value) for row in rows for value in row)
    assert not any(word in told for word in (NAME, PLACE, PHONE))
