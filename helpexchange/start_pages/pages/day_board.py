"""The day board: one page for the coordinator's morning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, render_template, request

from helpexchange.accounts.roles import Permission
from helpexchange.asking.queries import silent_count
from helpexchange.core.audience import audience
from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext as _
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.follow_up.pages.lines import concern_line
from helpexchange.follow_up.queries import concerns_due
from helpexchange.help_requests import labels
from helpexchange.help_requests.queries import DayFilters, NewRequest, lateness, requests_to_clear
from helpexchange.help_requests.rules import Channel
from helpexchange.helper_profiles import queries as helpers
from helpexchange.helper_profiles.queries import Arriving
from helpexchange.helper_profiles.rules import REMIND_DAYS
from helpexchange.hours_and_costs.queries import waiting_count
from helpexchange.match_runs.queries import first_to_decide, longest_waiting_and_why, visits_without_helper
from helpexchange.notifications.queries import outbox_of_day
from helpexchange.notifications.rules import LettersOfDay
from helpexchange.offices.queries import offices
from helpexchange.skills.labels import skill_name
from helpexchange.skills.models import Skill
from helpexchange.skills.queries import kinds_of_help
from helpexchange.start_pages.pages import blueprint
from helpexchange.start_pages.pages import day_lines as lines
from helpexchange.start_pages.pages.call_lines import line_of, lines_of
from helpexchange.start_pages.pages.calls import quiet_until
from helpexchange.start_pages.queries import Call, calls_from
from helpexchange.start_pages.rules import Why

#: Rows of a part of the board; all of them are counted.
SHOWN = 8
INTERVIEW = "interview"


@blueprint.get("/day-board")
@audience(Permission.SEE_NEW_ARRIVALS)
def day_board() -> str:
    """Show what is to be done today, the late first."""
    viewer, filters = current_viewer(), day_filters()
    kinds = kinds_of_help(viewer)
    concerns, concern_count = concerns_due(viewer, today=today(), at_most=SHOWN)
    parts = {
        "concerns": [concern_line(each) for each in concerns],
        "concern_count": concern_count,
        **_contacts(viewer, filters, _arriving(viewer, kinds)),
        **_decisions(viewer, filters, kinds),
    }
    return render_template(
        "start_pages/day_board.html", **filter_choices(filters, kinds), **parts,
        may_clear=viewer.may(Permission.CLEAR_REQUESTS), may_activate=viewer.may(Permission.ACTIVATE_HELPERS),
        may_decide=viewer.may(Permission.DECIDE_PROPOSALS), quiet_until=quiet_until(),
        today_text=today().isoformat(),
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
            "office": names[row.office_id], "channel": str(_("offers help")),
            "waiting": row.waiting, "late": row.late,
        }
        for row in helpers.helper_lateness(viewer, today=today())
    ]  # fmt: skip
    in_order = sorted(lines, key=lambda line: (-int(str(line["late"])), str(line["office"])))
    return render_template("start_pages/first_contacts.html", lines=in_order)


def day_filters() -> DayFilters:
    """Return what the address asks to see of the day."""
    args = request.args
    channel = next((each for each in Channel if each.value == args.get("channel")), None)
    return DayFilters(is_mine=args.get("owner") == "me", channel=channel, kind_code=args.get("kind", ""))


def filter_choices(filters: DayFilters, kinds: Sequence[Skill]) -> dict[str, Any]:
    """Return what the form of the filters shows."""
    named = [(kind.code, skill_name(kind.code, kind.name)) for kind in kinds]
    return {
        "filters": filters,
        "kind_choices": sorted(named, key=lambda pair: pair[1].casefold()),
        "channel_choices": [(channel.value, words) for channel, words in labels.CHANNELS.items()],
    }


def _arriving(viewer: Viewer, kinds: Sequence[Skill]) -> Sequence[Arriving]:
    zone = ZoneInfo(current_app.extensions["settings"].time_zone)
    midnight = datetime.combine(today(), time(0), zone).astimezone(UTC)
    asking = [kind.code for kind in kinds if INTERVIEW in kind.checks]
    return helpers.arriving_on_day(viewer, midnight=midnight, today=today(), interview_kinds=asking)


def _contacts(viewer: Viewer, filters: DayFilters, arriving: Sequence[Arriving]) -> dict[str, Any]:
    """Return whom to speak to: late first contacts, calls, new requests, interviews; and what failed."""
    found, total, late_total = requests_to_clear(viewer, filters, today=today(), at_most=SHOWN)
    late_requests = [each for each in found if lines.is_request_late(each)]
    day = today()
    late_helpers = [each for each in arriving if lines.is_helper_late(each, day)]
    calls = calls_from(viewer, late_requests, [each.helper for each in late_helpers], now=now()).now
    fitting = [call for call in calls if _fits(call, filters)]
    others = [call for call in fitting if Why.LATE not in call.reasons]
    new = [each for each in found if not lines.is_request_late(each)]
    interviews = lines.to_interview(arriving)
    numbers = (silent_count(viewer), waiting_count(viewer))
    outbox = outbox_of_day(viewer, at_most=SHOWN, beside=numbers)
    return {
        **_late(fitting, late_requests, [] if filters.is_filtered else late_helpers, late_total),
        "calls": lines_of(viewer, others[:SHOWN]),
        "call_count": len(others),
        "new": [lines.request_line(each) for each in new],
        "new_count": total - late_total,
        "interviews": [lines.helper_line(each) for each in interviews[:SHOWN]],
        "interview_count": len(interviews),
        "arriving_count": len(arriving),
        "failed": [lines.failed_line(each) for each in outbox.failed],
        "failed_count": outbox.failed_count,
        "silent_count": outbox.beside[0],
        "cost_count": outbox.beside[1],
        "letters": outbox.letters if viewer.may(Permission.SEND_LETTERS) else LettersOfDay(),
    }


def _late(
    calls: Sequence[Call], requests: Sequence[NewRequest], helpers: Sequence[Arriving], total: int
) -> dict[str, Any]:
    """Return the late first contacts: whom to call, then requests and helpers without a phone.

    Args:
        total: late requests, also those that were not read.
    """
    late = [call for call in calls if Why.LATE in call.reasons]
    to_write = [each for each in requests if not _phone(each)]
    silent = [each for each in helpers if not each.helper.phone]
    shown = [line_of(current_viewer(), call) for call in late[:SHOWN]]
    written = to_write[: SHOWN - len(shown)]
    return {
        "late": shown,
        "late_requests": [lines.request_line(each) for each in written],
        "late_helpers": [lines.helper_line(each) for each in silent[: SHOWN - len(shown) - len(written)]],
        "late_count": len(late) + len(to_write) + len(silent) + total - len(requests),
    }


def _decisions(viewer: Viewer, filters: DayFilters, kinds: Sequence[Skill]) -> dict[str, Any]:
    """Return what is to be decided, printed or renewed, and who waits longest."""
    proposals, proposal_count = first_to_decide(viewer, at_most=SHOWN)
    until = today() + timedelta(days=max(REMIND_DAYS))
    asking = {each.code: each.checks for each in kinds}
    checks, check_count = helpers.expiring_on_day(viewer, until=until, asking_kinds=asking, at_most=SHOWN)
    without, without_count = visits_without_helper(viewer, now=now(), at_most=SHOWN)
    return {
        "without_helper": [lines.without_line(each) for each in without],
        "without_count": without_count,
        "proposals": [lines.proposal_line(each) for each in proposals],
        "proposal_count": proposal_count,
        "checks": [lines.check_line(*each) for each in checks],
        "check_count": check_count,
        "waiting": [
            lines.waiting_line(each) for each in longest_waiting_and_why(viewer, filters, at_most=SHOWN)
        ],
        "reminds_at": min(REMIND_DAYS),
    }


def _phone(request: NewRequest) -> str:
    return request.person.phone if request.person else ""


def _fits(call: Call, filters: DayFilters) -> bool:
    """Return whether a call is shown with these filters, which are about requests."""
    about = call.request
    if not filters.is_filtered:
        return True
    return (
        about is not None
        and (not filters.is_mine or about.owner_id == current_viewer().account_id)
        and filters.channel in (None, about.channel)
        and filters.kind_code in ("", about.kind_code)
    )
