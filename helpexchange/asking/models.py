"""Tables of asks and of how each office asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.asking.rules import AskPolicy, AskState, NextBest, NoReason
from helpexchange.core.database import Base, words
from helpexchange.engagements.rules import FirstVisit
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import Proposal
from helpexchange.offices.models import Office

_POLICY = AskPolicy()


class Ask(Base):
    """An approved proposal that is put before its helper, and after a yes before the person.

    `next_best` says what happens after a no. `told_at` is when the person was told who comes,
    `settled_at` when it ended or both agreed. `first_visit_with` names who comes along to the first visit. On
    `check_in_on` the office calls and asks how it goes. `engagement_id` is empty while the times are still to
    be agreed.
    """

    __tablename__ = "asks"
    __table_args__ = (
        Index(None, "state", "asked_at"),
        Index(None, "helper_id", "asked_at"),
        Index(None, "request_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), unique=True)
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id"))
    state: Mapped[AskState] = mapped_column(words(AskState))
    next_best: Mapped[NextBest] = mapped_column(words(NextBest))
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    no_reason: Mapped[NoReason | None] = mapped_column(words(NoReason))
    no_words: Mapped[str] = mapped_column(Text, default="")
    told_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    first_visit: Mapped[FirstVisit] = mapped_column(words(FirstVisit), default=FirstVisit.ALONE)
    first_visit_with: Mapped[str] = mapped_column(String(200), default="")
    check_in_on: Mapped[date | None]
    engagement_id: Mapped[int | None] = mapped_column(ForeignKey("engagements.id", ondelete="SET NULL"))

    proposal: Mapped[Proposal] = relationship()
    helper: Mapped[HelperProfile] = relationship()
    request: Mapped[HelpRequest] = relationship()


class AskSettings(Base):
    """How an office asks; see `rules.AskPolicy`. An office without a row asks as others do."""

    __tablename__ = "ask_settings"
    __table_args__ = (
        CheckConstraint("remind_after_days < expire_after_days", name="days"),
        CheckConstraint("most_open >= 1 AND most_a_week >= 1 AND person_days >= 1", name="numbers"),
    )

    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id", ondelete="CASCADE"), primary_key=True)
    remind_after_days: Mapped[int] = mapped_column(default=_POLICY.remind_after_days)
    expire_after_days: Mapped[int] = mapped_column(default=_POLICY.expire_after_days)
    most_open: Mapped[int] = mapped_column(default=_POLICY.most_open)
    most_a_week: Mapped[int] = mapped_column(default=_POLICY.most_a_week)
    person_days: Mapped[int] = mapped_column(default=_POLICY.person_days)
    asks_next_best: Mapped[bool] = mapped_column(default=_POLICY.asks_next_best)
    trial_days: Mapped[int] = mapped_column(default=_POLICY.trial_days)

    office: Mapped[Office] = relationship()

    @property
    def policy(self) -> AskPolicy:
        """The row as the rules have it."""
        return AskPolicy(
            remind_after_days=self.remind_after_days, expire_after_days=self.expire_after_days,
            most_open=self.most_open, most_a_week=self.most_a_week, person_days=self.person_days,
            asks_next_best=self.asks_next_best, trial_days=self.trial_days,
        )  # fmt: skip
