"""Tables of hours without a visit, travel costs with receipts, certificates, closed months and exports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, words
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.hours_and_costs.rules import (
    CertificateState,
    CostState,
    FileKind,
    HourKind,
    Limits,
    Means,
    Month,
    month_of,
)
from helpexchange.offices.models import Office


class CostSettings(Base):
    """What an office refunds, in cents: so much a kilometre, at most so much a month; None for no limit."""

    __tablename__ = "cost_settings"
    __table_args__ = (CheckConstraint("cents_per_km >= 0", name="cents_per_km"),)

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True, autoincrement=False)
    cents_per_km: Mapped[int]
    most_cents_helper: Mapped[int | None]
    most_cents_office: Mapped[int | None]

    @property
    def limits(self) -> Limits:
        """The limits as the rules have them."""
        return Limits(self.most_cents_helper, self.most_cents_office)


class ClosedMonth(Base):
    """A month in which nothing is entered any more, by its first day."""

    __tablename__ = "closed_months"
    __table_args__ = (UniqueConstraint("office_id", "first_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    first_day: Mapped[date]
    closed_at: Mapped[datetime]
    closed_by: Mapped[str] = mapped_column(String(200))


class LoggedHours(Base):
    """Hours that a helper gave without a visit. `reference` stands for the form that was sent."""

    __tablename__ = "logged_hours"
    __table_args__ = (
        Index(None, "helper_id", "day"),
        Index(None, "office_id", "day"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    kind: Mapped[HourKind] = mapped_column(words(HourKind))
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by: Mapped[Side] = mapped_column(words(Side))
    entered_at: Mapped[datetime]

    helper: Mapped[HelperProfile] = relationship()


class TravelCost(Base):
    """What a helper spent on a way, in cents, and what the office says to it.

    `km` and `cents_per_km` are of a way by kilometre, as the rate was then. `is_receipt_seen`: somebody of
    the office has seen the ticket on paper. `reason` is the office's: why it was sent back, or why it was
    approved although it is over a limit (`is_over_limit`).
    """

    __tablename__ = "travel_costs"
    __table_args__ = (
        Index(None, "helper_id", "day"),
        Index(None, "office_id", "state", "day"),
        CheckConstraint("cents > 0", name="cents"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id", ondelete="SET NULL"), index=True)
    day: Mapped[date]
    means: Mapped[Means] = mapped_column(words(Means))
    cents: Mapped[int]
    km: Mapped[int | None]
    cents_per_km: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    noted_by: Mapped[Side] = mapped_column(words(Side))
    claimed_at: Mapped[datetime]
    state: Mapped[CostState] = mapped_column(words(CostState))
    is_receipt_seen: Mapped[bool] = mapped_column(default=False)
    is_over_limit: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    paid_on: Mapped[date | None]

    helper: Mapped[HelperProfile] = relationship()
    office: Mapped[Office] = relationship()
    visit: Mapped[Visit | None] = relationship()
    receipts: Mapped[list[TravelReceipt]] = relationship(
        cascade="all, delete-orphan", order_by="TravelReceipt.id"
    )

    @property
    def month(self) -> Month:
        """The month to which it belongs."""
        return month_of(self.day)

    @property
    def lacks_receipt(self) -> bool:
        """True for a ticket that nobody has seen."""
        return self.means is Means.TICKET and not self.is_receipt_seen and not self.receipts


class TravelReceipt(Base):
    """A picture or PDF of a ticket, as it was sent. `name` is by chance and says nothing."""

    __tablename__ = "travel_receipts"
    __table_args__ = (Index(None, "cost_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cost_id: Mapped[int] = mapped_column(ForeignKey("travel_costs.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sent_at: Mapped[datetime]


class HourCertificate(Base):
    """What an office certifies of a helper: `minutes` between two days, both included.

    `kinds` are [word, minutes] by kind of help or of hours. `name` is the helper's as printed. It can be made
    again from the row and says the same.
    """

    __tablename__ = "hour_certificates"
    __table_args__ = (Index(None, "helper_id"), CheckConstraint("first_day <= last_day", name="days"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    name: Mapped[str] = mapped_column(String(201))
    language: Mapped[str | None] = mapped_column(String(2))
    first_day: Mapped[date]
    last_day: Mapped[date]
    minutes: Mapped[int]
    kinds: Mapped[list[Any]]
    state: Mapped[CertificateState] = mapped_column(words(CertificateState))
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(String(200))
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str] = mapped_column(String(200), default="")
    revoke_reason: Mapped[str] = mapped_column(Text, default="")

    helper: Mapped[HelperProfile] = relationship()
    office: Mapped[Office] = relationship()


class CostExport(Base):
    """That costs were handed to accounting: which month and state, how many, how much, by whom."""

    __tablename__ = "cost_exports"
    __table_args__ = (UniqueConstraint("office_id", "first_day", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    first_day: Mapped[date]
    number: Mapped[int]
    state: Mapped[CostState | None] = mapped_column(words(CostState))
    kind: Mapped[FileKind] = mapped_column(words(FileKind))
    count: Mapped[int]
    cents: Mapped[int]
    exported_at: Mapped[datetime]
    exported_by: Mapped[str] = mapped_column(String(200))
