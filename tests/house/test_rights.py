"""docs/rights.md is what the application does: whoever adds a route or changes a right writes the table anew."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.settings import Settings
from casework.web import gate
from scripts.rights_table import PAGE, bare_app, page


def test_the_table_of_rights_is_up_to_date() -> None:
    """Else: run scripts/rights_table.py and read what changed."""
    assert PAGE.read_text(encoding="utf-8") == page(bare_app()), "chạy scripts/rights_table.py rồi đọc lại bảng"


def test_a_route_without_a_right_does_not_start() -> None:
    """A forgotten line is found before anybody can ask for the page, and stands in the table as nobody's."""
    app = Flask("planted")
    app.config.update(SECRET_KEY="-" * 40)
    app.extensions["casework_settings"] = Settings(database_url="sqlite://", secret_key="-" * 40)

    @app.get("/forgotten")
    def forgotten() -> str:
        return "secret"

    assert "| GET | `/forgotten` | nobody |" in page(app)
    with pytest.raises(gate.UndeclaredRouteError, match="forgotten"):
        gate.install(app)
