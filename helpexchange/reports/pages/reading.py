"""The pages of numbers: each part with its tables, drawings and files."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.reports.charts import chart_of
from helpexchange.reports.files import rounding_words
from helpexchange.reports.labels import period_text
from helpexchange.reports.meanings import definitions
from helpexchange.reports.pages.asking import kept_query, question, tabs_of
from helpexchange.reports.pages.blueprint import blueprint
from helpexchange.reports.tables import PARTS, Part


@blueprint.get("/reports")
@audience(Permission.SEE_REPORTS)
def show_reports() -> Response:
    """Go to the first part."""
    return redirect(url_for("reports.show_part", part=Part.REQUESTS, **kept_query()))


@blueprint.get("/reports/<part>")
@audience(Permission.SEE_REPORTS)
def show_part(part: str) -> tuple[str, int]:
    """Show a part for the days and the office chosen."""
    if part not in list(Part):
        raise NotFoundRefusal
    asking = question()
    tables = PARTS[Part(part)](asking.asked)
    wish = asking.asked.wish
    page = render_template(
        "reports/part.html", part=part, form=asking.form, tables=[(each, chart_of(each)) for each in tables],
        tabs=tabs_of(part, asking.offices), place=asking.place, period=period_text(wish.period),
        before=period_text(wish.period.before), is_running=wish.period.until > asking.asked.today,
        counted_at=asking.asked.counts.counted_at, has_offices=len(asking.offices) > 1, query=kept_query(),
        meanings=definitions(), rounding=rounding_words(wish.period),
    )  # fmt: skip
    return page, 422 if asking.form.errors else 200
