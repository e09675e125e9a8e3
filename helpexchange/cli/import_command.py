"""`helpexchange import`: the helpers and requests of a folder into the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from helpexchange.cli.application import BadInput, running_app

if TYPE_CHECKING:
    from helpexchange.match_runs.solving.import_folder import ImportCounts, ImportInput
    from helpexchange.match_runs.solving.import_tables import Counts
    from helpexchange.offices.models import Office

FAULTS_SHOWN = 200


@click.command(name="import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--office", "office_code", metavar="CODE",
    help="Office that serves new districts, and whoever has no district in the files.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would be new or changed.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
def command(folder: Path, *, office_code: str | None, dry_run: bool, yes: bool) -> None:
    r"""Import the helpers and requests of FOLDER: all of it or nothing.

    The files are those of `helpexchange match`. Ids that are there already are updated, so importing twice
    does no harm. Names, contact data, states and dates that are there stay as they are.

    \b
    Examples:
      helpexchange import town --dry-run
      helpexchange import town --office hoerde
      helpexchange import town --office hoerde --yes

    \b
    Exit codes:
      0  imported, or shown with --dry-run
      1  not imported, because you said no
      2  the input cannot be used; every fault is printed and nothing is written
    """
    if not (dry_run or yes or is_somebody_here()):
        raise BadInput("Nobody is here to be asked. Say --yes to import, or --dry-run to look first.")
    folder_input = _read(folder)
    with running_app():
        if dry_run:
            _show(_import(folder_input, office_code, keep=False), "would be")
        elif yes or _asked(folder_input, office_code):
            _show(_import(folder_input, office_code, keep=True), "are")


def is_somebody_here() -> bool:
    """Return whether a person can be asked."""
    return sys.stdin.isatty()


def _read(folder: Path) -> ImportInput:
    from helpexchange.match_runs.solving.import_folder import read_import
    from matching import InputError

    try:
        read = read_import(folder)
    except InputError as error:
        _refuse(error)
    for warning in read.folder.warnings:
        click.echo(f"Note: {warning}", err=True)
    return read


def _refuse(error: Exception) -> NoReturn:
    lines = str(error).splitlines()
    for line in lines[:FAULTS_SHOWN]:
        click.echo(line, err=True)
    left = len(lines) - FAULTS_SHOWN
    more = f" ({left} more of them are not shown)" if left > 0 else ""
    raise BadInput(f"Nothing was imported: {len(lines)} {'fault' if len(lines) == 1 else 'faults'}{more}.")


def _asked(folder_input: ImportInput, office_code: str | None) -> bool:
    """Show what would happen and ask; exit code 1 when the answer is no."""
    _show(_import(folder_input, office_code, keep=False), "would be")
    return click.confirm("Import this?", abort=True)


def _import(folder_input: ImportInput, office_code: str | None, *, keep: bool) -> ImportCounts:
    """Import in one transaction; unless it shall `keep`, take everything back."""
    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.core.viewer import system_viewer
    from helpexchange.match_runs.solving.import_folder import import_folder
    from matching import InputError

    try:
        counts = import_folder(
            folder_input=folder_input, office=_office(office_code) if office_code else None,
            by=system_viewer("helpexchange import"), now=clock.now(), today=clock.today(), progress=_progress,
        )  # fmt: skip
        if keep:
            db.session.commit()
    except InputError as error:
        _refuse(error)
    finally:
        db.session.rollback()
    return counts


def _office(code: str) -> Office:
    from helpexchange.core.errors import NotFoundRefusal
    from helpexchange.core.viewer import VISITOR
    from helpexchange.offices import queries

    try:
        return queries.office_by_code(VISITOR, code)
    except NotFoundRefusal as refusal:
        known = ", ".join(office.code for office in queries.offices(VISITOR)) or "none yet"
        raise BadInput(f"There is no office {code}. The offices are: {known}.") from refusal


def _progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        click.echo(f"\r  {what}: {done:,} of {total:,}{end}", err=True, nl=False)


def _show(counts: ImportCounts, verb: str) -> None:
    click.echo(f"{'':10}{'new':>10}{'changed':>10}{'unchanged':>11}")
    for name, each in (("helpers", counts.helpers), ("requests", counts.requests), ("pairs", counts.pairs)):
        click.echo(_line(name, each))
    click.echo(f"Besides, {counts.new_skills} skills and {counts.new_districts} districts {verb} new.")


def _line(name: str, counts: Counts) -> str:
    return f"{name:10}{counts.new:>10,}{counts.changed:>10,}{counts.unchanged:>11,}"
