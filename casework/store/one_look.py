"""One look for all that is read while a page is made: one connection, one transaction, one state of the records.

What several services read for a page then fits together, and the database is not asked to begin and end a look for
each of them. Whatever is written in between ends the look, so that what is read after it sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from casework.store.database import Database


class OneLook(Database):
    """A database as one request sees it: every `read` until `end` joins the same look; for one thread only.

    A read within which something is written keeps its own state, as it does in `Database`; the next one begins anew.
    After `end` it is as good as the database that it was made of.
    """

    def __init__(self, whole: Database) -> None:
        """`whole`: the database; nothing is asked of it yet."""
        self.url, self.vault, self.dialect = whole.url, whole.vault, whole.dialect
        self.engine, self._reader, self._writer, self._memory = (
            whole.engine,
            whole._reader,
            whole._writer,
            whole._memory,
        )
        self._session: Session | None = None
        self._held, self._joined, self._outdated, self._ended = ExitStack(), 0, False, False

    @contextmanager
    def read(self) -> Iterator[Session]:
        """The look of the request; one of its own where that one is outdated or over."""
        if self._ended or (self._outdated and self._joined):
            with self.read_apart() as session:
                yield session
            return
        if self._session is None:
            self._session = self._held.enter_context(self.read_apart())
        self._joined += 1
        try:
            yield self._session
        except SQLAlchemyError:
            self._outdated = True
            raise
        finally:
            self._joined -= 1
            if self._outdated and not self._joined:
                self._let_go()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As `Database.write`; what is read after it sees what it wrote."""
        self.look_anew()
        try:
            with super().write() as session:
                yield session
        finally:
            self.look_anew()

    def look_anew(self) -> None:
        """Ends the look as soon as nobody reads in it any more; reads that begin from now on do not join it."""
        self._outdated = self._session is not None
        if not self._joined:
            self._let_go()

    def end(self) -> None:
        """Ends the look for good: whoever still holds this reads as from the database itself."""
        self._ended = True
        self._let_go()

    def _let_go(self) -> None:
        self._session, self._outdated = None, False
        self._held.close()
