"""Beside a petition: splitting and merging it, what it raises again."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from casework.domain.fields import Field, Shape, field
from casework.domain.petition_parts import MOST_PARTS
from casework.domain.workflow import HAPPENED_ON, REASON
from casework.services.handling import merging, splitting
from casework.web.gate import allow, database, reader
from casework.web.petition_work import DAY_AND_REASON, PARTS, PETITION, Work, moment, work_page
from casework.web.record_forms import as_typed
from casework.web.views.records import load

blueprint = Blueprint("petitions", __name__)

FIRST_PARTS = 4
CODES = Field("codes", "Mã các kiến nghị được gộp vào", Shape.TEXT, required=True, limit=2000)
EARLIER = Field("codes", "Mã kiến nghị trước đây", Shape.CODE, required=True)


def _parts_asked(count: int) -> tuple[Field, ...]:
    labels = {"content": "Nội dung phần {}", "subject": "Lĩnh vực phần {}", "competence": "Cấp thẩm quyền phần {}"}
    return tuple(
        replace(field(PETITION, name), name=f"parts-{number}-{name}", label=labels[name].format(number + 1))
        for number in range(count)
        for name in splitting.PART_FIELDS
    )


@blueprint.route("/petitions/<id:record_id>/split", methods=["GET", "POST"])
@allow(PARTS)
def split(record_id: int) -> ResponseReturnValue:
    """Tách một kiến nghị thành nhiều kiến nghị."""
    record = load(PETITION, record_id)
    written = request.args.get("parts", "")
    count = int(written) if written.isascii() and written.isdigit() and len(written) < 3 else FIRST_PARTS
    count = min(max(count, 2), MOST_PARTS)

    def do(given: dict[str, str], version: int) -> None:
        parts = [{n: given[f"parts-{i}-{n}"] for n in splitting.PART_FIELDS} for i in range(count)]
        splitting.split(database(), reader(), record_id, parts, given, version, **moment())

    subject, level = as_typed(record.values.get("subject")), as_typed(record.values.get("competence"))
    values = {f"parts-{i}-subject": subject for i in range(count)}
    values |= {f"parts-{i}-competence": level for i in range(count)}
    work = Work(
        "Tách kiến nghị",
        (*DAY_AND_REASON, *_parts_asked(count)),
        (HAPPENED_ON, REASON, "parts-0-content", "parts-1-content"),
        do,
        "Đã tách kiến nghị.",
        "Kiến nghị gốc vẫn được tính một lần là kiến nghị tiếp nhận; từ ngày tách, mỗi phần là một đầu việc riêng, "
        "cùng kỳ họp và nghị quyết theo dõi. Phần bỏ trống nội dung thì không lập.",
        values,
        shows_content=True,
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/undo-split", methods=["GET", "POST"])
@allow(PARTS)
def undo_split(record_id: int) -> ResponseReturnValue:
    """Thôi tách."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi tách",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: splitting.undo_split(database(), reader(), record_id, given, version, **moment()),
        "Đã thôi tách; kiến nghị được giải quyết như một đầu việc.",
        "Các phần đã tách vẫn còn trong sổ nhưng từ ngày này không tính là đầu việc nữa.",
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/merge", methods=["GET", "POST"])
@allow(PARTS)
def merge(record_id: int) -> ResponseReturnValue:
    """Gộp các kiến nghị khác vào kiến nghị này."""
    record = load(PETITION, record_id)

    def do(given: dict[str, str], version: int) -> None:
        codes = given["codes"].replace(",", "\n").replace(";", "\n").splitlines()
        merging.merge(database(), reader(), record_id, codes, given, version, **moment())

    work = Work(
        "Gộp kiến nghị",
        (CODES, *DAY_AND_REASON),
        ("codes", HAPPENED_ON, REASON),
        do,
        "Đã gộp.",
        "Ghi mỗi dòng một mã. Kiến nghị này được giải quyết chung; mỗi kiến nghị được gộp vẫn tính là một kiến nghị "
        "tiếp nhận.",
        {"codes": "\n".join(request.args.getlist("codes"))[:2000]},
        shows_content=True,
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/unmerge", methods=["GET", "POST"])
@allow(PARTS)
def unmerge(record_id: int) -> ResponseReturnValue:
    """Thôi gộp."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi gộp",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: merging.unmerge(database(), reader(), record_id, given, version, **moment()),
        "Đã thôi gộp; kiến nghị lại là một đầu việc riêng.",
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/raise-again", methods=["GET", "POST"])
@allow(PARTS)
def raise_again(record_id: int) -> ResponseReturnValue:
    """Nối với kiến nghị trước đây đã nêu cùng nội dung."""
    record = load(PETITION, record_id)
    work = Work(
        "Kiến nghị lại",
        (EARLIER, *DAY_AND_REASON),
        ("codes", HAPPENED_ON, REASON),
        lambda given, version: merging.raise_again(
            database(), reader(), record_id, given["codes"], given, version, **moment()
        ),
        "Đã nối với kiến nghị trước đây.",
        "Cử tri nêu lại nội dung đã kiến nghị trước đây; văn bản đã trả lời được hiện ở trang kiến nghị này.",
        shows_content=True,
    )
    return work_page(record, work, record.version)


@blueprint.route("/petitions/<id:record_id>/raise-no-more", methods=["GET", "POST"])
@allow(PARTS)
def raise_no_more(record_id: int) -> ResponseReturnValue:
    """Thôi nối với kiến nghị trước đây."""
    record = load(PETITION, record_id)
    work = Work(
        "Thôi nối kiến nghị lại",
        DAY_AND_REASON,
        (HAPPENED_ON, REASON),
        lambda given, version: merging.raise_no_more(database(), reader(), record_id, given, version, **moment()),
        "Đã thôi nối với kiến nghị trước đây.",
    )
    return work_page(record, work, record.version)
