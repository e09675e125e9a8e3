"""Tables of helpers: who they are, what they offer, when they are free, which checks they passed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.accounts.models import Account
from helpexchange.core.database import Base, words
from helpexchange.core.phones import phone_key
from helpexchange.helper_profiles.rules import HelperKind, HelperState, InterviewWay
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import District, Office
from helpexchange.people_index.models import Findable
from helpexchange.people_index.rules import FoundBy, Source


class HelperProfile(Findable, Base):
    """Somebody who offers time.

    `reference` is the id in files and match runs. `latitude` and `longitude` are None when the place is not
    known; `max_distance_m` and `minutes_per_week` are None for no limit. `about_me` and `wishes` (whom they
    would rather help) are for the office's eyes only.

    `contact_due_on` is the day until which the office has promised to get in touch; whoever was not reached
    is not called again before `call_again_at`. `paused_until` is the
    first day after a pause that ends by itself. `confirmed_at` is when they last said that they still like to
    help, `interest_asked_at` when they were asked again and have not answered yet.
    `quiet_days` are weekdays (0 Monday to 6) on which they want no messages. Signed links of another
    `link_number` no longer open their page.
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
    street: Mapped[str] = mapped_column(String(200), default="")
    town: Mapped[str] = mapped_column(String(100), default="")
    about_me: Mapped[str] = mapped_column(Text, default="")
    wishes: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[Channel] = mapped_column(words(Channel), default=Channel.MAIL)
    language: Mapped[str | None] = mapped_column(String(2))
    quiet_days: Mapped[list[Any]] = mapped_column(default=list)
    contact_due_on: Mapped[date | None]
    call_again_at: Mapped[datetime | None]
    paused_until: Mapped[date | None]
    confirmed_at: Mapped[datetime | None]
    interest_asked_at: Mapped[datetime | None]
    link_number: Mapped[int] = mapped_column(default=1)

    office: Mapped[Office] = relationship()
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
    absences: Mapped[list[HelperAbsence]] = relationship(
        cascade="all, delete-orphan", order_by="(HelperAbsence.starts_on, HelperAbsence.id)"
    )

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def found_by(self) -> FoundBy:
        """Return what the profile says of the person."""
        return FoundBy(
            source=Source.HELPER, first_name=self.first_name, last_name=self.last_name or "",
            phone_key=phone_key(self.phone or ""), email=self.email or "",
            postal_code=self.postal_code or "", town=self.town or "",
        )  # fmt: skip

    def same_person(self) -> tuple[type[Findable], int] | None:
        """Return whose account it is."""
        return (Account, self.account_id) if self.account_id else None


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
    __table_args__ = (Index(None, "expires_on"),)

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


class HelperAbsence(Base):
    """Days on which the helper is away: `starts_on` included, `back_on` excluded."""

    __tablename__ = "helper_absences"
    __table_args__ = (CheckConstraint("starts_on < back_on", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id", ondelete="CASCADE"), index=True)
    starts_on: Mapped[date]
    back_on: Mapped[date]


class HelperPhoto(Base):
    """A photo that the helper gave, for the person who is told that they come, and for nobody else."""

    __tablename__ = "helper_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id", ondelete="CASCADE"), unique=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime]


class InterviewSlot(Base):
    """A time for an interview that an office offers; `helper_id` is who booked it, None while it is free."""

    __tablename__ = "interview_slots"
    __table_args__ = (
        Index(None, "office_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="times"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    way: Mapped[InterviewWay] = mapped_column(words(InterviewWay))
    helper_id: Mapped[int | None] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="SET NULL"), index=True
    )
    booked_at: Mapped[datetime | None]

    helper: Mapped[HelperProfile | None] = relationship()


class LivedExperience(Base):
    """Something people have been through, in an office's words; `is_offered` False hides it from new ones."""

    __tablename__ = "lived_experiences"
    __table_args__ = (UniqueConstraint("office_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str] = mapped_column(String(100))
    is_offered: Mapped[bool] = mapped_column(default=True)


class HelperExperience(Base):
    """What a peer supporter has been through; shown to the coordinators of the office only."""

    __tablename__ = "helper_experiences"

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    experience_id: Mapped[int] = mapped_column(
        ForeignKey("lived_experiences.id", ondelete="CASCADE"), primary_key=True
    )
