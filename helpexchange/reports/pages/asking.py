"""What every page of reports begins with: who asks, for which days, for which office, and all the names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import current_viewer
from helpexchange.offices.models import Office
from helpexchange.offices.queries import own_offices
from helpexchange.reports.forms import PeriodForm
from helpexchange.reports.gathering import asked_by, place_of
from helpexchange.reports.labels import period_text
from helpexchange.reports.queries import readable_wish
from helpexchange.reports.rules import Period
from helpexchange.reports.tables import Asked, Part


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to read: the filled form, the offices to choose from, and what is asked."""

    form: PeriodForm
    offices: list[Office]
    asked: Asked

    @property
    def place(self) -> str:
        """The office, or all of them, in words."""
        return place_of(self.asked, self.offices)

    @property
    def about(self) -> str:
        """The place and the days, in words."""
        return f"{self.place}, {period_text(self.asked.wish.period)}"


def question(period: Period | None = None) -> Question:
    """Return what this address asks for.

    Args:
        period: replaces the days of the address.

    Raises:
        NotFoundRefusal: the office is another's.
    """
    viewer = current_viewer()
    offices = list(own_offices(viewer))
    form = PeriodForm.read(request.args, offices)
    wish = readable_wish(viewer, period=period or form.period(today()), office_id=form.office_id)
    return Question(form, offices, asked_by(viewer, wish, offices, today=today(), now=now()))


def kept_query() -> dict[str, Any]:
    """Return what the links between the pages carry along of the address."""
    return {
        name: request.args[name] for name in ("span", "first", "last", "office") if request.args.get(name)
    }


def tabs_of(current: str, offices: list[Office]) -> list[dict[str, Any]]:
    """Return the links between the pages of reports."""
    labels = {
        Part.REQUESTS: gettext("Requests"),
        Part.HELPERS: gettext("Helpers"),
        Part.ENGAGEMENTS: gettext("Engagements"),
        Part.EQUALITY: gettext("Equal waits"),
        Part.OFFICES: gettext("Offices side by side"),
    }
    if len(offices) < 2:  # noqa: PLR2004  # one office stands beside nobody
        del labels[Part.OFFICES]
    urls = {part: url_for("reports.show_part", part=part, **kept_query()) for part in labels}
    tabs = [
        {"label": label, "url": urls[part], "is_current": part == current} for part, label in labels.items()
    ]
    office = {name: value for name, value in kept_query().items() if name == "office"}
    year_url = url_for("reports.show_year", **office)
    return [*tabs, {"label": gettext("Report of the year"), "url": year_url, "is_current": current == "year"}]
