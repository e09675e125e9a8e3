"""Tables of proposals, of what is known of pairs, and of calls about changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, unique_while, words
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models.runs import MatchRun
from helpexchange.match_runs.rules import (
    BINDING_STATES,
    Asked,
    FixAnswer,
    ProposalState,
    RejectionReason,
)

_BINDING = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in BINDING_STATES)))
_OPEN = text("done_at IS NULL")


class Proposal(Base):
    """A helper proposed for a request.

    `visits` is a list of [weekday, start_min, end_min]; `score_parts` the points by name of the part. `seat`
    (1 to the request's helpers needed) and `place` (1 to the helper's number of requests) are taken on
    approval; unique indexes on them make it impossible that two people at the same moment both win. `facts`
    are codes and numbers as the run saw them, from which the reasons in words are made; `alternatives` are
    the next-best helpers. One that a coordinator made by hand may belong to no run; `overruled` are the codes
    of the rules it breaks, and `note` says why that is all right.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("run_id", "helper_id", "request_id"),
        Index(None, "office_id", "state"),
        Index(None, "run_id", "office_id", "state"),
        Index(None, "request_id"),
        unique_while("uq_proposals_request_seat", "request_id", "seat", condition=_BINDING),
        unique_while("uq_proposals_helper_place", "helper_id", "place", condition=_BINDING),
        unique_while("uq_proposals_binding_pair", "helper_id", "request_id", condition=_BINDING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("match_runs.id"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id"))
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    state: Mapped[ProposalState] = mapped_column(words(ProposalState))
    is_locked: Mapped[bool] = mapped_column(default=False)
    score: Mapped[int]
    score_parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    visits: Mapped[list[Any]] = mapped_column(default=list)
    distance_m: Mapped[float | None]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    alternatives: Mapped[list[Any]] = mapped_column(default=list)
    seat: Mapped[int | None]
    place: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    rejection_reason: Mapped[RejectionReason | None] = mapped_column(words(RejectionReason))
    note: Mapped[str] = mapped_column(Text, default="")
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    overruled: Mapped[list[Any]] = mapped_column(default=list)

    run: Mapped[MatchRun | None] = relationship()
    helper: Mapped[HelperProfile] = relationship()
    request: Mapped[HelpRequest] = relationship()


class PairRelation(Base):
    """What is known of a helper and a request: words of `RelationKind`.

    `score` and `minutes` replace the computed ones.
    """

    __tablename__ = "pair_relations"

    helper_id: Mapped[int] = mapped_column(
        ForeignKey("helper_profiles.id", ondelete="CASCADE"), primary_key=True
    )
    request_id: Mapped[int] = mapped_column(
        ForeignKey("help_requests.id", ondelete="CASCADE"), primary_key=True
    )
    relations: Mapped[list[str]] = mapped_column(default=list)
    score: Mapped[int | None]
    minutes: Mapped[int | None]


class FixCall(Base):
    """A call that asks whether the change is all right with which somebody who waits gets a helper.

    `office_id` is the office that calls: that of the helper, or of the request where its person is asked.
    `kind` and `details` are those of the nearest fix (`UnmatchedRequest`). It is open until `done_at`; who
    was not reached is not called again before `again_at`. The same is asked only once at a time. `change` is
    what a yes has changed, so that it can be taken back: `before` and `after`, empty if nothing.
    """

    __tablename__ = "fix_calls"
    __table_args__ = (
        Index(None, "office_id", "done_at"),
        Index(None, "helper_id"),
        Index(None, "request_id"),
        unique_while("uq_fix_calls_open", "request_id", "helper_id", "kind", condition=_OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int | None] = mapped_column(ForeignKey("match_runs.id", ondelete="SET NULL"))
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id", ondelete="CASCADE"))
    helper_id: Mapped[int] = mapped_column(ForeignKey("helper_profiles.id", ondelete="CASCADE"))
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    asks: Mapped[Asked] = mapped_column(words(Asked))
    kind: Mapped[str] = mapped_column(String(30))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    again_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    answer: Mapped[FixAnswer | None] = mapped_column(words(FixAnswer))
    answered_by: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    change: Mapped[dict[str, Any]] = mapped_column(default=dict)

    helper: Mapped[HelperProfile] = relationship()
    request: Mapped[HelpRequest] = relationship()
