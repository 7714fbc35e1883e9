"""Write docs/bi.md: every table and column that `casework bi write` makes, as the catalogue defines them.

Run it after adding a measure or a dimension; a test refuses a page that is not up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from casework.services.bi import ABOUT, FILE, LISTS, REGISTERS, columns_of  # noqa: E402
from casework.statistics.bi_tables import ELSE, BiColumn  # noqa: E402

PAGE = ROOT / "docs" / "bi.md"
HEAD = f"""# Bảng cho công cụ BI

Trang này do `scripts/bi_page.py` viết từ danh mục chỉ tiêu; không sửa bằng tay.

    casework bi write THƯ_MỤC [--as-of NGÀY] [--from NGÀY]

ghi các bảng dưới đây vào `THƯ_MỤC/current`: mỗi bảng một tệp CSV (UTF-8, dòng đầu là tên cột), và tất cả trong
`{FILE}`. Các bảng là của cùng một trạng thái dữ liệu; `current` đổi sang bản mới trong một bước khi mọi bảng
đã ghi xong, ghi dở thì bản cũ còn nguyên. Bản ngay trước được giữ cho chương trình đang đọc dở. Nên chạy mỗi đêm.

- Mỗi dòng của bảng sổ là một hồ sơ như đã đứng đến hết ngày `as_of`, được ít nhất một chỉ tiêu của kỳ tính đến.
- Không có danh tính, số hồ sơ, mã số trong hệ thống, nội dung hay văn bản người dùng gõ; tên lĩnh vực, địa bàn không có
  trong danh mục ghi là “{ELSE}”. Ai cần mở hồ sơ thì dùng màn hình hoặc giao diện dữ liệu (trang `/help/api`).
- Tố cáo không có trong bảng nào; bảng `denunciation_bands` chỉ nêu khoảng, như người ngoài phạm vi được xem.
- Giá trị của một chỉ tiêu là tổng cột 0/1 của nó, hoặc tổng cột lượng ghi ở `measures.sums` trên các dòng có giá trị 1.
  View `figures` trong tệp SQLite tính sẵn mọi chỉ tiêu để đối chiếu. Không cộng các cột 0/1 với nhau: một hồ sơ có thể
  nằm trong nhiều chỉ tiêu. Tỷ lệ lấy tử số, mẫu số ở bảng `rates`; không lấy trung bình các tỷ lệ.
"""


def section(name: str, columns: Iterable[BiColumn]) -> Iterator[str]:
    """A table of the page."""
    yield f"\n## `{name}`\n\n| Cột | Kiểu | Nghĩa |\n|---|---|---|\n"
    for one in columns:
        meaning = one.meaning.replace("|", "\\|")
        yield f"| `{one.name}` | {'số nguyên' if one.number else 'chữ'} | {meaning} |\n"


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for kind, name in REGISTERS.items():
        parts += section(name, columns_of(kind))
    for name, columns in LISTS.items():
        parts += section(name, columns)
    parts += section("about", ABOUT)
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
