"""The published figures of 1/8/2024–31/7/2025 come out of a register through the real import (law-and-forms 2.4)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator

import pytest

from casework.domain.forms import FilledForm
from casework.domain.numerals import write_percent
from casework.domain.periods import parse_period
from casework.domain.rates import Rate
from casework.services.accounts import system_reader
from casework.services.figures import figures
from casework.services.opening import open_database
from casework.services.reporting.forms import FormOrder, forms_filled
from casework.store.database import Database
from tests.acceptance.conftest import casework
from tests.acceptance.one_year import write_register

pytestmark = pytest.mark.slow  # a register of 84.735 rows is loaded first
YEAR = parse_period("qh-2025")


@pytest.fixture(scope="module")
def db(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The register, imported by the command."""
    folder = tmp_path_factory.mktemp("year")
    shutil.copyfile(request.getfixturevalue("_migrated_sqlite"), folder / "year.sqlite")
    url = f"sqlite:///{folder / 'year.sqlite'}"
    run = casework(url, "import", str(write_register(folder / "so.xlsx")), "--json")
    assert run.exit_code == 0, run.stderr
    assert json.loads(run.stdout)["stored"] == {"created": 31_826 + 50_520 + 2_389, "changed": 0}
    found = open_database(url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def forms(db: Database) -> dict[str, FilledForm]:
    """The ten forms of the National Assembly's year, by code."""
    filled = forms_filled(db, system_reader(db, "kiểm thử"), FormOrder(YEAR))
    return {one.definition.code: one for one in filled}


def number(form: FilledForm, *columns: int) -> int:
    """The sum of some columns of the line of all, each of them known."""
    values = [form.total.cell(column).value for column in columns]
    assert None not in values, columns
    return sum(value or 0 for value in values)


def test_the_year_is_that_of_the_national_assembly() -> None:
    assert (YEAR.first.isoformat(), YEAR.last.isoformat()) == ("2024-08-01", "2025-07-31")


@pytest.mark.parametrize(
    ("columns", "published"),
    [
        ((1,), 31_826),
        ((2,), 37_879),
        ((3,), 24_001),
        ((4,), 21_507),
        ((5,), 24_559),
        ((13, 22), 10_319),
        ((14, 23), 13_320),
        ((6, 15, 24), 16_612),
        ((7, 16, 25), 7_389),
        ((8, 17, 26), 354),
        ((9, 18, 27), 4_093),
        ((10, 19, 28), 386),
        ((11, 20, 29), 314),
    ],
)
def test_reception(forms: dict[str, FilledForm], columns: tuple[int, ...], published: int) -> None:
    assert number(forms["01/TCD"], *columns) == published


@pytest.mark.parametrize(
    ("code", "columns", "published"),
    [
        ("01/XLD", (1,), 50_520),
        ("01/XLD", (8,), 47_710),
        ("02/XLD", (1,), 6_627),
        ("02/XLD", (23,), 3_911),
        ("01/KQGQ", (1,), 3_911),
        ("01/KQGQ", (4,), 2_389),
        ("01/KQGQ", (5,), 2_260),
        ("01/KQGQ", (20, 21, 22, 23, 24), 2_260),
    ],
)
def test_letters_and_cases(forms: dict[str, FilledForm], code: str, columns: tuple[int, ...], published: int) -> None:
    assert number(forms[code], *columns) == published


def test_the_rate_and_what_is_left(db: Database, forms: dict[str, FilledForm]) -> None:
    """2.260 of 2.389 are 94,6%, 129 remain; the catalogue's figures say the same as the form."""
    form = forms["01/KQGQ"]
    found = figures(db, system_reader(db, "kiểm thử"), FormOrder(YEAR).question, populations=["kntc"])
    resolved, total = found.value("kntc.resolved", type="complaint"), found.value("kntc.total", type="complaint")
    assert (resolved, total) == (number(form, 5), number(form, 4))
    fraction = Rate(resolved, total).fraction
    assert fraction is not None
    assert write_percent(fraction, 1) == "94,6%"
    assert found.value("kntc.open", type="complaint") == total - resolved == 129


def test_every_printed_sum_holds(forms: dict[str, FilledForm]) -> None:
    wrong = [check.label for form in forms.values() for check in form.checks if not check.holds]
    assert wrong == []
