"""A page of one's own: for each role what it comes for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, url_for

from helpexchange.accounts.queries import accounts_by_role, roles_of
from helpexchange.accounts.roles import NAMES, Role
from helpexchange.audit_trail.models import AuditEntry
from helpexchange.audit_trail.queries import history_of_own
from helpexchange.config import Settings
from helpexchange.core.audience import SIGNED_IN, audience
from helpexchange.core.clock import now
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.core.week import times_in_words
from helpexchange.engagements.labels import span
from helpexchange.engagements.pages.cards import kind_of, other_name
from helpexchange.engagements.queries import next_planned
from helpexchange.engagements.rules import Side
from helpexchange.help_requests import labels as request_labels
from helpexchange.help_requests import queries as requests
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages.acted_for import acted_for_rows
from helpexchange.help_requests.pages.cards import card_of, facts_of, history_in_words
from helpexchange.help_requests.queries.records import OBJECT_TYPE
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles import labels as helper_labels
from helpexchange.helper_profiles import queries as helpers
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import ARRIVING_STATES, HelperState
from helpexchange.match_runs.queries import office_counts, to_do_counts
from helpexchange.migrations.state import TableState, table_state
from helpexchange.notifications.queries import letter_count
from helpexchange.offices.queries import offices
from helpexchange.skills.labels import language_name, skill_name
from helpexchange.skills.symbols import symbol_of
from helpexchange.start_pages.pages import blueprint
from helpexchange.start_pages.queries import calls_of_day

NEARBY = 5
#: Settings that an administrator may read on a page; addresses of databases and keys are not among them.
SHOWN_SETTINGS = (
    "environment",
    "public_url",
    "time_zone",
    "default_language",
    "nightly_match_at",
    "match_time_limit_s",
    "sign_in_limit",
    "hsts_seconds",
    "trusted_proxies",
)


@blueprint.get("/home")
@audience(SIGNED_IN)
def home() -> str:
    """Show what somebody comes for; whoever has several roles sees the parts of all."""
    viewer = current_viewer()
    roles = roles_of(viewer)
    held = [role for role in Role if role in roles]
    parts = {name: find for role in held for name, find in PARTS.get(role, {}).items()}
    return render_template(
        "start_pages/home.html", parts=list(parts), role_names=[str(NAMES[role]) for role in held],
        **{name: find(viewer) for name, find in parts.items()},
    )  # fmt: skip


def _asked(viewer: Viewer) -> dict[str, Any]:
    """Return what the viewer asked for, each with where it stands, and who comes next."""
    records = requests.own_requests(viewer)
    happened: dict[int, list[AuditEntry]] = defaultdict(list)
    for entry in history_of_own(viewer, object_type=OBJECT_TYPE, object_ids=[each.id for each in records]):
        happened[entry.object_id].append(entry)
    return {
        "next_visit": _next_visit(viewer, Side.PERSON, [each.id for each in records]),
        "cards": [_asked_card(viewer, record, happened[record.id]) for record in records],
    }


def _next_visit(viewer: Viewer, side: Side, whose_ids: list[int]) -> dict[str, Any] | None:
    visit = next_planned(viewer, side, whose_ids, now=now())
    if visit is None:
        return None
    if side is Side.HELPER:
        url = url_for("engagements.helper_visits")
    else:
        url = url_for("engagements.own_visits", request_id=visit.request_id)
    return {
        "day": visit.day, "span": span(visit.start_min, visit.end_min), "kind": kind_of(visit),
        "who": other_name(side, visit), "url": url,
    }  # fmt: skip


def _asked_card(viewer: Viewer, record: HelpRequest, entries: list[AuditEntry]) -> dict[str, Any]:
    return {
        "record": record,
        "title": skill_name(record.kind_code, record.kind.name),
        "icon": symbol_of(record.kind_code),
        "state": request_labels.state_of(record.state),
        "facts": facts_of(requests.shown(record)),
        "events": history_in_words(viewer, record, entries),
    }


def _offered(viewer: Viewer) -> dict[str, Any]:
    """Return the viewer's own offer, what happens next, and requests near them."""
    profile = helpers.own_profile(viewer)
    if profile is None:
        return {"profile": None, "nearby": []}
    near = _spot(profile)
    wish = requests.BoardWish(
        kind_codes=[each.skill_code for each in profile.skills],
        near=near,
        order=requests.BoardOrder.NEAREST if near else requests.BoardOrder.NEWEST,
    )
    return {
        "profile": profile,
        "state": helper_labels.STATES[profile.state],
        "colour": helper_labels.COLOURS[profile.state],
        "next": helper_labels.WHAT_NEXT[profile.state],
        "office": profile.office,
        "facts": _offer_facts(profile),
        "next_visit": _next_visit(viewer, Side.HELPER, [profile.id]),
        "nearby": [card_of(found) for found in requests.first_on_board(viewer, wish=wish, at_most=NEARBY)],
    }


def _spot(profile: HelperProfile) -> requests.Spot | None:
    if profile.latitude is None or profile.longitude is None:
        return None
    return requests.Spot(profile.latitude, profile.longitude, profile.district_id)


def _offer_facts(profile: HelperProfile) -> list[dict[str, str]]:
    lines = [
        ("heart", ", ".join(skill_name(each.skill_code) for each in profile.skills)),
        ("calendar", "; ".join(times_in_words(profile.times))),
        ("language", ", ".join(language_name(each.language) for each in profile.languages)),
        ("walk", helper_labels.reach(profile.max_distance_m)),
        ("people", helper_labels.people_at_once(profile.max_requests)),
    ]
    return [{"icon": icon, "text": text} for icon, text in lines if text]


def _to_decide(viewer: Viewer) -> dict[str, Any]:
    """Return how much waits for a coordinator."""
    to_do = to_do_counts(viewer, now=now())
    return {
        "requests": requests.arrival_count(viewer),
        "helpers": helpers.arrival_count(viewer),
        "proposals": to_do.proposals,
        "letters": letter_count(viewer),
        "calls": len(calls_of_day(viewer, now=now(), has_fixes=False).now) + to_do.fix_calls,
    }


def _offices(viewer: Viewer) -> list[dict[str, Any]]:
    """Return a line for each office: what waits, who helps, what is to be decided."""
    asked = {(each.office_id, each.state): each.requests for each in requests.counts_by_office(viewer)}
    helping = {(each.office_id, each.state): each.helpers for each in helpers.counts_by_office(viewer)}
    return [
        {
            "office": each.office,
            "new": asked.get((each.office_id, RequestState.SUBMITTED), 0),
            "open": asked.get((each.office_id, RequestState.OPEN), 0),
            "active": helping.get((each.office_id, HelperState.ACTIVE), 0),
            "arriving": sum(helping.get((each.office_id, state), 0) for state in ARRIVING_STATES),
            "to_decide": each.to_decide,
        }
        for each in office_counts(viewer)
    ]


def _students(viewer: Viewer) -> dict[str, Any]:
    """Return how many students help, without names, and whom a school can call."""
    counts = {each.state: each.students for each in helpers.student_counts(viewer)}
    return {
        "active": counts.get(HelperState.ACTIVE, 0),
        "arriving": sum(counts.get(state, 0) for state in ARRIVING_STATES),
        "offices": offices(viewer),
    }


def _installation(viewer: Viewer) -> dict[str, Any]:
    """Return accounts by role, the settings that are no secret, and whether all is well."""
    held = [{"role": str(NAMES[role]), "accounts": count} for role, count in accounts_by_role(viewer)]
    settings: Settings = current_app.extensions["settings"]
    return {
        "accounts": held,
        "settings": {name: getattr(settings, name) for name in SHOWN_SETTINGS},
        "database": settings.database.partition(":")[0].partition("+")[0],
        "is_database_current": table_state() is TableState.CURRENT,
        "missing_assets": current_app.extensions["assets"].missing(),
    }


#: Role -> names of the parts in the template, and what finds their content.
PARTS: dict[Role, dict[str, Callable[[Viewer], Any]]] = {
    Role.PERSON_IN_NEED: {"asked": _asked},
    Role.REPRESENTATIVE: {"acting": acted_for_rows, "asked": _asked},
    Role.VOLUNTEER: {"offered": _offered},
    Role.PEER_SUPPORTER: {"offered": _offered},
    Role.STUDENT: {"offered": _offered},
    Role.COORDINATOR: {"to_decide": _to_decide},
    Role.NETWORK_LEAD: {"office_lines": _offices},
    Role.SCHOOL_STAFF: {"students": _students},
    Role.ADMINISTRATOR: {"installation": _installation},
}
