"""Tables of questions about visits, of concerns, and of what an office wishes to follow up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.accounts.models import Account
from helpexchange.core.database import Base, words
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.rules import Answer, Cause, Urgency

_OPEN_AND_SEEN = text("closed_at IS NULL AND cause IN ('silent', 'helper_stopped', 'died', 'move_proposed')")


class VisitQuestion(Base):
    """One side is asked how visits went: the first time about `visit_id`, later about the weeks up to it."""

    __tablename__ = "visit_questions"
    __table_args__ = (
        UniqueConstraint("engagement_id", "side", "visit_id"),
        Index(None, "engagement_id", "side", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id", ondelete="CASCADE"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    side: Mapped[Side] = mapped_column(words(Side))
    person_type: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer: Mapped[Answer | None] = mapped_column(words(Answer))
    note: Mapped[str] = mapped_column(Text, default="")

    engagement: Mapped[Engagement] = relationship()


class Concern(Base):
    """What an office must look after about an engagement, until it is closed with a note.

    `side` says who raised it, `person_type` and `person_id` the human on that side; none for what the system
    noticed. `urgency` is None until somebody has sorted it. It is not on the day board before `follow_up_on`.
    """

    __tablename__ = "concerns"
    __table_args__ = (
        Index(None, "office_id", "closed_at"),
        Index(None, "engagement_id"),
        Index(
            "uq_concerns_noticed", "engagement_id", "cause", unique=True, sqlite_where=_OPEN_AND_SEEN,
            postgresql_where=_OPEN_AND_SEEN,
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    cause: Mapped[Cause] = mapped_column(words(Cause))
    side: Mapped[Side | None] = mapped_column(words(Side))
    person_type: Mapped[str | None] = mapped_column(String(60))
    person_id: Mapped[int | None]
    representation_id: Mapped[int | None] = mapped_column(ForeignKey("representations.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    raised_at: Mapped[datetime]
    urgency: Mapped[Urgency | None] = mapped_column(words(Urgency))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    follow_up_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    closed_note: Mapped[str] = mapped_column(Text, default="")

    engagement: Mapped[Engagement] = relationship()
    owner: Mapped[Account | None] = relationship()


class FollowUpSettings(Base):
    """What an office wishes to follow up; without a row everything is on."""

    __tablename__ = "follow_up_settings"

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    has_check_in: Mapped[bool] = mapped_column(default=True)
