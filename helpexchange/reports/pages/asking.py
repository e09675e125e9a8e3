"""What every page of reports begins with: who asks, for which days, for which office, and all the names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for

from helpexchange.core.clock import now, today
from helpexchange.core.i18n import gettext
from helpexchange.core.viewer import current_viewer
from helpexchange.offices.models import Office
from helpexchange.offices.queries import districts, own_offices
from helpexchange.reports.forms import PeriodForm
from helpexchange.reports.labels import period_text
from helpexchange.reports.queries import counts_of, readable_wish
from helpexchange.reports.rules import Period
from helpexchange.reports.tables import Asked, Part
from helpexchange.skills.queries import kinds_of_help


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to read: the filled form, the offices to choose from, and what is asked."""

    form: PeriodForm
    offices: list[Office]
    asked: Asked

    @property
    def place(self) -> str:
        """The office, or all of them, in words."""
        if self.asked.wish.office_id is not None:
            return self.asked.office_names[self.asked.wish.office_id]
        if len(self.offices) == 1:
            return self.offices[0].name
        is_town = self.asked.viewer.is_network_wide
        return str(gettext("The whole town") if is_town else gettext("All your offices"))

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
    office_ids = [each.id for each in offices] if wish.office_id is None else [wish.office_id]
    asked = Asked(
        counts=counts_of(viewer, wish, office_ids=office_ids, now=now()), today=today(),
        town_language=current_app.extensions["settings"].default_language,
        office_names={each.id: each.name for each in offices},
        district_names={each.id: each.name for each in districts(viewer)},
        kind_names={each.code: each.name for each in kinds_of_help(viewer)},
    )  # fmt: skip
    return Question(form, offices, asked)


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
