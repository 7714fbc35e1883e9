"""Write docs/rights.md: every route × method × role, as the rights above the views and the tables of access make it.

Run it after adding a route or changing a right, and read what changed. A test refuses a table that is not up to date,
and another one walks every line of it with every role (tests/web/test_matrix.py).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from flask import Flask  # noqa: E402
from werkzeug.routing import Rule  # noqa: E402

from casework.domain.access import Reader  # noqa: E402
from casework.domain.vocabulary import RecordKind, Role  # noqa: E402
from casework.settings import Settings  # noqa: E402
from casework.web.app import create_app  # noqa: E402
from casework.web.converters import WORDS  # noqa: E402
from casework.web.gate import right_of  # noqa: E402

PAGE = ROOT / "docs" / "rights.md"
REGISTER = "<register:kind>"
ROLES = tuple(role for role in Role if role is not Role.SYSTEM)
MAY, REFUSED, UNSEEN = "yes", "–", "unseen"
HEAD = """# Rights

Every address, method and role. Written by `scripts/rights_table.py` from the right above each view and the tables of
`casework/domain/access.py`; do not edit by hand. A route without a right does not start.

yes: the page opens, for the records that the role's rows hold and nobody closed to the person; a record outside them
is answered like a missing one. –: refused (403), whether the record exists or not. unseen: answered like a missing
page (404). "anyone" marks pages that ask for no account; all others send who is not signed in to the door.

"""


def lines(app: Flask) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(method, address, what each of `ROLES` is answered) of every route; one line a register where one is named."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (str(one), sorted(one.methods or ()))):
        for kind, address in _addresses(rule):
            parts = {"kind": kind} if kind else {}
            right = right_of(app.view_functions[rule.endpoint])
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                if right is None or right.public:
                    yield method, address, ("anyone" if right else "nobody",) * len(ROLES)
                    continue
                refused = UNSEEN if right.unseen else REFUSED
                yield (
                    method,
                    address,
                    tuple(MAY if right.rule(Reader(0, role, 1), parts) else refused for role in ROLES),
                )


def _addresses(rule: Rule) -> Iterator[tuple[RecordKind | None, str]]:
    if REGISTER not in str(rule):
        yield None, str(rule)
        return
    for kind, word in WORDS.items():
        yield kind, str(rule).replace(REGISTER, word)


def page(app: Flask) -> str:
    """The whole page."""
    names = " | ".join(role.value.replace("_", " ") for role in ROLES)
    table = [f"| Method | Address | {names} |", "|---" * (len(ROLES) + 2) + "|"]
    for method, address, answers in lines(app):
        table.append(f"| {method} | `{address}` | {' | '.join(answers)} |")
    return HEAD + "\n".join(table) + "\n"


def bare_app() -> Flask:
    """The application over no database, for its routes only."""
    return create_app(Settings(database_url="sqlite://", secret_key="-" * 40, cookie_secure=False))


if __name__ == "__main__":
    PAGE.write_text(page(bare_app()), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
