"""The day board: one page for the coordinator's morning."""

from __future__ import annotations

from typing import Any

from flask import render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests import labels
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.pages.calls import call_of
from helpexchange.help_requests.queries import (
    DayFilters,
    call_backs,
    lateness,
    longest_waiting,
    requests_to_clear,
)
from helpexchange.help_requests.rules import Channel, Proof, is_late
from helpexchange.helper_profiles import queries as helpers
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.fixes import TITLES
from helpexchange.match_runs.queries import latest_reasons, open_proposal_count
from helpexchange.offices.queries import offices
from helpexchange.skills.labels import skill_name
from helpexchange.skills.queries import kinds_of_help
from helpexchange.skills.symbols import symbol_of
from helpexchange.start_pages.pages import blueprint

WAITING_SHOWN = 8
CALLS_SHOWN = 12


@blueprint.get("/day-board")
@audience(Permission.SEE_NEW_ARRIVALS)
def day_board() -> str:
    """Show what is to be done today, the late first."""
    viewer, filters = current_viewer(), _filters()
    found, total = requests_to_clear(viewer, filters)
    cards = [_card(record) for record in found]
    calls = [call_of(call) for call in call_backs(viewer)]
    late = [card for card in cards if card["is_late"]]
    late_helpers = [_late_helper(helper) for helper in helpers.late_helpers(viewer, today=today())]
    return render_template(
        "start_pages/day_board.html", filters=filters, late=late, calls=calls[:CALLS_SHOWN],
        new=[card for card in cards if not card["is_late"]], waiting=_waiting(viewer, filters),
        proposals=open_proposal_count(viewer), helpers=helpers.arrival_count(viewer),
        late_helpers=late_helpers,
        may_activate=viewer.may(Permission.ACTIVATE_HELPERS),
        counts={"late": len(late) + len(late_helpers), "calls": len(calls), "new": total - len(late)},
        may_clear=viewer.may(Permission.CLEAR_REQUESTS), kind_choices=_kinds(viewer),
        channel_choices=[(channel.value, words) for channel, words in labels.CHANNELS.items()],
    )  # fmt: skip


@blueprint.get("/lateness")
@audience(Permission.MATCH_WHOLE_TOWN)
def first_contacts() -> str:
    """Show the network lead who waits for a first contact, by office and channel."""
    viewer = current_viewer()
    names = {office.id: office.name for office in offices(viewer)}
    lines = [
        {
            "office": names[row.office_id], "channel": str(labels.CHANNELS[row.channel]),
            "waiting": row.waiting, "late": row.late,
        }
        for row in lateness(viewer, today=today())
    ]  # fmt: skip
    lines += [
        {
            "office": names[row.office_id],
            "channel": str(_("offers help")),
            "waiting": row.waiting,
            "late": row.late,
        }
        for row in helpers.helper_lateness(viewer, today=today())
    ]
    in_order = sorted(lines, key=lambda line: (-int(str(line["late"])), str(line["office"])))
    return render_template("start_pages/first_contacts.html", lines=in_order)


def _late_helper(helper: HelperProfile) -> dict[str, Any]:
    due_on = helper.contact_due_on
    return {
        "id": helper.id,
        "name": f"{helper.first_name} {helper.last_name}".strip(),
        "phone": helper.phone,
        "due": labels.due(due_on, None, today()),
    }


def _filters() -> DayFilters:
    args = request.args
    channel = next((each for each in Channel if each.value == args.get("channel")), None)
    return DayFilters(is_mine=args.get("owner") == "me", channel=channel, kind_code=args.get("kind", ""))


def _kinds(viewer: Viewer) -> list[tuple[str, str]]:
    named = [(kind.code, skill_name(kind.code, kind.name)) for kind in kinds_of_help(viewer)]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _card(record: HelpRequest) -> dict[str, Any]:
    due_on, spoken_at = record.first_contact_due_on, record.first_contact_at
    return {
        "id": record.id,
        "icon": symbol_of(record.kind_code),
        "title": skill_name(record.kind_code, record.kind.name),
        "name": record.person.name if record.person else "",
        "phone": record.person.phone if record.person else "",
        "district": record.district.name if record.district else "",
        "channel": str(labels.CHANNELS[record.channel]),
        "unproved": str(labels.PROOFS[record.proof]) if record.proof is Proof.NONE else "",
        "owner": record.owner.name if record.owner else "",
        "due": labels.due(due_on, spoken_at, today()) or labels.waiting(record.submitted_at, now()),
        "is_late": is_late(due_on=due_on, first_contact_at=spoken_at, today=today()),
    }


def _waiting(viewer: Viewer, filters: DayFilters) -> list[dict[str, Any]]:
    """Return who waits longest for a helper, and why."""
    records = longest_waiting(viewer, filters, at_most=WAITING_SHOWN)
    reasons = latest_reasons(viewer, [record.id for record in records])
    return [
        {
            **_card(record),
            "due": labels.waiting(record.submitted_at, now()),
            "reason": str(TITLES[reasons[record.id]]) if reasons.get(record.id) in TITLES else "",
        }
        for record in records
    ]
