"""What the timer does (`casework notices send`): tells what is due, writes letters, sends them. Safe to run often.

A day's reminders and a filter's digest are made once a day, however often it runs and however many run at once. A
letter is claimed before it is sent, so that two runs do not send it twice; one that fails is tried again later.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from casework.domain.access import Reader
from casework.domain.mail import digest_letter, notices_letter, told_line
from casework.domain.notices import NOTICE_LABELS, NoticeName, Told
from casework.domain.vocabulary import RecordKind, Role
from casework.domain.work import DUE_SOON_DAYS, What, Whose, WorkList, WorkQuery, digest_due
from casework.statistics.digests import digest_of
from casework.statistics.notices import own_and_seen
from casework.statistics.work_lines import WorkLine, line_page
from casework.statistics.work_titles import about_records
from casework.store import entry_lookups, journal, mail
from casework.store.account_rows import accounts
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.notices import Notice, OutgoingMail, add_notices, recipients
from casework.store.reference_data import system_user
from casework.store.work import SavedFilter, first_run

TOLD_BACK = timedelta(days=7)
"""How long ago a due date may have passed for the reminder to be made still: an imported register is no alarm."""
MAILED_BACK = timedelta(days=2)
"""How old a notice may be to be mailed still."""
TIMEOUT_SECONDS = 20
MOST_LINES = 100_000


class MailAddressError(ValueError):
    """An address of a mail server that cannot be used; the Vietnamese message says why."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed over. `secure`: TLS from the first byte; `upgrade`: STARTTLS."""

    host: str
    port: int
    secure: bool
    upgrade: bool
    user: str
    password: str
    sender: str


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did: reminders made, letters written, sent and failed."""

    reminders: int
    written: int
    sent: int
    failed: int


def mail_server(url: str, sender: str) -> MailServer:
    """The server of an address: smtp://…, smtp+starttls://… or smtps://…, with user:password@ where it asks for them.

    Raises MailAddressError.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise MailAddressError("CASEWORK_SMTP_URL có cổng không hợp lệ.") from None
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise MailAddressError("CASEWORK_SMTP_URL phải có dạng smtp://máy:cổng, smtp+starttls://… hoặc smtps://….")
    if "@" not in sender:
        raise MailAddressError("CASEWORK_SMTP_FROM phải là địa chỉ thư của nơi gửi.")
    return MailServer(
        parts.hostname,
        port or ports[parts.scheme],
        parts.scheme == "smtps",
        parts.scheme == "smtp+starttls",
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        sender,
    )


def run(db: Database, server: MailServer | None, *, on: date, now: datetime, office: str) -> Sent:
    """One run of the timer: reminders, then, where there is a server, letters and their sending."""
    reminders = remind(db, on, now)
    if server is None:
        return Sent(reminders, 0, 0, 0)
    written = write_letters(db, on, now, office)
    sent, failed = send_letters(db, server, now)
    return Sent(reminders, written, sent, failed)


def remind(db: Database, on: date, now: datetime) -> int:
    """Tells, once for each due date, who has to act of what is due soon or has become overdue; how many were told."""
    with db.write() as session:
        journal.lock(session)
        if not first_run(session, "reminders", on, now):
            return 0
        system = Reader(system_user(session).id, Role.SYSTEM)
        found = [
            *_lines(session, system, WorkList.DUE_SOON, on, NoticeName.DUE_SOON),
            *_lines(session, system, WorkList.OVERDUE, on, NoticeName.OVERDUE),
        ]
        wanted = {
            (name, person, line.kind.value, line.record_id, _key(line)): line.due_on
            for name, line in found
            for person in _reached(session, name, line)
        }
        names = [name.value for name in (NoticeName.DUE_SOON, NoticeName.OVERDUE, NoticeName.PROMISE_BROKEN)]
        query = select(Notice.name, Notice.recipient_id, Notice.of_kind, Notice.of_id, Notice.key)
        told = {tuple(row) for row in session.execute(query.where(Notice.name.in_(names)))}
        fresh = ((*key, due_on) for key, due_on in wanted.items() if (key[0].value, *key[1:]) not in told)
        return add_notices(session, fresh, now)


def _lines(
    session: Session, system: Reader, which: WorkList, on: date, name: NoticeName
) -> Iterator[tuple[NoticeName, WorkLine]]:
    query = WorkQuery(which, Whose.ALL, within=DUE_SOON_DAYS)
    for line in line_page(session, system, query, on, 0, MOST_LINES):
        if line.due_on is not None and line.due_on >= on - TOLD_BACK:
            broken = line.what is What.PROMISE and which is WorkList.OVERDUE
            yield (NoticeName.PROMISE_BROKEN if broken else name), line


def _key(line: WorkLine) -> str:
    return f"{line.due_on}.{line.item_id or line.code or ''}"[:40]


def _reached(session: Session, name: NoticeName, line: WorkLine) -> list[int]:
    if line.person_id is not None:
        return recipients(session, Told(name, person_id=line.person_id))
    return recipients(session, Told(name, unit_id=line.unit_id))


def _readers(session: Session, office: str) -> Mapping[int, Reader]:
    """Every open account with an e-mail address as the one who asks."""
    office_id = entry_lookups.unit_named(session, office)
    found = {}
    for account in accounts(session, User.active, User.email != ""):
        reader = account.reader
        if reader.role is Role.RECEPTION_OFFICER and reader.unit_id is None:
            reader = replace(reader, unit_id=office_id)
        found[account.user_id] = reader
    return found


def write_letters(db: Database, on: date, now: datetime, office: str) -> int:
    """Puts into the outbox a letter for everybody with new notices, and the digests of the day; returns how many."""
    with db.write() as session:
        journal.lock(session)
        readers = _readers(session, office)
        written = sum(_tell(session, reader, now) for reader in readers.values())
        session.execute(update(Notice).where(Notice.mailed_at.is_(None)).values(mailed_at=now))
        for row in session.scalars(select(SavedFilter).where(SavedFilter.digest != "").order_by(SavedFilter.id)).all():
            reader = readers.get(row.user_id)
            if reader is not None and digest_due(row.digest, on) and first_run(session, f"digest.{row.id}", on, now):
                written += _digest(session, reader, row, on, now)
        return written


def _tell(session: Session, reader: Reader, now: datetime) -> bool:
    query = select(Notice).where(
        own_and_seen(reader), Notice.mailed_at.is_(None), Notice.read_at.is_(None), Notice.made_at >= now - MAILED_BACK
    )
    found = session.scalars(query.order_by(Notice.id)).all()
    if not found:
        return False
    about = about_records(session, [(RecordKind.of(one.of_kind), one.of_id) for one in found])
    lines = []
    for one in found:
        told = about[RecordKind.of(one.of_kind), one.of_id]
        lines.append(told_line(NOTICE_LABELS[NoticeName(one.name)], told.title, told.secret))
    mail.post(session, reader.user_id, *notices_letter(lines), now)
    return True


def _digest(session: Session, reader: Reader, row: SavedFilter, on: date, now: datetime) -> bool:
    found = digest_of(session, reader, row, on)
    if found is None:
        return False
    lines = [told_line(one.what, one.about.title, one.about.secret, one.left) for one in found.lines]
    mail.post(session, reader.user_id, *digest_letter(found.query.label, found.total, lines, "/work"), now)
    return True


def send_letters(db: Database, server: MailServer, now: datetime) -> tuple[int, int]:
    """Sends what waits in the outbox; (sent, failed). No letter's text or address is ever part of an error."""
    with db.write() as session:
        letters = mail.claim(session, now)
    if not letters:
        return 0, 0
    outcome = dict.fromkeys((letter.id for letter in letters), "not reached")
    try:
        with _connected(server) as post:
            for letter in letters:
                outcome[letter.id] = _send(post, server, letter, now)
                with db.write() as session:
                    mail.settle(session, letter.id, now, outcome.pop(letter.id))
    except (OSError, smtplib.SMTPException) as error:
        with db.write() as session:
            for letter_id in outcome:
                mail.settle(session, letter_id, now, type(error).__name__)
    return _counted(db, [letter.id for letter in letters])


def _counted(db: Database, ids: Sequence[int]) -> tuple[int, int]:
    with db.read() as session:
        sent = session.scalar(
            select(func.count()).select_from(OutgoingMail).where(OutgoingMail.id.in_(ids), OutgoingMail.failure == "")
        )
    return sent or 0, len(ids) - (sent or 0)


def _connected(server: MailServer) -> smtplib.SMTP:
    context = ssl.create_default_context()
    post: smtplib.SMTP
    if server.secure:
        post = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        post = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    if server.upgrade:
        post.starttls(context=context)
    if server.user:
        post.login(server.user, server.password)
    return post


def _send(post: smtplib.SMTP, server: MailServer, letter: mail.Letter, now: datetime) -> str:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, letter.address, letter.subject
    message["Date"], message["Auto-Submitted"] = format_datetime(now), "auto-generated"
    message.set_content(letter.body)
    try:
        post.send_message(message)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        return type(error).__name__
    return ""
