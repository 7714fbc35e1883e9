"""casework report check-draft: findings on stdout, the exit code says whether something is to be looked at again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Command

WRONG = "Đã giải quyết 238/316 vụ việc, đạt tỷ lệ 88,9%, còn 35 vụ việc đang giải quyết."


@pytest.fixture
def casework(sqlite_url: str) -> Command:
    """The command on an empty register."""
    return Command(sqlite_url)


def test_a_fault_is_told_with_its_proof(casework: Command, tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.txt"
    draft.write_text(WRONG, "utf-8")
    run = casework("report", "check-draft", draft, code=1)
    assert "Lệch: 88,9% (Tỷ lệ): 238/316 = 75,316%" in run.stdout
    assert "Đề nghị sửa: 238 → 281" in run.stdout
    assert "2 chỗ cần xem lại" in run.stderr


def test_a_true_draft_ends_well(casework: Command, tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.txt"
    draft.write_text(WRONG.replace("238", "281"), "utf-8")
    run = casework("report", "check-draft", draft)
    assert "Khớp: 88,9%" in run.stdout


def test_what_cannot_be_read_is_refused(casework: Command, tmp_path: Path) -> None:
    draft = tmp_path / "du-thao.doc"
    draft.write_bytes(b"\xd0\xcf\x11\xe0 old word")
    assert "không thuộc loại được nhận" in casework("report", "check-draft", draft, code=1).stderr
