"""Trang đầu, one a role: what this person does first in the morning."""

from __future__ import annotations

from datetime import UTC, datetime, time

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import Act, may
from casework.domain.vocabulary import CaseState, Role
from casework.services import front_page, saved_filters, work
from casework.web.clock import HANOI, today
from casework.web.converters import WORDS
from casework.web.gate import SIGNED_IN, allow, database, reader
from casework.web.views.scoreboard import board_of
from casework.web.views.work import work_address

blueprint = Blueprint("home", __name__)

RECENT_SHOWN = 10


@blueprint.get("/")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Trang đầu của vai trò đang đăng nhập."""
    role = reader().role
    if role is Role.ADMINISTRATOR:
        return redirect("/accounts", code=303)
    day = today()
    begun = datetime.combine(day, time.min, HANOI).astimezone(UTC)
    found = board_of(day) if role in (Role.SECRETARIAT, Role.LEADER) else None
    return render_template(
        "home.html",
        day=day,
        words=WORDS,
        counters=front_page.counters(database(), reader(), begun),
        recent=front_page.recent(database(), reader(), RECENT_SHOWN) if role is not Role.LEADER else [],
        tiles=found[0].tiles() if found and role is Role.LEADER else [],
        petitions=found[0].petition_lines() if found else [],
        cases=found[0].case_lines() if found else [],
        states=[state.label for state in CaseState],
        targets=found[1] if found else [],
        lists=[(one, work_address(one.query)) for one in work.front_lists(database(), reader(), day)],
        digests=[(one, work_address(one.query)) for one in saved_filters.digests(database(), reader(), day)],
        may_import=may(role, Act.IMPORT),
        may_report=may(role, Act.REPORT),
    )
