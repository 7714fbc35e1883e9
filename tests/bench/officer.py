"""An officer at work while something else is measured: enters letters through the service that the form uses."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from casework.domain.access import Reader
from casework.domain.vocabulary import RecordKind, Role
from casework.services import accounts, sampling
from casework.services.handling import entering
from casework.store.database import Database
from casework.store.entry_lookups import unit_named

OFFICE = "Văn phòng UBND Thành phố"


class Officer:
    """A reception officer with an account of the database's own."""

    def __init__(self, url: str, username: str = "") -> None:
        """`username`: an account that is there already; "": sample accounts are added."""
        self.database = Database(url)
        now = datetime.now(UTC)
        system = accounts.system_reader(self.database, "bench")
        if not username:
            sampling.sample_users(self.database, system, now)
        found = [a for a in accounts.list_users(self.database, system) if a.role is Role.RECEPTION_OFFICER]
        with self.database.read() as session:
            office = unit_named(session, OFFICE)
        self.reader = Reader(found[0].user_id, found[0].role, office)

    def save(self) -> int:
        """Enters one letter; the id of its record. Raises what the service raises when it cannot be saved."""
        now = datetime.now(UTC)
        values = {
            "received_on": now.date(),
            "type": "complaint",
            "person_name": "Nguyễn Văn Mẫu",
            "person_address": "Số 1, phố Mẫu",
            "content": "Không đồng ý với diện tích ghi trên giấy chứng nhận.",
            "eligible": "yes",
            "handling": "accepted",
            "handled_on": now.date(),
        }
        logged = entering.log_record(
            self.database,
            self.reader,
            RecordKind.LETTER,
            values,
            on=now.date(),
            now=now,
            token=uuid.uuid4().hex,
            office=OFFICE,
        )
        return logged.record_id
