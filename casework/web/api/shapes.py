"""The shapes of the answers, as JSON Schema (the one of OpenAPI 3.1): read by people, tools and the tests alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from casework.domain.figures import FigureKind
from casework.web.converters import REGISTERS

Schema = dict[str, Any]


def text(description: str = "", **more: Any) -> Schema:
    """A text."""
    return {"type": "string", **({"description": description} if description else {}), **more}


def number(description: str = "", **more: Any) -> Schema:
    """A whole number."""
    return {"type": "integer", **({"description": description} if description else {}), **more}


def flag(description: str) -> Schema:
    """True or false."""
    return {"type": "boolean", "description": description}


def day(description: str) -> Schema:
    """A day, 2024-06-14."""
    return text(description, format="date")


def moment(description: str) -> Schema:
    """An instant with its zone."""
    return text(description, format="date-time")


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def of(name: str) -> Schema:
    """A shape of the table below by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def rows(item: Schema, description: str = "") -> Schema:
    """A list."""
    return {"type": "array", "items": item, **({"description": description} if description else {})}


def thing(description: str, **members: Schema) -> Schema:
    """An object of exactly these members, each of them always there."""
    return {
        "type": "object",
        "description": description,
        "properties": members,
        "required": list(members),
        "additionalProperties": False,
    }


TOTAL = number("Tổng số mục, kể cả các mục không nằm trong trả lời này.")
COMPLETE = flag("Một mình trả lời này có đủ mọi mục hay không.")
NEXT = maybe(text("Địa chỉ của phần tiếp theo; null khi đã hết."))
REGISTER = text("Sổ mà hồ sơ đứng trong đó.", enum=list(REGISTERS))
KIND = text(
    "records: số hồ sơ hoặc tổng một lượng; rate: tỷ lệ của hai số; change: so cùng kỳ; band: chỉ nêu khoảng; "
    "declared: số công bố.",
    enum=[kind.value for kind in FigureKind],
)
VALUE = maybe(number("Giá trị. null khi không có số: xem reason; hoặc khi là tỷ lệ, so sánh, khoảng: xem printed."))
REASON = maybe(text("Vì sao không có số, ví dụ “chưa ghi nhận”; null khi có số."))
NUMERATOR = maybe(number("Tử số của tỷ lệ; số kỳ này của so sánh; cận dưới của khoảng."))
DENOMINATOR = maybe(number("Mẫu số của tỷ lệ; số cùng kỳ của so sánh; cận trên (không gồm) của khoảng."))
PRINTED = text("Số như in trên màn hình: “18.649”, “97,6%”, “< 5”, “chưa ghi nhận”.")
MEMBERS = maybe(text("Địa chỉ danh sách hồ sơ đứng sau số này; null khi số không mở ra danh sách."))
COUNTED = {"value": VALUE, "numerator": NUMERATOR, "denominator": DENOMINATOR, "printed": PRINTED, "reason": REASON}

SHAPES: Mapping[str, Schema] = MappingProxyType(
    {
        "Problem": thing(
            "Lỗi, theo RFC 9457.",
            type=text(),
            title=text("Lỗi gì."),
            status=number("Mã trạng thái HTTP."),
            detail=text("Cần làm gì."),
        ),
        "Home": thing(
            "Giao diện có những gì.",
            office=text("Đơn vị giữ sổ."),
            account=text("Tên đăng nhập của chủ mã truy cập."),
            role=text("Vai trò của chủ mã truy cập."),
            token=number("Số của mã truy cập đang dùng."),
            figures=text("Địa chỉ danh mục chỉ tiêu."),
            reports=text("Địa chỉ danh sách báo cáo đã phát hành."),
            openapi=text("Địa chỉ mô tả OpenAPI."),
        ),
        "Question": thing(
            "Câu hỏi đã trả lời.",
            first=day("Ngày đầu kỳ."),
            as_of=day("Tính đến hết ngày này."),
            known_on=maybe(day("Theo dữ liệu đã ghi nhận đến hết ngày này; null: mọi điều đã biết.")),
        ),
        "Cut": thing("Một chiều phân tổ.", by=text("Giá trị của tham số by."), label=text("Tên.")),
        "Definition": thing(
            "Một chỉ tiêu của danh mục.",
            code=text("Mã chỉ tiêu."),
            label=text("Tên."),
            unit=text("Đơn vị tính."),
            kind=KIND,
            register=REGISTER,
            definition=text("Đếm gì."),
            source=text("Căn cứ."),
            cuts=rows(of("Cut"), "Các chiều phân tổ."),
            opens=flag("Có mở ra danh sách hồ sơ hay không."),
            href=text("Địa chỉ của số liệu."),
        ),
        "Catalogue": thing(
            "Danh mục chỉ tiêu mà chủ mã truy cập được hỏi.",
            total=TOTAL,
            complete=COMPLETE,
            items=rows(of("Definition")),
        ),
        "Cell": thing(
            "Một ô phân tổ.",
            key=maybe(text("Khóa của ô; null: hồ sơ không ghi.")),
            label=text("Tên của ô."),
            **COUNTED,
            members=MEMBERS,
        ),
        "Breakdown": {
            **thing(
                "Số liệu chia theo một chiều; null khi không hỏi by.",
                by=text("Chiều."),
                label=text("Tên của chiều."),
                structure=text("then: đơn vị như khi đó; now: đơn vị như hiện nay.", enum=["then", "now"]),
                total=TOTAL,
                complete=COMPLETE,
                items=rows(of("Cell")),
            ),
            "type": ["object", "null"],
        },
        "Figure": thing(
            "Một số liệu.",
            code=text("Mã chỉ tiêu."),
            label=text("Tên."),
            unit=text("Đơn vị tính."),
            kind=KIND,
            question=of("Question"),
            scope=text("Số liệu gồm những hồ sơ nào."),
            **COUNTED,
            definition=text("Đếm gì."),
            source=text("Căn cứ."),
            members=MEMBERS,
            breakdown=of("Breakdown"),
        ),
        "Term": {
            **thing("Một giá trị của danh mục.", key=text("Khóa."), label=text("Tên.")),
            "type": ["object", "null"],
        },
        "Column": thing(
            "Một cột.",
            name=text("Tên của cột trong fields."),
            label=text("Tên trong sổ."),
            holds=text(
                "Cột giữ gì.", enum=["text", "date", "count", "term", "flag", "unit", "session", "council_resolution"]
            ),
        ),
        "Member": thing(
            "Một hồ sơ, không có danh tính.",
            id=number("Số của hồ sơ trong hệ thống."),
            href=text("Địa chỉ trang hồ sơ trên màn hình."),
            opened_on=day("Ngày hồ sơ bắt đầu."),
            closed_on=maybe(day("Ngày kết thúc, tính đến ngày đã hỏi.")),
            due_on=maybe(day("Hạn được tính.")),
            overdue=flag("Quá hạn tính đến ngày đã hỏi."),
            state=of("Term"),
            fields={
                "type": "object",
                "description": "Các cột mà chủ mã truy cập được xem, theo columns; giá trị theo danh mục là Term.",
                "additionalProperties": {
                    "anyOf": [{"type": ["string", "integer", "null"]}, of("Term")],
                },
            },
        ),
        "Members": thing(
            "Các hồ sơ đứng sau một số liệu, theo id tăng dần. Mọi trang trả lời theo cùng một thời điểm ghi nhận.",
            code=text("Mã chỉ tiêu được mở (của tỷ lệ: mẫu số; của so sánh: số kỳ này)."),
            label=text("Tên."),
            unit=text("Đơn vị tính."),
            register=REGISTER,
            question=of("Question"),
            value=maybe(number("Số liệu; null khi chưa ghi nhận.")),
            reason=REASON,
            total=TOTAL,
            count=number("Số hồ sơ trong trang này."),
            complete=COMPLETE,
            next=NEXT,
            columns=rows(of("Column")),
            items=rows(of("Member")),
        ),
        "Report": thing(
            "Một báo cáo đã phát hành.",
            id=number("Số thứ tự."),
            title=text("Tên báo cáo."),
            period=text("Kỳ báo cáo."),
            question=of("Question"),
            number=text("Số văn bản."),
            day=maybe(day("Ngày văn bản.")),
            note=text("Ghi chú."),
            issued_at=moment("Lúc phát hành."),
            issued_by=text("Người phát hành."),
            withdrawn=flag("Đã thu hồi hoặc bị thay thế."),
            replaced_by=maybe(number("Báo cáo thay thế.")),
            reason=text("Lý do thu hồi, thay thế."),
            href=text("Địa chỉ của báo cáo."),
        ),
        "Reports": thing(
            "Các báo cáo đã phát hành mà chủ mã truy cập được đọc.",
            total=TOTAL,
            complete=COMPLETE,
            items=rows(of("Report")),
        ),
        "File": thing(
            "Một tệp của báo cáo, đúng như khi phát hành.",
            name=text("Tên tệp."),
            media_type=text("Loại tệp."),
            size=number("Dung lượng, byte."),
            sha256=text("Mã băm SHA-256."),
            href=text("Địa chỉ tải."),
        ),
        "IssuedReport": thing(
            "Một báo cáo đã phát hành với các phần của nó.",
            report=of("Report"),
            scope=text("Báo cáo gồm những hồ sơ nào."),
            fingerprint=text("Mã kiểm của mọi số liệu."),
            intact=flag("Nội dung còn đúng như nhật ký ghi."),
            figures=text("Địa chỉ các số liệu."),
            figure_count=number("Số lượng số liệu."),
            files=rows(of("File")),
        ),
        "FrozenFigure": thing(
            "Một số liệu như đã đóng băng.",
            code=text("Mã chỉ tiêu."),
            label=text("Tên."),
            unit=text("Đơn vị tính."),
            kind=KIND,
            cell=rows(
                thing(
                    "Chiều và khóa.",
                    by=text("Chiều."),
                    key=maybe(text("Khóa; null: không ghi.")),
                    label=text("Tên."),
                ),
                "Ô phân tổ; rỗng: cả tập.",
            ),
            **COUNTED,
            definition=text("Đếm gì."),
            source=text("Căn cứ."),
            members=MEMBERS,
        ),
        "FrozenFigures": thing(
            "Các số liệu của một báo cáo đã phát hành.",
            report=number("Số thứ tự của báo cáo."),
            total=TOTAL,
            complete=COMPLETE,
            items=rows(of("FrozenFigure")),
        ),
        "FrozenMembers": thing(
            "Các hồ sơ đứng sau một số liệu của báo cáo, như đã đóng băng, theo số hồ sơ tăng dần.",
            report=number("Số thứ tự của báo cáo."),
            code=text("Mã chỉ tiêu."),
            label=text("Tên của danh sách (của tỷ lệ: mẫu số)."),
            unit=text("Đơn vị tính."),
            value=number("Cộng lại từ danh sách."),
            fingerprint=text("Mã kiểm SHA-256 của cả danh sách."),
            total=TOTAL,
            count=number("Số hồ sơ trong trang này."),
            complete=COMPLETE,
            next=NEXT,
            items=rows(
                thing(
                    "Một hồ sơ.",
                    id=number("Số của hồ sơ trong hệ thống."),
                    code=maybe(text("Mã, số trong sổ; null: sổ không đánh số.")),
                    adds=number("Góp bao nhiêu vào số liệu."),
                )
            ),
        ),
    }
)
"""Name → shape."""
