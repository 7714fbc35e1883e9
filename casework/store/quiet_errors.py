"""Errors of the database without the values that were written: PostgreSQL quotes whole rows in an error's detail.

SQLAlchemy hides bound values; what the server itself says ("Failing row contains …", "invalid input syntax for …") goes
here, before anything can log or show it. What remains: the error's class, its code, and the names concerned.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

_QUOTES_VALUES = ("22", "23")
"""Classes of SQLSTATE whose texts quote values: data exceptions and broken constraints."""


def quieten(engine: Engine) -> None:
    """Makes every error of this engine tell names only."""
    event.listen(engine, "handle_error", _without_values)


@contextmanager
def bulk_errors(connection: Connection) -> Iterator[None]:
    """Errors of work done on the driver's own connection come out as SQLAlchemy's would, without values."""
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        _strip(error)
        raise DBAPIError.instance(None, None, error, driver.Error, hide_parameters=True) from error


def _strip(error: Any) -> str | None:
    """Leaves an error of PostgreSQL its code and the names concerned; its new text, None for another database's."""
    diagnosis, code = getattr(error, "diag", None), getattr(error, "sqlstate", None)
    if diagnosis is None or code is None:
        return None
    names = [diagnosis.table_name, diagnosis.column_name, diagnosis.constraint_name]
    told = ", ".join(name for name in names if name)
    text = told if code[:2] in _QUOTES_VALUES else diagnosis.message_primary or ""
    error.args = (f"SQLSTATE {code}: {text}",)
    return f"({type(error).__name__}) {error.args[0]}"


def _without_values(context: ExceptionContext) -> None:
    said = _strip(context.original_exception)
    wrapped = context.sqlalchemy_exception
    if said is not None and wrapped is not None:
        wrapped.args = (said,)
