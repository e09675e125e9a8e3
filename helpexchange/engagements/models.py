"""Tables of engagements, their series, visits and pauses, of loaded school holidays and of calendar feeds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, unique_while, words
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.rules import (
    CancelReason,
    EndReason,
    EngagementState,
    FirstVisit,
    Missing,
    Rhythm,
    SeriesPlan,
    Side,
    Stretch,
    VisitState,
)
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.offices.models import Office

_UNENDED = text("state <> 'ended'")
_PLANNED = text("state = 'planned'")
_CALLED_OFF = text("state = 'cancelled'")
_NOT_MOVED = text("moved_from_day IS NULL")
_UNDECIDED = text("decided_at IS NULL")


class Engagement(Base):
    """A helper helps with a request, from agreement to end.

    `seat` (1 to the request's helpers needed) is held until the end; unique indexes on it and on the pair let
    only one of two people win who agree the same at the same moment. `reminds_helper` and `reminds_person`
    say who is told before each visit. `end_text` explains the reason "other", for the office's eyes.
    """

    __tablename__ = "engagements"
    __table_args__ = (
        Index(None, "office_id", "state"),
        Index(None, "helper_id"),
        Index(None, "request_id"),
        Index(None, "agreed_at"),
        Index(None, "ended_at"),
        unique_while("uq_engagements_request_seat", "request_id", "seat", condition=_UNENDED),
        unique_while("uq_engagements_pair", "helper_id", "request_id", condition=_UNENDED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    kind_code: Mapped[str] = mapped_column(ForeignKey("skills.code"))
    seat: Mapped[int]
    state: Mapped[EngagementState] = mapped_column(words(EngagementState))
    agreed_at: Mapped[datetime]
    first_visit: Mapped[FirstVisit] = mapped_column(words(FirstVisit), default=FirstVisit.ALONE)
    first_visit_with: Mapped[str] = mapped_column(String(200), default="")
    reminds_helper: Mapped[bool] = mapped_column(default=True)
    reminds_person: Mapped[bool] = mapped_column(default=True)
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(words(EndReason))
    end_text: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[HelpRequest] = relationship()
    helper: Mapped[HelperProfile] = relationship()
    office: Mapped[Office] = relationship()
    series: Mapped[list[VisitSeries]] = relationship(
        cascade="all, delete-orphan", order_by="(VisitSeries.starts_on, VisitSeries.id)"
    )
    pauses: Mapped[list[VisitPause]] = relationship(
        cascade="all, delete-orphan", order_by="(VisitPause.starts_on, VisitPause.id)"
    )


class VisitSeries(Base):
    """When visits come back; see `rules.SeriesPlan`. An engagement has one after the other.

    `times` is a list of [weekday, start_min, end_min]. All visits before `planned_until` are rows.
    """

    __tablename__ = "visit_series"
    __table_args__ = (
        Index(None, "engagement_id"),
        Index(None, "planned_until"),
        CheckConstraint("until IS NULL OR starts_on <= until", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id", ondelete="CASCADE"))
    rhythm: Mapped[Rhythm] = mapped_column(words(Rhythm))
    times: Mapped[list[Any]]
    starts_on: Mapped[date]
    until: Mapped[date | None]
    visit_count: Mapped[int | None]
    week_of_month: Mapped[int | None]
    anchor_on: Mapped[date | None]
    skips_public_holidays: Mapped[bool] = mapped_column(default=True)
    skips_school_holidays: Mapped[bool] = mapped_column(default=False)
    planned_until: Mapped[date]

    @property
    def plan(self) -> SeriesPlan:
        """The series as the rules have it."""
        return SeriesPlan(
            rhythm=self.rhythm, times=tuple(WeeklyTime(*each) for each in self.times),
            starts_on=self.starts_on, until=self.until, visit_count=self.visit_count,
            week_of_month=self.week_of_month, anchor_on=self.anchor_on,
        )  # fmt: skip


class Visit(Base):
    """One visit. A series has a time of a day once, and a helper is in one place at a time.

    `day`, `start_min` and `end_min` are by the town's clock, `starts_at` and `ends_at` the same moments in
    UTC. `uid` and `sequence` are for calendars: the second rises with every change. `note` is a few words
    for the office, `minutes_spent` how long it took. One that was moved to another time keeps the place in
    its series in `moved_from_day` and `moved_from_min`. `helper_confirmed_at` and `person_confirmed_at` say
    when a side has confirmed that it takes place.
    """

    __tablename__ = "visits"
    __table_args__ = (
        unique_while("uq_visits_series_slot", "series_id", "day", "start_min", condition=_NOT_MOVED),
        Index(None, "office_id", "day"),
        Index(None, "day"),
        Index(None, "helper_id", "starts_at"),
        Index(None, "request_id", "starts_at"),
        Index(None, "engagement_id", "starts_at"),
        Index("ix_visits_called_off", "starts_at", sqlite_where=_CALLED_OFF, postgresql_where=_CALLED_OFF),
        unique_while("uq_visits_helper_start", "helper_id", "starts_at", condition=_PLANNED),
        CheckConstraint("0 <= start_min AND start_min < end_min AND end_min <= 1440", name="minutes"),
        CheckConstraint("starts_at < ends_at", name="moments"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(40), unique=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(ForeignKey("visit_series.id", ondelete="CASCADE"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    day: Mapped[date]
    start_min: Mapped[int]
    end_min: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    state: Mapped[VisitState] = mapped_column(words(VisitState))
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime]
    noted_by: Mapped[Side | None] = mapped_column(words(Side))
    cancel_reason: Mapped[CancelReason | None] = mapped_column(words(CancelReason))
    missing: Mapped[Missing | None] = mapped_column(words(Missing))
    minutes_spent: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    moved_from_day: Mapped[date | None]
    moved_from_min: Mapped[int | None]
    helper_confirmed_at: Mapped[datetime | None]
    person_confirmed_at: Mapped[datetime | None]

    engagement: Mapped[Engagement] = relationship()
    helper: Mapped[HelperProfile] = relationship()
    request: Mapped[HelpRequest] = relationship()

    @property
    def slot(self) -> tuple[date, int]:
        """The day and minute at which its series has it, also if it was moved."""
        if self.moved_from_day is None or self.moved_from_min is None:
            return self.day, self.start_min
        return self.moved_from_day, self.moved_from_min


class VisitMove(Base):
    """Another time for a visit that one side has proposed; the office decides."""

    __tablename__ = "visit_moves"
    __table_args__ = (
        unique_while("uq_visit_moves_open", "visit_id", condition=_UNDECIDED),
        CheckConstraint("0 <= start_min AND start_min < end_min AND end_min <= 1440", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(words(Side))
    day: Mapped[date]
    start_min: Mapped[int]
    end_min: Mapped[int]
    proposed_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    is_accepted: Mapped[bool | None]

    visit: Mapped[Visit] = relationship()


class VisitPause(Base):
    """Days on which an engagement rests: `starts_on` included, `back_on` excluded; None is open."""

    __tablename__ = "visit_pauses"
    __table_args__ = (
        Index(None, "engagement_id"),
        CheckConstraint("back_on IS NULL OR starts_on <= back_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id", ondelete="CASCADE"))
    side: Mapped[Side] = mapped_column(words(Side))
    starts_on: Mapped[date]
    back_on: Mapped[date | None]

    @property
    def stretch(self) -> Stretch:
        """The days as the rules have them."""
        return Stretch(self.starts_on, self.back_on)

    def lasts_after(self, day: date) -> bool:
        """Return whether it has days from this day on; one that ended before it began has none."""
        return self.back_on is None or self.back_on > max(day, self.starts_on)


class SchoolHoliday(Base):
    """School holidays that an operator has loaded: `starts_on` included, `back_on` excluded."""

    __tablename__ = "school_holidays"
    __table_args__ = (
        UniqueConstraint("state_code", "starts_on", "name"),
        CheckConstraint("starts_on < back_on", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state_code: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(100))
    starts_on: Mapped[date]
    back_on: Mapped[date]


class CalendarFeed(Base):
    """The secret address at which somebody's visits can be read by their calendar.

    Only addresses with this `number` open it; it is closed from `closed_at` on.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (UniqueConstraint("owner_type", "owner_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_type: Mapped[str] = mapped_column(String(60))
    owner_id: Mapped[int]
    number: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
