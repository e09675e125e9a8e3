"""Two people who both help have one profile afterwards; the other waits, emptied of nothing, to be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from helpexchange.asking.models import Ask
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.helper_profiles.models import (
    HelperAbsence,
    HelperCheck,
    HelperExperience,
    HelperLanguage,
    HelperPhoto,
    HelperProfile,
    HelperSkill,
    HelperTime,
    InterviewSlot,
)
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.hours_and_costs.models import HourCertificate, LoggedHours, TravelCost
from helpexchange.match_runs.models import PairRelation, Proposal
from helpexchange.match_runs.rules import BINDING_STATES, ProposalState
from helpexchange.people.actions.changes import Changes, Row
from helpexchange.people.actions.moving import move_told
from helpexchange.people.actions.moving_visits import move_visits
from helpexchange.people.queries import helpers_in_common
from helpexchange.people.rules import BothHelpSameRequestError, Side, furthest
from helpexchange.people_index.rules import Source

OVER = (HelperState.LEFT, HelperState.DECLINED)


def make_one_helper(
    by: Viewer, kept_id: int, gone_id: int, choices: Mapping[str, Side], changes: Changes
) -> int | None:
    """Leave one profile of two people who both help through the viewer's offices; return the other's id.

    The one that has come furthest stays; the other one belongs to who is gone. Called before anything
    else is moved. Profiles of an office that is not the viewer's are left alone.

    Raises:
        BothHelpSameRequestError: both are promised to the same request; one of the two must be told first.
        VisitsAtOneTimeError: both are to visit somebody at the same time.
    """
    sides = helpers_in_common(by, kept_id, gone_id)
    if not sides:
        return None
    kept, gone = sides[Side.KEPT], sides[Side.GONE]
    stays = furthest(kept.state, gone.state)
    target, other = (kept, gone) if stays is Side.KEPT else (gone, kept)
    _take_help(sides, choices, target, changes)
    _take_facts(target, other, changes)
    _move_proposals(other.id, target.id, changes)
    move_visits(other.id, target.id, changes)
    move_told(Source.HELPER, other.id, target.id, changes)
    _leave(other, target, changes)
    changes.set(HelperProfile, "known_id", [target.id], target.known_id, kept_id)
    changes.set(HelperProfile, "known_id", [other.id], other.known_id, gone_id)
    return other.id


def _take_help(
    sides: Mapping[Side, HelperProfile], choices: Mapping[str, Side], target: HelperProfile, changes: Changes
) -> None:
    """Let the profile have the times and the kinds of help that were chosen."""
    if times := sides.get(choices.get("times", Side.BOTH)):
        changes.replace(HelperTime, target.id, changes.rows(HelperTime, times.id))
    chosen = sides.get(choices.get("kinds", Side.BOTH))
    profiles = [chosen] if chosen else [*sides.values()]
    skills: dict[str, Row] = {}
    for profile in profiles:
        for row in changes.rows(HelperSkill, profile.id):
            code = row["skill_code"]
            skills[code] = max(skills.get(code, row), row, key=lambda each: each["level"])
    changes.replace(HelperSkill, target.id, skills.values())


def _take_facts(target: HelperProfile, other: HelperProfile, changes: Changes) -> None:
    """Add what is true of the person, whichever profile says it: checks, languages, lived experience."""
    checks: dict[str, Row] = {}
    for each in (target, other):
        for row in changes.rows(HelperCheck, each.id):
            checks[row["check_code"]] = max(checks.get(row["check_code"], row), row, key=_holds_until)
    changes.replace(HelperCheck, target.id, checks.values())
    for model, key in ((HelperLanguage, "language"), (HelperExperience, "experience_id")):
        rows = [*changes.rows(model, target.id), *changes.rows(model, other.id)]
        changes.replace(model, target.id, {row[key]: row for row in rows}.values())
    relations = {row["request_id"]: row for row in changes.rows(PairRelation, other.id)}
    relations |= {row["request_id"]: row for row in changes.rows(PairRelation, target.id)}
    changes.replace(PairRelation, target.id, relations.values())
    for table in (HelperAbsence, InterviewSlot, LoggedHours, TravelCost, HourCertificate):
        changes.set(table, "helper_id", _ids(table, other.id), other.id, target.id)
    photos = _ids(HelperPhoto, other.id)
    if not _ids(HelperPhoto, target.id):
        changes.set(HelperPhoto, "helper_id", photos, other.id, target.id)
    for column in ("about_me", "wishes", "birth_year"):
        if not getattr(target, column):
            changes.set(HelperProfile, column, [target.id], getattr(target, column), getattr(other, column))


def _holds_until(check: Row) -> tuple[date, date]:
    return check["expires_on"] or date.max, check["seen_on"]


def _move_proposals(other_id: int, target_id: int, changes: Changes) -> None:
    """Move what was proposed and promised; of two proposals of one run for a request one stays."""
    theirs, own = _proposals(other_id), _proposals(target_id)
    known = {(each.run_id, each.request_id) for each in own}
    promised = {each.request_id for each in _binding(own)}
    binding = _binding(theirs)
    if any(each.request_id in promised or (each.run_id, each.request_id) in known for each in binding):
        raise BothHelpSameRequestError
    _move_promises(binding, other_id, target_id, [each.place or 0 for each in _binding(own)], changes)
    for each in theirs:
        if each in binding:
            continue
        if (each.run_id, each.request_id) not in known:
            changes.set(Proposal, "helper_id", [each.id], other_id, target_id)
            _move_ask(each.id, other_id, target_id, changes)
        elif each.state is ProposalState.PROPOSED:
            changes.set(Proposal, "state", [each.id], each.state, ProposalState.LAPSED)


def _move_promises(
    promises: Sequence[Proposal], other_id: int, target_id: int, taken: list[int], changes: Changes
) -> None:
    """Give each promise a place of the profile that stays, which has more of them if it must."""
    past_all = max([*taken, *(each.place or 0 for each in promises)], default=0)
    free = (place for place in range(1, past_all + len(promises) + 1) if place not in taken)
    for number, each in enumerate(promises, start=past_all + 1):
        changes.set(Proposal, "place", [each.id], each.place, number)  # of neither, while it is moved
        changes.set(Proposal, "helper_id", [each.id], other_id, target_id)
        _move_ask(each.id, other_id, target_id, changes)
        changes.set(Proposal, "place", [each.id], number, next(free))
    profile, count = db.session.get_one(HelperProfile, target_id), len(taken) + len(promises)
    if count > profile.max_requests:
        changes.set(HelperProfile, "max_requests", [target_id], profile.max_requests, count)


def _move_ask(proposal_id: int, other_id: int, target_id: int, changes: Changes) -> None:
    ids = db.session.scalars(select(Ask.id).where(Ask.proposal_id == proposal_id)).all()
    changes.set(Ask, "helper_id", ids, other_id, target_id)


def _binding(proposals: Sequence[Proposal]) -> list[Proposal]:
    return [each for each in proposals if each.state in BINDING_STATES]


def _proposals(helper_id: int) -> Sequence[Proposal]:
    statement = select(Proposal).where(Proposal.helper_id == helper_id).order_by(Proposal.id)
    return db.session.scalars(statement).all()


def _leave(other: HelperProfile, target: HelperProfile, changes: Changes) -> None:
    """Let nobody be matched, called or led to the profile that is left over."""
    if other.account_id is not None:
        if target.account_id is None:
            changes.set(HelperProfile, "account_id", [target.id], None, other.account_id)
        changes.set(HelperProfile, "account_id", [other.id], other.account_id, None)
    if other.state not in OVER:
        changes.set(HelperProfile, "state", [other.id], other.state, HelperState.LEFT)


def _ids(model: Any, helper_id: int) -> list[int]:
    return list(db.session.scalars(select(model.id).where(model.helper_id == helper_id).order_by(model.id)))
