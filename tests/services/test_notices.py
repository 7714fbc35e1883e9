"""Notices and letters: who is told, only of what he may still see, once; nothing of a denunciation leaves the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from casework.domain.access import NoSuchRecordError, Reader
from casework.domain.items import ItemKind
from casework.domain.mail import CLOSING
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.work import Whose, WorkList, WorkQuery, digest_due
from casework.services import accounts, mailing, notices, saved_filters
from casework.store import items, journal
from casework.store.database import Database
from casework.store.facts import FACTS
from casework.store.notices import OutgoingMail
from casework.store.records import RECORDS
from tests.services.desk import NOW, OFFICE, ON, PASSWORD, enter, reader, unit_id
from tests.services.post_office import PostOffice, post_office

K = RecordKind
SENDER = "he-thong@hanoi.example"


class Town:
    """A unit with a head who has an address, cases that it leads, a denunciation among them."""

    def __init__(self, url: str) -> None:
        self.db = Database(url)
        self.unit = unit_id(self.db, "Sở Y tế")
        system = reader(self.db, Role.SYSTEM)
        for name, role, mail in (
            ("head", Role.UNIT_HEAD, "head@hanoi.example"),
            ("officer", Role.UNIT_OFFICER, "officer@hanoi.example"),
            ("silent", Role.UNIT_OFFICER, ""),
        ):
            accounts.create_user(self.db, system, name, "Nguyễn Văn Kín", role, PASSWORD, NOW, self.unit, mail)
        known = {a.username: a.reader for a in accounts.list_users(self.db, system)}
        self.head, self.officer, self.silent = known["head"], known["officer"], known["silent"]
        self.desk = reader(self.db, Role.RECEPTION_OFFICER)
        self.case = enter(self.db, self.desk, K.CASE, content="Bệnh viện thu sai giá").record_id
        secret = {"type": "denunciation", "person_name": "", "content": "Tố cáo ông Ẩn Danh nhận tiền"}
        self.secret = enter(self.db, self.desk, K.CASE, **secret).record_id

    def give(self, record_id: int, **more: Any) -> int:
        """An assignment by the desk."""
        act = journal.Act("assignment", self.desk.user_id, "", NOW)
        values = {"part": "lead", "unit_id": self.unit, "assigned_on": ON, "due_on": ON + timedelta(days=2), **more}
        with self.db.write() as session:
            return items.add_item(session, ItemKind.ASSIGNMENT, K.CASE, record_id, values, on=ON, act=act)

    def deny(self, who: Reader, record_id: int) -> None:
        """Closes a record to a person."""
        act = journal.Act("denial", self.desk.user_id, "", NOW)
        values = {"person_id": who.user_id, "denied_on": ON, "reason": "bị tố cáo"}
        with self.db.write() as session:
            items.add_item(session, ItemKind.DENIAL, K.CASE, record_id, values, on=ON, act=act)

    def labels(self, who: Reader) -> list[str]:
        """What a person is told."""
        return [f"{line.label}: {line.title}" for line in notices.notice_page(self.db, who, 1).lines]

    def run(self, office: PostOffice, on: date = ON, **later: float) -> mailing.Sent:
        """The timer."""
        server = mailing.mail_server(f"smtp://127.0.0.1:{office.port}", SENDER)
        return mailing.run(self.db, server, on=on, now=NOW + timedelta(**later), office=OFFICE)


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    made = Town(database_url)
    yield made
    made.db.close()


def test_a_notice_is_shown_only_while_its_record_may_be_seen(town: Town) -> None:
    """Told to the head, opened, read; closed to him, it is gone from list, count and opening alike."""
    town.give(town.case)
    town.give(town.secret)
    assert notices.unread(town.db, town.head) == 2
    page = notices.notice_page(town.db, town.head, 1)
    assert notices.read_notice(town.db, town.head, page.lines[1].id, NOW) == (K.CASE, town.case)
    assert notices.unread(town.db, town.head) == 1
    town.deny(town.head, town.secret)
    assert notices.unread(town.db, town.head) == 0
    assert len(town.labels(town.head)) == 1
    for foreign in (page.lines[0].id, 999_999):
        with pytest.raises(NoSuchRecordError):
            notices.read_notice(town.db, town.head, foreign, NOW)
    with pytest.raises(NoSuchRecordError):
        notices.read_notice(town.db, town.officer, page.lines[1].id, NOW)
    assert all("Ẩn Danh" not in text and "giá" not in text for text in town.labels(town.head))


def test_a_day_reminds_once_of_each_due_date(town: Town) -> None:
    """Near: once; over: once more; a week later nobody is woken; two runs of a day are one."""
    town.give(town.case, person_id=town.officer.user_id, accepted_on=ON)
    with town.db.read() as session:
        due = session.scalar(select(func.max(FACTS[K.CASE].c.due_on)).where(FACTS[K.CASE].c.record_id == town.case))
    assert due is not None
    assert mailing.remind(town.db, due - timedelta(days=3), NOW) >= 1
    assert mailing.remind(town.db, due - timedelta(days=3), NOW) == 0
    near = [text for text in town.labels(town.officer) if text.startswith("Sắp đến hạn")]
    assert len(near) == 1
    mailing.remind(town.db, due - timedelta(days=2), NOW)
    mailing.remind(town.db, due + timedelta(days=1), NOW)
    mailing.remind(town.db, due + timedelta(days=2), NOW)
    told = [text.split(":")[0] for text in town.labels(town.officer)]
    assert (told.count("Sắp đến hạn"), told.count("Quá hạn")) == (1, 1)


def test_letters_go_out_once_and_hold_nothing_of_a_denunciation(town: Town) -> None:
    """A real SMTP conversation: numbers of ordinary records, of the denunciation only that there is a record."""
    town.give(town.case)
    town.give(town.secret)
    town.give(town.case, person_id=town.silent.user_id, part="contribute")
    with post_office() as office:
        done = town.run(office)
        assert (done.written, done.sent, done.failed) == (1, 1, 0)
        again = town.run(office)
        assert (again.reminders, again.written, again.sent) == (0, 0, 0)
    ((to, letter),) = office.letters
    text = letter.get_content()
    with town.db.read() as session:
        table = RECORDS[K.CASE]
        codes = dict(iter(session.execute(select(table.c.id, table.c.code))))
    assert (to, letter["From"]) == ("head@hanoi.example", SENDER)
    assert codes[town.case] in text
    assert "- một hồ sơ mới" in text
    assert CLOSING in text
    for secret in (codes[town.secret], "Ẩn Danh", "tố cáo", "Tố cáo", "Nguyễn Văn Kín", "giá", "/cases/"):
        assert secret not in office.text(), secret


def test_what_is_denied_is_not_mailed(town: Town) -> None:
    """A notice of a record that was closed to its reader before the timer ran goes nowhere."""
    town.give(town.case)
    town.deny(town.head, town.case)
    with post_office() as office:
        assert town.run(office).written == 0
    assert office.letters == []


def test_a_letter_that_fails_is_tried_again_and_given_up_in_the_end(town: Town) -> None:
    """A server that hangs up, one that refuses: the letter stays, is not sent twice, and at last no longer tried."""
    town.give(town.case)
    with post_office() as office:
        office.broken = True
        assert town.run(office).failed == 1
        office.broken = False
        assert town.run(office, minutes=1).sent == 0
        assert town.run(office, minutes=11).sent == 1
        assert len(office.letters) == 1
        town.give(town.secret)
        office.refuse.add("head@hanoi.example")
        for n in range(2, 9):
            town.run(office, minutes=11 * n)
        office.refuse.clear()
        assert town.run(office, minutes=11 * 10).sent == 0
    with town.db.read() as session:
        rows = session.execute(select(OutgoingMail.attempts, OutgoingMail.failure).order_by(OutgoingMail.id)).all()
    assert [tuple(row) for row in rows] == [(2, ""), (5, "SMTPRecipientsRefused")]


def test_a_digest_goes_out_on_its_day_and_stands_on_the_first_page(town: Town) -> None:
    """Kept, shared within the unit, mailed on its weekday once; the name that a person gave it stays in the house."""
    town.give(town.case)
    query = WorkQuery(WorkList.MINE, Whose.UNIT, kind=K.CASE)
    weekday = str(ON.isoweekday())
    saved_filters.keep(town.db, town.head, "Vụ ông Ẩn Danh", query, shared=True, on_front=True, digest=weekday)
    (mine,) = saved_filters.kept(town.db, town.head)
    (theirs,) = saved_filters.kept(town.db, town.officer)
    assert (mine.own, theirs.own, theirs.query) == (True, False, query)
    (digest,) = saved_filters.digests(town.db, town.head, ON)
    assert digest.total == len(digest.lines) == 2 + sum(one.line.what.value == "duty" for one in digest.lines)
    assert saved_filters.digests(town.db, town.officer, ON) == []
    with post_office() as office:
        assert town.run(office, on=ON + timedelta(days=1)).written == 1
        office.letters.clear()
        assert town.run(office).written == 1
        assert town.run(office).written == 0
    (letter,) = office.letters
    assert "Việc của đơn vị" in letter[1]["Subject"]
    assert "Ẩn Danh" not in office.text()
    saved_filters.drop(town.db, town.officer, mine.id)
    assert len(saved_filters.kept(town.db, town.head)) == 1
    saved_filters.drop(town.db, town.head, mine.id)
    assert saved_filters.kept(town.db, town.officer) == []
    with pytest.raises(saved_filters.SavedFilterError):
        saved_filters.keep(town.db, town.head, " ", query, shared=False, on_front=False, digest="")


def test_days_of_a_digest_and_addresses_of_servers() -> None:
    """Weekdays by number; an address without a server or a sender is refused with a sentence."""
    assert [digest_due("2", ON + timedelta(days=n)) for n in range(7)].count(True) == 1
    assert digest_due("daily", ON)
    assert not digest_due("", ON)
    server = mailing.mail_server("smtps://a:b%40c@post.example", SENDER)
    assert (server.host, server.port, server.secure, server.password) == ("post.example", 465, True, "b@c")
    for url, sender in (("http://x", SENDER), ("smtp://", SENDER), ("smtp://x", "nobody"), ("smtp://x:y", SENDER)):
        with pytest.raises(mailing.MailAddressError):
            mailing.mail_server(url, sender)
