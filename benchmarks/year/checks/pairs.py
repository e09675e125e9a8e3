"""Pairs who are approved or agreed: seats, room, hours, distance, skills, checks and times."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import exists, select

from benchmarks.year.places import ZONE
from helpexchange.core.database import db
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import UNENDED_STATES, VisitState
from helpexchange.follow_up.models import Concern
from helpexchange.follow_up.rules import Cause
from helpexchange.help_requests.models import HelpRequest, RequestTime
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile, HelperSkill, HelperTime
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.rules import BINDING_STATES, TURNED_DOWN_STATES, ProposalState
from helpexchange.skills.models import Skill
from matching.distance import distance_m

LATELY = timedelta(days=1)
OVER_A_WEEKEND = timedelta(days=4)
#: Whoever has said yes and leaves is let go by the scheduler's next look.
NOT_AGREED = (ProposalState.APPROVED,)
METRE = 1.0
WEEKDAYS = 7
MINUTES = 24 * 60
Pair = tuple[int, int]


def _approved() -> set[Pair]:
    rows = select(Proposal.helper_id, Proposal.request_id).where(Proposal.state.in_(BINDING_STATES))
    return {(helper_id, request_id) for helper_id, request_id in db.session.execute(rows)}


def _agreed() -> set[Pair]:
    rows = select(Engagement.helper_id, Engagement.request_id).where(Engagement.state.in_(UNENDED_STATES))
    return {(helper_id, request_id) for helper_id, request_id in db.session.execute(rows)}


def _new_pairs(now: datetime) -> list[tuple[HelperProfile, HelpRequest]]:
    """Return whom the office has approved, or who have agreed, since yesterday, but for overruled rules."""
    columns = select(HelperProfile, HelpRequest)
    approved = columns.join(Proposal, Proposal.helper_id == HelperProfile.id).where(
        Proposal.request_id == HelpRequest.id, Proposal.state.in_(BINDING_STATES),
        Proposal.decided_at > now - LATELY,
    )  # fmt: skip
    rows = db.session.execute(approved.order_by(Proposal.id)).all()
    overruled = _overruled(now)
    return [(helper, request) for helper, request in rows if (helper.id, request.id) not in overruled]


def _overruled(now: datetime) -> set[Pair]:
    columns = select(Proposal.helper_id, Proposal.request_id, Proposal.overruled)
    rows = db.session.execute(columns.where(Proposal.decided_at > now - LATELY, Proposal.is_by_hand))
    return {(helper_id, request_id) for helper_id, request_id, codes in rows if codes}


def no_request_has_too_many(_now: datetime) -> Iterator[str]:
    """Name requests with more helpers approved or agreed than they need: one live agreement a seat."""
    needed = dict(db.session.execute(select(HelpRequest.id, HelpRequest.helpers_needed)).all())
    for request_id, count in Counter(request for _, request in _approved() | _agreed()).items():
        if count > needed[request_id]:
            yield f"request {request_id} has {count} helpers and needs {needed[request_id]}"


def no_helper_has_too_many(_now: datetime) -> Iterator[str]:
    """Name helpers with more requests than they have said, or more minutes a week."""
    pairs = _approved() | _agreed()
    weekly = select(HelpRequest.id, HelpRequest.visits_per_week * HelpRequest.visit_minutes)
    minutes = dict(db.session.execute(weekly).all())
    load, spent = Counter(helper for helper, _ in pairs), Counter[int]()
    for helper_id, request_id in pairs:
        spent[helper_id] += minutes[request_id]
    limits = select(HelperProfile.id, HelperProfile.max_requests, HelperProfile.minutes_per_week)
    for helper_id, most, most_minutes in db.session.execute(limits):
        if load[helper_id] > most:
            yield f"helper {helper_id} has {load[helper_id]} requests and wished {most}"
        if most_minutes is not None and spent[helper_id] > most_minutes:
            yield f"helper {helper_id} has {spent[helper_id]} minutes a week and wished {most_minutes}"


def nobody_goes_too_far(now: datetime) -> Iterator[str]:
    """Name new pairs that live further apart than the helper or the request allows."""
    for helper, request in _new_pairs(now):
        limits = [each for each in (helper.max_distance_m, request.max_distance_m) if each is not None]
        places = (helper.latitude, helper.longitude), (request.latitude, request.longitude)
        if request.remote or not limits or None in (*places[0], *places[1]):
            continue
        if (metres := distance_m(*places)) > min(limits) + METRE:  # type: ignore[arg-type]
            yield f"helper {helper.id} goes {metres:.0f} m to request {request.id}, limit {min(limits):.0f}"


def everybody_is_able(now: datetime) -> Iterator[str]:
    """Name new pairs whose helper does not offer this kind of help, or is of a kind that was not wished."""
    offered: dict[int, set[str]] = defaultdict(set)
    for helper_id, code in db.session.execute(select(HelperSkill.helper_id, HelperSkill.skill_code)):
        offered[helper_id].add(code)
    for helper, request in _new_pairs(now):
        needed = {each.skill_code for each in request.skills if each.is_needed} | {request.kind_code}
        if lacking := needed - offered[helper.id] - {"other"}:
            yield f"helper {helper.id} does not offer {sorted(lacking)} for request {request.id}"
        if request.helper_kinds and helper.kind not in request.helper_kinds:
            yield f"helper {helper.id} is a {helper.kind}, which request {request.id} does not wish"


def every_check_is_valid(now: datetime) -> Iterator[str]:
    """Name those who have agreed since yesterday, or are approved, without a check of their kind of help."""
    today = now.astimezone(ZONE).date()
    checks = dict(db.session.execute(select(Skill.code, Skill.checks)).all())
    valid: dict[int, set[str]] = defaultdict(set)
    held = select(HelperCheck.helper_id, HelperCheck.check_code, HelperCheck.expires_on)
    for helper_id, code, expires_on in db.session.execute(held):
        if expires_on is None or expires_on >= today:
            valid[helper_id].add(code)
    columns = select(HelpRequest.id, HelpRequest.kind_code, HelpRequest.checks)
    wanted = {key: {*checks[kind], *own} for key, kind, own in db.session.execute(columns)}
    agreed = select(Engagement.helper_id, Engagement.request_id).where(Engagement.agreed_at > now - LATELY)
    pairs = {(helper_id, request_id) for helper_id, request_id in db.session.execute(agreed)}
    for helper_id, request_id in sorted(pairs | (_approved() - _agreed())):
        if lacking := wanted[request_id] - valid[helper_id]:
            yield f"helper {helper_id} lacks {sorted(lacking)} for request {request_id}"


def visits_are_when_both_can(now: datetime) -> Iterator[str]:
    """Name visits agreed since yesterday at times that the helper or the person has not given."""
    new = select(Visit.id, Visit.helper_id, Visit.request_id, Visit.day, Visit.start_min, Visit.end_min)
    rows = db.session.execute(
        new.join(Visit.engagement).where(
            Engagement.agreed_at > now - LATELY, Visit.state == VisitState.PLANNED,
            Visit.helper_id == Engagement.helper_id,
        )
    ).all()  # fmt: skip
    if not rows:
        return
    of_helper, of_request = _free(HelperTime, "helper_id"), _free(RequestTime, "request_id")
    for visit_id, helper_id, request_id, day, start_min, end_min in rows:
        asked = range(day.weekday() * MINUTES + start_min, day.weekday() * MINUTES + end_min)
        for who, free in (("helper", of_helper.get(helper_id)), ("person", of_request.get(request_id))):
            if free is not None and not free.issuperset(asked):
                yield f"visit {visit_id} on {day} is not when the {who} can"


def _free(table: type[HelperTime | RequestTime], owner: str) -> dict[int, set[int]]:
    """Return the minutes of the week that somebody has given; nobody is in it who can at any time."""
    found: dict[int, set[int]] = defaultdict(set)
    columns = select(getattr(table, owner), table.weekday, table.start_min, table.end_min)
    for owner_id, weekday, start_min, end_min in db.session.execute(columns):
        found[owner_id].update(range(weekday * MINUTES + start_min, weekday * MINUTES + end_min))
    return dict(found)


def nobody_is_proposed_again(now: datetime) -> Iterator[str]:
    """Name pairs approved since yesterday although the coordinator has rejected them for this request."""
    earlier = select(Proposal.helper_id, Proposal.request_id, Proposal.decided_at).where(
        Proposal.state == TURNED_DOWN_STATES[0]
    )
    rejected = {(helper, request): at for helper, request, at in db.session.execute(earlier)}
    new = select(Proposal.id, Proposal.helper_id, Proposal.request_id, Proposal.decided_at).where(
        Proposal.state.in_(BINDING_STATES), Proposal.decided_at > now - LATELY
    )
    for proposal_id, helper_id, request_id, decided_at in db.session.execute(new):
        before = rejected.get((helper_id, request_id))
        if before is not None and decided_at is not None and before < decided_at:
            yield f"proposal {proposal_id} of helper {helper_id} for request {request_id} was rejected before"


def nobody_comes_who_has_stopped(now: datetime) -> Iterator[str]:
    """Name visits of helpers who have left, or have a pause then, once the office has seen to it.

    An open row on the day board gives it some days; a visit that somebody took over has no such row.
    """
    seen_to_soon = exists().where(
        Concern.engagement_id == Visit.engagement_id, Concern.closed_at.is_(None),
        Concern.cause == Cause.HELPER_STOPPED, Concern.raised_at > now - OVER_A_WEEKEND,
    )  # fmt: skip
    resting = (HelperProfile.state == HelperState.PAUSED) & (
        HelperProfile.paused_until.is_(None) | (Visit.day < HelperProfile.paused_until)
    )
    visits = select(Visit.id, Visit.helper_id, HelperProfile.state).join(Visit.helper)
    for visit_id, helper_id, state in db.session.execute(
        visits.where(
            Visit.state == VisitState.PLANNED, Visit.starts_at > now,
            resting | (HelperProfile.state == HelperState.LEFT), ~seen_to_soon,
        )
    ):  # fmt: skip
        yield f"visit {visit_id} of helper {helper_id}, who is {state.value}"
    gone = HelperProfile.state == HelperState.LEFT
    approved = select(Proposal.id).join(Proposal.helper).where(
        gone, Proposal.state.in_(NOT_AGREED)
    )  # fmt: skip
    for proposal_id in db.session.scalars(approved):
        yield f"proposal {proposal_id} of a helper who has left"


PAIR_CHECKS = (
    no_request_has_too_many, no_helper_has_too_many, nobody_goes_too_far, everybody_is_able,
    every_check_is_valid, visits_are_when_both_can, nobody_is_proposed_again, nobody_comes_who_has_stopped,
)  # fmt: skip
