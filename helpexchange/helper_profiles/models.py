"""Tables of helpers: who they are, what they offer, when they are free, which checks they passed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, words
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.offices.models import District


class HelperProfile(Base):
    """Somebody who offers time.

    `reference` is the id in files and match runs. `latitude` and `longitude` are None when the place is not
    known; `max_distance_m` and `minutes_per_week` are None for no limit.
    """

    __tablename__ = "helper_profiles"
    __table_args__ = (
        CheckConstraint("max_requests >= 0", name="max_requests"),
        Index(None, "office_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(60), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"), index=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    birth_year: Mapped[int | None]
    kind: Mapped[HelperKind] = mapped_column(words(HelperKind))
    state: Mapped[HelperState] = mapped_column(words(HelperState))
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    max_distance_m: Mapped[float | None]
    max_requests: Mapped[int] = mapped_column(default=1)
    minutes_per_week: Mapped[int | None]
    last_engaged_on: Mapped[date | None]
    created_at: Mapped[datetime]

    district: Mapped[District | None] = relationship()
    skills: Mapped[list[HelperSkill]] = relationship(
        cascade="all, delete-orphan", order_by="HelperSkill.skill_code"
    )
    languages: Mapped[list[HelperLanguage]] = relationship(
        cascade="all, delete-orphan", order_by="HelperLanguage.language"
    )
    checks: Mapped[list[HelperCheck]] = relationship(
        cascade="all, delete-orphan", order_by="HelperCheck.check_code"
    )
    times: Mapped[list[HelperTime]] = relationship(
        cascade="all, delete-orphan", order_by="(HelperTime.weekday, HelperTime.start_min)"
    )


class HelperSkill(Base):
    """Something the helper offers to do; `level` 1 (can do it) to 3 (does it well)."""

    __tablename__ = "helper_skills"

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    skill_code: Mapped[str] = mapped_column(ForeignKey("skills.code"), primary_key=True)
    level: Mapped[int] = mapped_column(default=2)


class HelperLanguage(Base):
    """A language the helper speaks (ISO 639)."""

    __tablename__ = "helper_languages"

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)


class HelperCheck(Base):
    """A check that was passed: only the day it was seen and the day it expires are kept, never a copy."""

    __tablename__ = "helper_checks"

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    check_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    seen_on: Mapped[date]
    expires_on: Mapped[date | None]


class HelperTime(Base):
    """When the helper is free each week: weekday 0 (Monday) to 6, minutes after midnight, half-open."""

    __tablename__ = "helper_times"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("0 <= start_min AND start_min < end_min AND end_min <= 1440", name="minutes"),
    )

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True)
    start_min: Mapped[int] = mapped_column(primary_key=True)
    end_min: Mapped[int]
