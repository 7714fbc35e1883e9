"""Saved lists of a register: the filters that stand in the address, under a name, shared within the unit."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from casework.domain.access_levels import Level
from casework.domain.vocabulary import RecordKind
from casework.services import saved_filters
from casework.web.addresses import asked_list, list_address, list_parameters
from casework.web.gate import allow, database, reader, sees

blueprint = Blueprint("list_filters", __name__)

NOT_KEPT = ("q", "exact")
"""What a saved list does not hold: the words of a search may be a name."""


@blueprint.post("/<register:kind>/filters")
@allow(sees(Level.LIST))
def keep(kind: RecordKind) -> ResponseReturnValue:
    """Lưu bộ lọc của danh sách đang xem, như địa chỉ ghi."""
    parameters = {name: value for name, value in list_parameters(asked_list(kind)).items() if name not in NOT_KEPT}
    name = request.form.get("name", "")
    try:
        saved_filters.keep_list(database(), reader(), name, kind, parameters, shared="shared" in request.form)
    except saved_filters.SavedFilterError as error:
        flash(f"Chưa lưu bộ lọc. {error}", "late")
    else:
        flash("Đã lưu bộ lọc.", "good")
    return redirect(list_address(kind, parameters), code=303)


@blueprint.post("/<register:kind>/filters/<key:filter_id>/drop")
@allow(sees(Level.LIST))
def drop(kind: RecordKind, filter_id: int) -> ResponseReturnValue:
    """Xóa một bộ lọc của mình."""
    saved_filters.drop(database(), reader(), filter_id)
    flash("Đã xóa bộ lọc.", "good")
    return redirect(list_address(kind, {}), code=303)
