"""What follows from a letter's step: a case is opened or joined, a unit is charged, a matter becomes another letter.

Nothing that would tell who denounced passes over: of a letter with a complaint and a denunciation the two are not
linked, the letter keeps no event of the splitting, and the new letter of a denunciation takes no person with it, unless
into the vault (design.md, decision 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain import vocabulary as v
from casework.domain.access import Reader
from casework.domain.entry import EntryError
from casework.domain.fields import DENUNCIATION, IDENTITY_FIELDS, Value
from casework.domain.items import AssignmentPart, ItemKind, LinkType
from casework.domain.letter_steps import apart
from casework.domain.steps import (
    CASE_UNIT,
    EARLIER_CASE,
    JOINED_CASE,
    RESPONDENT,
    SPLIT_CONTENT,
    SPLIT_PAPER,
    SPLIT_SUBJECT,
    SPLIT_TYPE,
)
from casework.domain.vocabulary import RecordKind
from casework.services.handling import entering
from casework.services.handling.taken import Taken
from casework.statistics.scope import visible
from casework.store.database import Database
from casework.store.entry_lookups import code_of
from casework.store.record_rows import with_number
from casework.store.records import RECORDS

LETTER, CASE = RecordKind.LETTER, RecordKind.CASE
_CARRIED = ("type", *IDENTITY_FIELDS[LETTER], "subject", "content", "paper_file", "received_on")


def open_case(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Thụ lý: a new case from the letter, linked; with an earlier case it is of the second instance."""
    earlier = _case(taken, EARLIER_CASE) if taken.given.get(EARLIER_CASE) is not None else None
    values: dict[str, object] = {name: taken.held.values.get(name) for name in _CARRIED}
    values |= {
        "instance": (v.Instance.FIRST if earlier is None else v.Instance.SECOND).value,
        "respondent": taken.given.get(RESPONDENT),
        "unit_id": taken.given[CASE_UNIT],
        "accepted_on": taken.day,
    }
    case = new_case(taken, values, {"unit_id": CASE_UNIT, "accepted_on": "handled_on"})
    taken.link(LinkType.CASE_OF_LETTER, (CASE, case))
    if earlier is not None:
        taken.link(continued_link(taken.held.values), (CASE, earlier), of=(CASE, case))
    return [(CASE, case)]


def new_case(taken: Taken, values: dict[str, object], names: dict[str, str]) -> int:
    """Enters a case into the register in which the record stands, its lead unit charged; returns its id.

    `names`: under which name of the step's form a message about a field of the case is told.
    """
    keeper, office = taken.at_the_register()
    token = f"{taken.kind.value}-{taken.record_id}-{taken.version}"
    try:
        logged = entering.enter(
            taken.session, keeper, CASE, values, on=taken.on, now=taken.now, token=token, office=office
        )
    except EntryError as error:
        raise EntryError({names.get(name, ""): text for name, text in error.errors.items()}) from None
    charge(taken, (CASE, logged.record_id), keeper.unit_id)
    taken.close_alike((CASE, logged.record_id))
    return logged.record_id


def charge(taken: Taken, record: tuple[RecordKind, int], keeper: int | None) -> None:
    """Giao chủ trì: the unit named in the step leads the record; the one that keeps the register needs no charge."""
    unit = taken.given.get(CASE_UNIT)
    if unit != keeper:
        values = {"part": AssignmentPart.LEAD.value, "unit_id": unit, "assigned_on": taken.day}
        taken.item(ItemKind.ASSIGNMENT, values, record)


def take_up(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Thụ lý kiến nghị, phản ánh: the unit that is to answer it."""
    charge(taken, (LETTER, taken.record_id), taken.at_the_register()[0].unit_id)
    return []


def join_case(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Nhập vào vụ việc: several letters, one case."""
    taken.link(LinkType.JOINED, (CASE, _case(taken, JOINED_CASE)))
    return []


def continued_link(values: dict[str, Value]) -> LinkType:
    """How a case of the second instance is linked to the one before: by its type."""
    denounced = values.get("type") == DENUNCIATION
    return LinkType.CONTINUED_DENUNCIATION if denounced else LinkType.SECOND_COMPLAINT


def _case(taken: Taken, name: str) -> int:
    """The case of the letter's type whose number the form names; EntryError alike for none and for a hidden one."""
    keeper, _office = taken.at_the_register()
    code = str(taken.given[name])
    table = RECORDS[CASE]
    assert keeper.unit_id is not None
    found = with_number(taken.session, CASE, code, keeper.unit_id, visible(taken.reader, CASE, table.c.id))
    type_ = None if found is None else taken.session.scalar(select(table.c.type).where(table.c.id == found))
    if found is None or type_ != taken.held.values.get("type"):
        raise EntryError({name: f"Không có vụ việc cùng loại mang số “{code}”; hãy kiểm tra lại số hồ sơ."})
    return found


def split(taken: Taken) -> list[tuple[RecordKind, int]]:
    """Tách đơn: the matter becomes a letter of its own, received on the same day from the same person."""
    held = taken.held.values
    keeper, office = taken.at_the_register()
    # Between a denunciation and a letter that is none nothing may point: neither link, token, paper file, nor a number.
    secret = apart(held, taken.given)
    values: dict[str, object] = {name: held.get(name) for name in ("received_on", "channel", *IDENTITY_FIELDS[LETTER])}
    values |= {
        "type": taken.given[SPLIT_TYPE],
        "subject": taken.given.get(SPLIT_SUBJECT),
        "content": taken.given[SPLIT_CONTENT],
        "paper_file": taken.given.get(SPLIT_PAPER) or (None if secret else held.get("paper_file")),
        "signers": None if secret else held.get("signers"),
        "eligible": True,
    }
    token = (taken.token or token_hex(16)) if secret else f"split-{taken.record_id}-{taken.version}"
    try:
        logged = entering.enter(
            taken.session, keeper, LETTER, values, on=taken.on, now=taken.now, token=token, office=office
        )
    except EntryError as error:
        names = {"content": SPLIT_CONTENT, "type": SPLIT_TYPE, "subject": SPLIT_SUBJECT}
        raise EntryError({names.get(name, ""): text for name, text in error.errors.items()}) from None
    taken.close_alike((LETTER, logged.record_id))
    if not secret:
        taken.link(LinkType.SPLIT_FROM, (LETTER, taken.record_id), of=(LETTER, logged.record_id))
    return [(LETTER, logged.record_id)]


def told_once(session: Session, made: Sequence[tuple[RecordKind, int]]) -> str:
    """What whoever splits off a denunciation is told, once: the number of the new letter, which stands nowhere else."""
    codes = ", ".join(code_of(session, kind, record_id) for kind, record_id in made)
    return (
        f"đã vào sổ thành đơn riêng số {codes}. Đơn này không ghi lại việc tách, để không ai suy ra người tố cáo; "
        "hãy ghi số ấy vào hồ sơ giấy ngay."
    )


def guided(db: Database, reader: Reader, record_id: int) -> str:
    """`guided_before` of a letter that `reader` sees; "" for any other."""
    table = RECORDS[LETTER]
    with db.read() as session:
        seen = visible(reader, LETTER, table.c.id)
        query = select(table).where(table.c.id == record_id)
        row = session.execute(query if seen is None else query.where(seen)).mappings().first()
        return "" if row is None else guided_before(session, reader, record_id, dict(row))


def guided_before(session: Session, reader: Reader, record_id: int, values: dict[str, Value]) -> str:
    """A sentence when the same person was guided on an earlier letter that the reader may see; "" otherwise.

    Khiếu nại không thuộc thẩm quyền chỉ được hướng dẫn một lần (law-and-forms 3.3). A denunciation has no person.
    """
    if values.get("type") != v.MatterType.COMPLAINT:
        return ""
    table = RECORDS[LETTER]
    if values.get("person_id_number") is not None:
        same = table.c.person_id_number == values["person_id_number"]
    elif values.get("person_name") is not None and values.get("person_address") is not None:
        same = (table.c.person_name == values["person_name"]) & (table.c.person_address == values["person_address"])
    else:
        return ""
    query = select(table.c.code, table.c.handled_on).where(
        same, table.c.handling == v.LetterHandling.GUIDED.value, table.c.id != record_id, table.c.type == values["type"]
    )
    seen = visible(reader, LETTER, table.c.id)
    row = session.execute((query if seen is None else query.where(seen)).order_by(table.c.handled_on.desc())).first()
    if row is None:
        return ""
    day = "" if row.handled_on is None else f" ngày {row.handled_on:%d/%m/%Y}"
    return (
        f"Người này đã được hướng dẫn một lần ở đơn số {row.code}{day}; nếu cùng nội dung thì không hướng dẫn nữa, "
        "có thể lưu đơn."
    )
