"""The fixtures of the machine: two real databases, each test with its own, and skips that are told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.machine import ROOT, lacking

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database_of_its_own(empty_database_url: str, database_kind: str, turn: int) -> None:
    """The same table can be created in each turn, so nothing of an earlier test is left."""
    assert make_url(empty_database_url).get_backend_name() == database_kind
    engine = create_engine(empty_database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mark (name text)"))
        connection.execute(text("INSERT INTO mark VALUES ('ĐƯỜNG')"))
        assert connection.execute(text("SELECT count(*) FROM mark")).scalar_one() == 1


def test_chromium_opens_a_page(page: Page) -> None:
    """Chromium runs here, in Vietnamese and in the office's time zone."""
    page.set_content("<p id='a'></p><script>document.getElementById('a').textContent = navigator.language</script>")
    assert page.inner_text("#a") == "vi-VN"
    assert page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") in (
        "Asia/Ho_Chi_Minh",
        "Asia/Saigon",
    )


def test_a_reason_is_read_back() -> None:
    """The part and the reason survive pytest's prefix; other reasons are no missing part."""
    assert lacking("Skipped: máy thiếu [PostgreSQL]: không có initdb") == ("PostgreSQL", "không có initdb")
    assert lacking("Skipped: không có ../shared/data/x.xlsx") is None


_SAMPLE = """
from tests.machine import machine_lacks, shared_file
def test_lacks(): machine_lacks("máy in", "không có lp")
def test_shared(): shared_file("khong-co-tep-nay")
def test_runs(): pass
"""


@pytest.mark.parametrize(
    ("everything", "names", "exit_code"),
    [
        ("", ["test_lacks", "test_shared"], 0),
        ("1", ["test_lacks"], 1),
        ("1", ["test_shared"], 0),
        ("1", ["test_runs"], 0),
    ],
)
def test_what_is_left_out_is_told_and_fails_when_all_must_run(
    everything: str, names: list[str], exit_code: int, tmp_path: Path
) -> None:
    """A whole pytest run on a small file: the summary names each part; CASEWORK_TEST_ALL makes it fail."""
    sample, summary = tmp_path / "test_sample.py", tmp_path / "summary.txt"
    sample.write_text(_SAMPLE, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "tests.conftest",
    ]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--rootdir", str(ROOT), str(sample), "-k", " or ".join(names)],
        cwd=ROOT,
        env={**os.environ, "CASEWORK_TEST_ALL": everything, "CASEWORK_TEST_SUMMARY": str(summary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == exit_code, run.stdout + run.stderr
    if not everything:
        told = summary.read_text(encoding="utf-8")
        assert told == "máy in (không có lp)\nkhông có ../shared/khong-co-tep-nay\n"


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_migrated_database_of_its_own(database_url: str, turn: int) -> None:
    """The present schema is there, and what one test adds the next does not see."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
        connection.execute(text("CREATE TABLE mark (name text)"))
