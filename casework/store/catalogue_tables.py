"""What the law and the city's organisation give: units, terms, sessions, council resolutions, calendar, limits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casework.domain.events import ALWAYS
from casework.store.base import Base, BigKey


class Unit(Base):
    """Đơn vị: a department, agency, district, commune, or a collective ("UBND quận/huyện/thị xã")."""

    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str | None] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    name_sort: Mapped[str] = mapped_column(String(400))
    type: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    confidence: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(300))


class UnitAlias(Base):
    """Tên gọi khác of a unit, folded."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "alias"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    alias: Mapped[str] = mapped_column(String(200), index=True)


class UnitSuccessor(Base):
    """Đơn vị kế thừa: who took over from a unit that ended."""

    __tablename__ = "unit_successor"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class CouncilSession(Base):
    """Kỳ họp of the People's Council or the National Assembly; (body, term, number) is unique, the number alone not."""

    __tablename__ = "council_session"
    __table_args__ = (UniqueConstraint("body", "term", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(String(20))
    term: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(60), default="")
    confidence: Mapped[str] = mapped_column(String(10), default="")


class CouncilResolution(Base):
    """Nghị quyết that tracks petitions: known by number AND date (two may bear one number)."""

    __tablename__ = "council_resolution"
    __table_args__ = (UniqueConstraint("number", "passed_on"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    passed_on: Mapped[date]


class CouncilResolutionSession(Base):
    """The sessions whose petitions a resolution covers."""

    __tablename__ = "council_resolution_session"
    council_resolution_id: Mapped[int] = mapped_column(ForeignKey("council_resolution.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("council_session.id"), primary_key=True)


class Subject(Base):
    """Lĩnh vực."""

    __tablename__ = "subject"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    register: Mapped[str] = mapped_column(String(40))


class CalendarDay(Base):
    """A day off on a weekday, or a make-up working Saturday: editable data, with its status and source."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(300))


class LegalLimit(Base):
    """Thời hạn theo luật, as the JSON row that `domain.limits.limit_from_json` reads."""

    __tablename__ = "legal_limit"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    row: Mapped[str]


class Target(Base):
    """Chỉ tiêu of a year, with the resolution that sets it and the article; replaced, never changed."""

    __tablename__ = "target"
    id: Mapped[int] = mapped_column(primary_key=True)
    measure: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    above_percent: Mapped[int]
    basis: Mapped[str] = mapped_column(String(300))
    article: Mapped[str] = mapped_column(String(200), default="")
    known_from: Mapped[int] = mapped_column(BigKey, default=0)
    known_to: Mapped[int] = mapped_column(BigKey, default=ALWAYS)


class Setting(Base):
    """A setting of the office: its key and its value as JSON."""

    __tablename__ = "setting"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str]
