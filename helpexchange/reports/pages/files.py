"""Tables as files."""

from __future__ import annotations

from flask import Response

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.reports.files import csv_of, xlsx_of
from helpexchange.reports.pages.asking import question
from helpexchange.reports.pages.blueprint import blueprint
from helpexchange.reports.tables import PART_OF_TABLE, PARTS

WRITERS = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@blueprint.get("/reports/tables/<name>.<any(csv,xlsx):ending>")
@audience(Permission.SEE_REPORTS)
def download(name: str, ending: str) -> Response:
    """Give a table as a file, with the same numbers as on its page."""
    if name not in PART_OF_TABLE:
        raise NotFoundRefusal
    asking = question()
    tables = {each.name: each for each in PARTS[PART_OF_TABLE[name]](asking.asked)}
    if name not in tables:
        raise NotFoundRefusal
    write, content_type = WRITERS[ending]
    period = asking.asked.wish.period
    filename = f"{name}-{period.first.isoformat()}-{period.last.isoformat()}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(
        write(tables[name], about=asking.about, period=period), content_type=content_type, headers=headers
    )
