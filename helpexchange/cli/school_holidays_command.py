"""`helpexchange school-holidays`: days without school that no library knows."""

from __future__ import annotations

from pathlib import Path

import click

from helpexchange.cli.application import BadInput, running_app


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(file: Path) -> None:
    """Load school holidays from a CSV FILE with the columns state, name, first_day, last_day.

    Those of Germany and Austria are known already. What was loaded before for a state of the file is
    replaced.

    \b
    Example of a file:
      state,name,first_day,last_day
      BE,Krokusvakantie,2027-02-08,2027-02-14
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("The file is not UTF-8. Save it as “CSV UTF-8”.") from error
    with running_app():
        lines = _load(text)
    click.echo(f"{lines} school holidays loaded")


def _load(text: str) -> int:
    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.core.viewer import system_viewer
    from helpexchange.engagements.actions import load_school_holidays

    lines = load_school_holidays(text=text, by=system_viewer("command line"), now=clock.now())
    db.session.commit()
    return lines
