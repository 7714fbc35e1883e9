"""Việc định kỳ: what the timer did and what it could not."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from casework.domain.access import Act
from casework.services.reporting import monthly
from casework.web.gate import act, allow, database, reader

blueprint = Blueprint("jobs", __name__)


@blueprint.get("/jobs")
@allow(act(Act.REPORT))
def index() -> ResponseReturnValue:
    """Danh sách việc định kỳ."""
    return render_template("jobs.html", lines=monthly.job_lines(database(), reader()))
