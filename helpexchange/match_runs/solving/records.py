"""Everything a run needs to know, read with one statement a table however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.orm import Session

from helpexchange.help_requests.models import HelpRequest, RequestLanguage, RequestSkill, RequestTime
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import (
    HelperAbsence,
    HelperCheck,
    HelperLanguage,
    HelperProfile,
    HelperSkill,
    HelperTime,
)
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import PairRelation, Proposal
from helpexchange.match_runs.rules import ProposalState
from helpexchange.match_runs.solving.agreements import ended_pairs
from helpexchange.match_runs.solving.bindings import Binding, all_bindings, standing_bindings
from helpexchange.match_runs.solving.turned_down import turned_down_pairs
from helpexchange.offices.models import District
from helpexchange.skills.models import Skill

AnyRow = Row[*tuple[Any, ...]]
Pairs = frozenset[tuple[int, int]]

_UNDECIDED = Proposal.state == ProposalState.PROPOSED


@dataclass(frozen=True)
class Records:
    """Rows of helpers and requests, and what belongs to them by their id.

    Attributes:
        helpers: the active helpers of every office who are not away today; helpers know no borders.
        requests: the open requests of the scope.
        bindings: what helpers are approved or agreed for already, anywhere, and what is proposed elsewhere
            and stays.
        relations: what is known of pairs: (helper_id, request_id, relations, score, minutes).
        turned_down: (helper id, request id) of pairs that somebody said no to, or that have parted.
        locked: likewise, of proposals that must stay.
        proposed: likewise, of proposals that nobody has decided yet.
    """

    helpers: Sequence[AnyRow]
    helper_skills: Mapping[int, list[tuple[Any, ...]]]
    helper_languages: Mapping[int, list[tuple[Any, ...]]]
    helper_checks: Mapping[int, list[tuple[Any, ...]]]
    helper_times: Mapping[int, list[tuple[Any, ...]]]
    requests: Sequence[AnyRow]
    request_skills: Mapping[int, list[tuple[Any, ...]]]
    request_languages: Mapping[int, list[tuple[Any, ...]]]
    request_times: Mapping[int, list[tuple[Any, ...]]]
    bindings: Sequence[Binding]
    relations: Sequence[AnyRow]
    turned_down: Pairs
    locked: Pairs
    proposed: Pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be matched: the open requests of an office, of its district, or of the whole town.

    Attributes:
        helper_ids, request_ids: only these, whatever their state.
    """

    office_id: int | None = None
    district_id: int | None = None
    helper_ids: Collection[int] | None = None
    request_ids: Collection[int] | None = None


def read_records(session: Session, wanted: Wanted, *, now: datetime, today: date) -> Records:
    """Read what a run matches; helpers who are away today are left out."""
    active, in_scope = _helping(wanted, today), _in_scope(wanted)
    helpers = select(HelperProfile.id).where(active)
    requests = select(HelpRequest.id).where(in_scope)
    by_helper, by_request = _Reader(session, helpers), _Reader(session, requests)
    return Records(
        helpers=_read_helpers(session, active),
        helper_skills=by_helper.read(HelperSkill.helper_id, HelperSkill.skill_code, HelperSkill.level),
        helper_languages=by_helper.read(HelperLanguage.helper_id, HelperLanguage.language),
        helper_checks=by_helper.read(HelperCheck.helper_id, HelperCheck.check_code, HelperCheck.expires_on),
        helper_times=by_helper.read(
            HelperTime.helper_id, HelperTime.weekday, HelperTime.start_min, HelperTime.end_min
        ),
        requests=_read_requests(session, in_scope),
        request_skills=by_request.read(
            RequestSkill.request_id, RequestSkill.skill_code, RequestSkill.is_needed
        ),
        request_languages=by_request.read(RequestLanguage.request_id, RequestLanguage.language),
        request_times=by_request.read(
            RequestTime.request_id, RequestTime.weekday, RequestTime.start_min, RequestTime.end_min
        ),
        bindings=[*all_bindings(session, today), *_staying(session, wanted, requests)],
        relations=_read_relations(session, requests),
        turned_down=turned_down_pairs(session, requests, now) | ended_pairs(session, requests),
        locked=_pairs(session, requests, and_(_UNDECIDED, Proposal.is_locked)),
        proposed=_pairs(session, requests, and_(_UNDECIDED, ~Proposal.is_locked)),
    )


def _away_on(today: date) -> Select[int]:
    away = and_(HelperAbsence.starts_on <= today, HelperAbsence.back_on > today)
    return select(HelperAbsence.helper_id).where(away)


def _helping(wanted: Wanted, today: date) -> ColumnElement[bool]:
    if wanted.helper_ids is not None:
        return HelperProfile.id.in_(wanted.helper_ids)
    return and_(HelperProfile.state == HelperState.ACTIVE, HelperProfile.id.not_in(_away_on(today)))


def _in_scope(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.request_ids is not None:
        return HelpRequest.id.in_(wanted.request_ids)
    conditions = [HelpRequest.state == RequestState.OPEN]
    if wanted.office_id is not None:
        conditions.append(HelpRequest.office_id == wanted.office_id)
    if wanted.district_id is not None:
        conditions.append(HelpRequest.district_id == wanted.district_id)
    return and_(*conditions)


def _staying(session: Session, wanted: Wanted, requests: Select[Any]) -> Sequence[Binding]:
    """What is proposed elsewhere and stays: locked proposals always, all of them beside a district's run.

    Offices are matched one after the other each night, and none shall come first for ever: what is not
    locked is shared out anew, and of two offices that want the same helper the one that approves first wins.
    """
    if wanted.office_id is None:
        return []
    return standing_bindings(session, requests, only_locked=wanted.district_id is None)


class _Reader:
    """Reads what belongs to some owners, gathered by owner."""

    def __init__(self, session: Session, owners: Select[Any]) -> None:
        self._session = session
        self._owners = owners

    def read(self, owner: Any, *columns: Any) -> Mapping[int, list[tuple[Any, ...]]]:
        statement = select(owner, *columns).where(owner.in_(self._owners)).order_by(owner, *columns)
        return _gathered(self._session.execute(statement))


def _gathered(rows: Iterable[AnyRow]) -> Mapping[int, list[tuple[Any, ...]]]:
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for owner, *values in rows:
        found[owner].append(tuple(values))
    return found


def _read_helpers(session: Session, active: ColumnElement[bool]) -> Sequence[AnyRow]:
    columns = select(
        HelperProfile.id, HelperProfile.reference, HelperProfile.latitude, HelperProfile.longitude,
        HelperProfile.max_distance_m, HelperProfile.max_requests, HelperProfile.minutes_per_week,
        HelperProfile.kind, HelperProfile.last_engaged_on, District.name.label("district"),
    )  # fmt: skip
    statement = columns.outerjoin(District, District.id == HelperProfile.district_id).where(active)
    return session.execute(statement.order_by(HelperProfile.id)).all()


def _read_requests(session: Session, in_scope: ColumnElement[bool]) -> Sequence[AnyRow]:
    columns = select(
        HelpRequest.id, HelpRequest.reference, HelpRequest.office_id, HelpRequest.kind_code,
        HelpRequest.latitude, HelpRequest.longitude, HelpRequest.max_distance_m, HelpRequest.helper_kinds,
        HelpRequest.checks, HelpRequest.helpers_needed, HelpRequest.together, HelpRequest.visits_per_week,
        HelpRequest.visit_minutes, HelpRequest.remote, HelpRequest.priority, HelpRequest.value,
        HelpRequest.submitted_at, Skill.checks.label("kind_checks"), District.name.label("district"),
    )  # fmt: skip
    statement = (
        columns.join(Skill, Skill.code == HelpRequest.kind_code)
        .outerjoin(District, District.id == HelpRequest.district_id)
        .where(in_scope)
    )
    return session.execute(statement.order_by(HelpRequest.id)).all()


def _read_relations(session: Session, requests: Select[Any]) -> Sequence[AnyRow]:
    statement = (
        select(
            PairRelation.helper_id, PairRelation.request_id, PairRelation.relations, PairRelation.score,
            PairRelation.minutes,
        )
        .where(PairRelation.request_id.in_(requests))
        .order_by(PairRelation.request_id, PairRelation.helper_id)
    )  # fmt: skip
    return session.execute(statement).all()


def _pairs(session: Session, requests: Select[Any], condition: ColumnElement[bool]) -> Pairs:
    statement = select(Proposal.helper_id, Proposal.request_id).where(
        condition, Proposal.request_id.in_(requests)
    )
    return frozenset((helper_id, request_id) for helper_id, request_id in session.execute(statement))
