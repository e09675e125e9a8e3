"""The visits of the next weeks as a PDF in large letters, for the door of the fridge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from helpexchange.core.clock import town_day
from helpexchange.core.i18n import current_language, day_text, gettext
from helpexchange.engagements.labels import span
from helpexchange.engagements.models import Visit
from helpexchange.engagements.rules import Side, VisitState
from helpexchange.notifications.letters import compiled
from helpexchange.offices.models import Office
from helpexchange.skills.labels import skill_name

SOURCE = Path(__file__).parent / "templates" / "engagements" / "week_sheet.typ"


def week_sheet(visits: Sequence[Visit], *, side: Side, office: Office | None, now: datetime) -> bytes:
    """Return visits as a sheet to print, in the language of this request; called-off ones are said so."""
    days = groupby(visits, key=lambda visit: visit.day)
    data = {
        "language": current_language(),
        "title": gettext("My visits"),
        "made": gettext("As of %(day)s", day=day_text(town_day(now))),
        "empty": gettext("There are no visits in the next two weeks."),
        "days": [
            {"day": day_text(day, "full"), "visits": [_line(each, side) for each in of_day]}
            for day, of_day in days
        ],
        "contact": _contact(office),
    }
    return compiled(SOURCE, data)


def _line(visit: Visit, side: Side) -> dict[str, Any]:
    person = visit.request.person
    other = visit.helper.first_name if side is Side.PERSON else (person.name if person else "")
    street = person.street if person is not None and side is Side.HELPER else ""
    kind = skill_name(visit.request.kind_code, visit.request.kind.name)
    is_off = visit.state is VisitState.CANCELLED
    return {
        "span": span(visit.start_min, visit.end_min),
        "text": " · ".join(filter(None, (other, kind, street))),
        "off": gettext("Does not take place") if is_off else "",
    }


def _contact(office: Office | None) -> list[str]:
    if office is None:
        return []
    question = gettext("You cannot come, or something is different? Call us.")
    return [part for part in (question, office.name, office.phone) if part]
