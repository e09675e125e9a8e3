"""Tables of what broke, and of who could come to one visit instead."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, unique_while, words
from helpexchange.engagements.models import Visit
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.rules.causes import RematchCause, StandInState

_OPEN = text("done_at IS NULL")


class RematchNeed(Base):
    """Something that broke: a request without its helper, a visit without one, or a helper with room again.

    Open until somebody was looked for; only one of each is open.
    """

    __tablename__ = "rematch_needs"
    __table_args__ = (
        unique_while("uq_rematch_needs_request_open", "request_id", condition=_OPEN),
        unique_while("uq_rematch_needs_helper_open", "helper_id", condition=_OPEN),
        unique_while("uq_rematch_needs_visit_open", "visit_id", condition=_OPEN),
        Index(None, "run_id"),
        Index(None, "visit_id"),
        CheckConstraint(
            "(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN helper_id IS NULL THEN 0 ELSE 1 END) + "
            "(CASE WHEN visit_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_of_three",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("help_requests.id", ondelete="CASCADE"))
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helper_profiles.id", ondelete="CASCADE"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    cause: Mapped[RematchCause] = mapped_column(words(RematchCause))
    at: Mapped[datetime]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("match_runs.id"))
    done_at: Mapped[datetime | None]


class StandIn(Base):
    """A helper who is free when another cannot come to one visit; the coordinator asks, the helper answers.

    `rank` is the engine's order, 1 the best. Only one of them says yes.
    """

    __tablename__ = "stand_ins"
    __table_args__ = (
        UniqueConstraint("visit_id", "helper_id"),
        Index(None, "helper_id"),
        unique_while("uq_stand_ins_visit_yes", "visit_id", condition=text("state = 'yes'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    state: Mapped[StandInState] = mapped_column(words(StandInState))
    rank: Mapped[int]
    distance_m: Mapped[float | None]
    found_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    visit: Mapped[Visit] = relationship()
    helper: Mapped[HelperProfile] = relationship()
