"""Tables of match runs and of what they found: who waits, where help is missing, the whole as a ZIP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from helpexchange.core.database import Base, unique_while, words
from helpexchange.help_requests.models import HelpRequest
from helpexchange.match_runs.rules import (
    RunState,
)
from helpexchange.offices.models import District, Office

_UNDER_WAY = text("state IN ('requested', 'running')")


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
        unique_while("uq_match_runs_scope_under_way", "scope", condition=_UNDER_WAY),
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


class MatchRunArchive(Base):
    """What a run matched and what came of it, as a ZIP that the engine's checker reads: ids, no names."""

    __tablename__ = "match_run_archives"

    run_id: Mapped[int] = mapped_column(ForeignKey("match_runs.id"), primary_key=True)
    made_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(LargeBinary)
