"""Reminding units of returns that they owe: on their own page, and by mail to their people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.domain.access import Act, Reader, require
from casework.domain.forms import FormDefinition
from casework.domain.numerals import write_date
from casework.domain.periods import Period
from casework.domain.returns import ReturnError
from casework.domain.vocabulary import Role
from casework.services.returns.owing import OwedReturn, owed_returns
from casework.store import journal
from casework.store.account_tables import User
from casework.store.database import Database
from casework.store.mail import post
from casework.store.returns import ReturnReminder


def remind(
    db: Database,
    reader: Reader,
    unit_ids: Sequence[int],
    period: Period,
    known: Mapping[str, FormDefinition],
    *,
    on: date,
    now: datetime,
) -> int:
    """Reminds units of what they owe for a period and have not filed: on their page, and by mail to their people.

    A return is reminded of once a day at most. Returns how many were. Raises ReturnError when there is nothing to
    remind of, ForbiddenError.
    """
    require(reader.role, Act.DECIDE_RETURN)
    with db.write() as session:
        journal.lock(session)
        waiting = [
            one
            for one in owed_returns(session, [period], known, on, frozenset(unit_ids))
            if one.owed and one.waits and one.reminded_on != on
        ]
        if not waiting:
            raise ReturnError("Không còn báo cáo nào phải nhắc hôm nay: đơn vị đã nộp, hoặc đã được nhắc trong ngày.")
        told = {"period": period.code, "units": sorted({one.unit_id for one in waiting}), "returns": len(waiting)}
        note = json.dumps({"reminded": told}, ensure_ascii=False)
        position = journal.append(session, journal.Act("return", reader.user_id, reader.os_user, now, note), [])
        session.add_all(
            ReturnReminder(
                unit_id=one.unit_id,
                form=one.form.key,
                period=period.code,
                due_on=one.due_on,
                reminded_on=on,
                actor_id=reader.user_id,
                position=position,
            )
            for one in waiting
        )
        _mail(session, waiting, period, now)
        return len(waiting)


def _mail(session: Session, waiting: Sequence[OwedReturn], period: Period, now: datetime) -> None:
    """A letter to each person of a unit that has an address; numbers of forms and days, nothing of a record."""
    by_unit: dict[int, list[OwedReturn]] = {}
    for one in waiting:
        by_unit.setdefault(one.unit_id, []).append(one)
    roles = (Role.UNIT_OFFICER.value, Role.UNIT_HEAD.value)
    for unit_id, owed in by_unit.items():
        people = select(User.id).where(User.active, User.unit_id == unit_id, User.role.in_(roles), User.email != "")
        forms = ", ".join(one.form.code for one in owed)
        body = (
            f"Đơn vị chưa nộp báo cáo kỳ {period.label}: biểu {forms}. Hạn nộp: {write_date(owed[0].due_on)}.\n"
            "Xin đăng nhập, mở mục “Báo cáo của đơn vị” để nhập số liệu hoặc tải bảng tính.\n"
        )
        for user_id in session.scalars(people.order_by(User.id)):
            post(session, user_id, f"Nhắc nộp báo cáo {period.label}", body, now)
