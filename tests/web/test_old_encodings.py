"""A register typed for old fonts: told, shown converted, converted only when the officer says so, remembered."""

from __future__ import annotations

import pytest

from casework.files.old_encodings import to_tcvn3, to_vni
from tests.web.person import Person, text_of
from tests.web.test_import_columns import NAME, OWN, RIGHT, picked, upload

OLD = {
    name: [[typed(cell) if isinstance(cell, str) else cell for cell in row] for row in OWN]
    for name, typed in (("tcvn3", to_tcvn3), ("vni", to_vni))
}


@pytest.mark.parametrize("name", sorted(OLD))
def test_it_is_told_converted_by_choice_and_remembered(secretariat: Person, name: str) -> None:
    page = upload(secretariat, OLD[name])
    assert "có vẻ gõ bằng bảng mã cũ" in text_of(page)
    assert "Kết quả / Xử lý đơn" in page
    assert f'<option value="{name}" selected>' in page
    assert NAME not in page
    kept = picked(*RIGHT, keep="on", **{"encoding-0": name, "encoded-0": name})
    checked = secretariat.follow(secretariat.send("/imports/columns", **kept))
    assert "Nhận 2/2 dòng" in text_of(checked)
    secretariat.send("/imports/waiting/confirm", on="/imports/waiting")
    assert "Khiếu nại" in secretariat.page("/letters")
    again = text_of(upload(secretariat, OLD[name]))
    assert "được ghép theo cách đã lưu" in again
    assert "không có hồ sơ nào thay đổi" in again
    assert "được ghép theo cách đã lưu" not in text_of(upload(secretariat, OWN))


def test_left_as_it_is_nothing_is_converted(secretariat: Person) -> None:
    """The columns are shown anew as they stand in the file."""
    upload(secretariat, OLD["tcvn3"])
    shown = secretariat.send("/imports/columns", **picked(*RIGHT, **{"encoding-0": "", "encoded-0": "tcvn3"}))
    assert shown.status_code == 200
    assert "Đang để nguyên như trong tệp" in shown.text
    assert "KÕt qu¶" in shown.text
