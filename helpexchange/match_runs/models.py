"""Tables of match runs, proposals, unmatched requests, and what is known of pairs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, words
from helpexchange.engagements.models import Visit
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.causes import RematchCause, StandInState
from helpexchange.match_runs.rules import (
    BINDING_STATES,
    Asked,
    FixAnswer,
    ProposalState,
    RejectionReason,
    RunState,
)
from helpexchange.offices.models import District, Office

_BINDING = text("state IN ({})".format(", ".join(f"'{state.value}'" for state in BINDING_STATES)))
_OPEN = text("done_at IS NULL")
_UNDER_WAY = text("state IN ('requested', 'running')")


def _unique_while(name: str, *columns: str, condition: Any) -> Index:
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class MatchRun(Base):
    """One run of the engine for an office, or for the whole town when `office_id` is None.

    A run may be for one district or one request of its office only. `scope` says so in a word, such as "town"
    or "district-3"; only one run a scope is under way. `progress` holds the worker, the stage, the time of
    the last sign of life, and the engine's numbers while it runs. `certificate` is what anyone needs to
    recompute the bound. Of a run that mends what broke, `moved_count` says how many undecided proposals made
    room for others, and `agreed_moved_count` how many approved or agreed ones are
    not as they were: none, ever.
    """

    __tablename__ = "match_runs"
    __table_args__ = (
        Index(None, "office_id", "requested_at"),
        _unique_while("uq_match_runs_scope_under_way", "scope", condition=_UNDER_WAY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    office_id: Mapped[int | None] = mapped_column(ForeignKey("offices.id"))
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("help_requests.id", ondelete="SET NULL"))
    scope: Mapped[str] = mapped_column(String(20))
    state: Mapped[RunState] = mapped_column(words(RunState))
    requested_at: Mapped[datetime]
    requested_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    progress: Mapped[dict[str, Any]] = mapped_column(default=dict)
    policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    input_hashes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seed: Mapped[int | None]
    objective: Mapped[int | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
    status: Mapped[str] = mapped_column(String(20), default="")
    seconds: Mapped[float | None]
    served_count: Mapped[int] = mapped_column(default=0)
    unmatched_count: Mapped[int] = mapped_column(default=0)
    moved_count: Mapped[int] = mapped_column(default=0)
    agreed_moved_count: Mapped[int] = mapped_column(default=0)
    certificate: Mapped[dict[str, Any]] = mapped_column(default=dict, deferred=True)
    failure: Mapped[str] = mapped_column(String(60), default="")

    office: Mapped[Office | None] = relationship()
    district: Mapped[District | None] = relationship()
    request: Mapped[HelpRequest | None] = relationship()


class RematchNeed(Base):
    """Something that broke: a request without its helper, a visit without one, or a helper with room again.

    Open until somebody was looked for; only one of each is open.
    """

    __tablename__ = "rematch_needs"
    __table_args__ = (
        _unique_while("uq_rematch_needs_request_open", "request_id", condition=_OPEN),
        _unique_while("uq_rematch_needs_helper_open", "helper_id", condition=_OPEN),
        _unique_while("uq_rematch_needs_visit_open", "visit_id", condition=_OPEN),
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
        _unique_while("uq_stand_ins_visit_yes", "visit_id", condition=text("state = 'yes'")),
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
        _unique_while("uq_proposals_request_seat", "request_id", "seat", condition=_BINDING),
        _unique_while("uq_proposals_helper_place", "helper_id", "place", condition=_BINDING),
        _unique_while("uq_proposals_binding_pair", "helper_id", "request_id", condition=_BINDING),
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


class UnmatchedRequest(Base):
    """A request a run could not serve: a coded reason and the nearest fix, as codes and values."""

    __tablename__ = "unmatched_requests"
    __table_args__ = (Index(None, "run_id", "office_id", "reason"), Index(None, "request_id", "run_id"))

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("help_requests.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"))
    reason: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    nearest_fix: Mapped[dict[str, Any]] = mapped_column(default=dict)

    request: Mapped[HelpRequest] = relationship()


class MatchRunArchive(Base):
    """What a run matched and what came of it, as a ZIP that the engine's checker reads: ids, no names."""

    __tablename__ = "match_run_archives"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class FixCall(Base):
    """A call that asks whether the change is all right with which somebody who waits gets a helper.

    `office_id` is the office that calls: that of the helper, or of the request where its person is asked.
    `kind` and `details` are those of the nearest fix (`UnmatchedRequest`). It is open until `done_at`; who
    was not reached is not called again before `again_at`. The same is asked only once at a time.
    """

    __tablename__ = "fix_calls"
    __table_args__ = (
        Index(None, "office_id", "done_at"),
        Index(None, "helper_id"),
        Index(None, "request_id"),
        _unique_while("uq_fix_calls_open", "request_id", "helper_id", "kind", condition=_OPEN),
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

    helper: Mapped[HelperProfile] = relationship()
    request: Mapped[HelpRequest] = relationship()


class RunGap(Base):
    """Where help is missing after a run: the requests of an office by district and skill that lack helpers.

    `district` is its name at the time, "" for requests without one; `skill_code` is "" for those that name no
    skill. `points` is what serving them all would bring, `one_more` what one more helper brings at least.
    """

    __tablename__ = "match_run_gaps"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    district: Mapped[str] = mapped_column(String(200), primary_key=True)
    skill_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    waiting: Mapped[int]
    helpers_missing: Mapped[int]
    visit_minutes: Mapped[int]
    points: Mapped[float]
    one_more: Mapped[float]


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
