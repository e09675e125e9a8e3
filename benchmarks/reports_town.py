"""An invented town for the reports: three years of requests, asks, agreements and visits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from helpexchange.asking.models import Ask
from helpexchange.asking.rules import AskState, NextBest
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.rules import EndReason, EngagementState, Rhythm, VisitState
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.match_runs.rules import ProposalState, RunState
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.people_index.models import KnownPerson
from helpexchange.skills.models import Skill

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
DAYS = 3 * 365
OFFICES = 12
PLACES = ("Hörde", "Eving", "Aplerbeck", "Brackel", "Hombruch", "Huckarde", "Lütgendortmund", "Mengede",
          "Scharnhorst", "Innenstadt-West", "Innenstadt-Ost", "Innenstadt-Nord")  # fmt: skip
KINDS = ("shopping", "company", "garden", "escort", "technology", "letters")
#: A quarter of the people help; of the others' requests every second leads to an agreement.
HELPING = 4
VISITS_EACH = 11
Rows = list[dict[str, Any]]


def town(people: int, chance: random.Random) -> Iterator[tuple[Any, Rows]]:
    """Yield tables with their rows, in an order that keeps references right."""
    yield Organisation, [{"id": 1, "name": "Town"}]
    yield Skill, [{"code": kind, "is_kind_of_help": True, "visit_minutes": 60} for kind in KINDS]
    yield Office, [_office(at) for at in range(OFFICES)]
    yield (
        District,
        [
            {"id": at + 1, "office_id": at + 1, "code": f"d{at}", "name": PLACES[at], "outline": {}}
            for at in range(OFFICES)
        ],
    )
    yield KnownPerson, [{"id": number, "sort_key": f"{number:06}"} for number in range(1, people + 1)]
    helpers = [_helper(number, chance) for number in range(1, people // HELPING + 1)]
    yield HelperProfile, helpers
    asking = range(people // HELPING + 1, people + 1)
    yield PersonInNeed, [_person(number, chance) for number in asking]
    requests = [_request(number, chance) for number in asking]
    yield HelpRequest, requests
    yield MatchRun, [{"id": 1, "scope": "town", "state": RunState.DONE, "requested_at": NOW,
                      "requested_by": "nightly match"}]  # fmt: skip
    proposals = [_proposal(each, helpers, chance) for each in requests if each["id"] % 3]
    yield Proposal, proposals
    yield Ask, [_ask(each) for each in proposals]
    engagements = [_engagement(each, helpers, chance) for each in requests if each["id"] % 2]
    yield Engagement, engagements
    yield VisitSeries, [_series(each) for each in engagements]
    yield Visit, [visit for each in engagements for visit in _visits(each, chance)]


def _office(at: int) -> dict[str, Any]:
    return {"id": at + 1, "organisation_id": 1, "code": f"o{at}", "name": f"Seniorenbüro {PLACES[at]}"}


def _helper(number: int, chance: random.Random) -> dict[str, Any]:
    office = chance.randrange(OFFICES) + 1
    state = chance.choices([HelperState.ACTIVE, HelperState.PAUSED, HelperState.LEFT], [8, 1, 1])[0]
    return {
        "id": number, "known_id": number, "reference": f"H{number}", "office_id": office,
        "district_id": office, "first_name": "Meryem", "kind": HelperKind.VOLUNTEER, "state": state,
        "created_at": NOW - timedelta(hours=chance.randrange(DAYS * 24)),
    }  # fmt: skip


def _person(number: int, chance: random.Random) -> dict[str, Any]:
    language = chance.choices([None, "de", "tr", "en", "uk"], [50, 30, 10, 6, 1])[0]
    return {"id": number, "known_id": number, "first_name": "Erna", "language": language}


def _request(number: int, chance: random.Random) -> dict[str, Any]:
    office = min(chance.randrange(OFFICES), chance.randrange(OFFICES)) + 1
    asked = NOW - timedelta(minutes=chance.randrange(DAYS * 24 * 60))
    is_new = NOW - asked < timedelta(days=40)
    state = RequestState.AGREED if number % 2 else chance.choice([RequestState.WITHDRAWN, RequestState.OPEN])
    channel = chance.choices([Channel.PHONE, Channel.ONLINE, Channel.IMPORT], [6, 4, 1])[0]
    slow = 1.5 if channel is Channel.PHONE else 1.0
    return {
        "id": number, "person_id": number, "reference": f"R{number}", "office_id": office,
        "district_id": office, "kind_code": chance.choice(KINDS[: 4 + office % 3]), "channel": channel,
        "state": state if number % 2 or is_new else RequestState.WITHDRAWN, "submitted_at": asked,
        "first_contact_at": asked + timedelta(hours=slow * chance.expovariate(1 / 20)),
    }  # fmt: skip


def _proposal(request: dict[str, Any], helpers: Rows, chance: random.Random) -> dict[str, Any]:
    helper = _one_of(helpers, chance)
    return {
        "id": request["id"], "run_id": 1, "helper_id": helper["id"], "request_id": request["id"],
        "office_id": request["office_id"], "score": 1, "state": ProposalState.DECLINED,
        "decided_at": request["submitted_at"] + timedelta(hours=chance.expovariate(1 / 60)),
    }  # fmt: skip


def _ask(proposal: dict[str, Any]) -> dict[str, Any]:
    asked_at = proposal["decided_at"] + timedelta(minutes=10)
    return {
        "proposal_id": proposal["id"], "helper_id": proposal["helper_id"],
        "request_id": proposal["request_id"], "state": AskState.NO, "next_best": NextBest.NOBODY,
        "asked_at": asked_at, "settled_at": asked_at,
    }  # fmt: skip


def _one_of(helpers: Rows, chance: random.Random) -> dict[str, Any]:
    """One of them; some are chosen far more often than others."""
    return helpers[int(len(helpers) * chance.random() ** 3)]


def _engagement(request: dict[str, Any], helpers: Rows, chance: random.Random) -> dict[str, Any]:
    agreed = request["submitted_at"] + timedelta(hours=chance.expovariate(1 / 120))
    ended = agreed + timedelta(days=chance.randrange(20, 500))
    is_over = ended < NOW
    return {
        "id": request["id"], "request_id": request["id"], "helper_id": _one_of(helpers, chance)["id"],
        "office_id": request["office_id"], "kind_code": request["kind_code"], "seat": 1,
        "state": EngagementState.ENDED if is_over else EngagementState.RUNNING, "agreed_at": agreed,
        "ended_at": ended if is_over else None,
        "end_reason": chance.choice(list(EndReason)) if is_over else None,
    }  # fmt: skip


def _series(engagement: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": engagement["id"], "engagement_id": engagement["id"], "rhythm": Rhythm.WEEKLY,
        "times": [[1, 840, 900]], "starts_on": engagement["agreed_at"].date(),
        "planned_until": date(2027, 1, 1),
    }  # fmt: skip


def _visits(engagement: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    states = [VisitState.DONE, VisitState.MISSED, VisitState.CANCELLED]
    for week in range(VISITS_EACH):
        day = engagement["agreed_at"].date() + timedelta(days=3 + 7 * week)
        begins = datetime(day.year, day.month, day.day, 13, engagement["id"] % 60, tzinfo=UTC)
        # A helper is in one place at a time only while it is planned.
        state = chance.choices(states, [8, 1, 2])[0]
        yield {
            "uid": f"V{engagement['id']}-{week}", "engagement_id": engagement["id"],
            "series_id": engagement["id"], "helper_id": engagement["helper_id"],
            "request_id": engagement["request_id"], "office_id": engagement["office_id"], "day": day,
            "start_min": 840, "end_min": 900, "starts_at": begins, "ends_at": begins + timedelta(hours=1),
            "state": state, "changed_at": begins,
        }  # fmt: skip
