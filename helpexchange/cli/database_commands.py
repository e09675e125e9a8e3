"""`helpexchange db`: making, checking, saving and restoring the database."""

from __future__ import annotations

from pathlib import Path

import click

from helpexchange.cli.application import BadInput, running_app


@click.group()
def database() -> None:
    """Make, check, save and restore the database."""


@database.command()
def upgrade() -> None:
    """Make the tables, or bring them to the newest version.

    \b
    Example:
      helpexchange db upgrade
    """
    import flask_migrate

    with running_app():
        flask_migrate.upgrade()
    click.echo("The tables are up to date.")


@database.command()
def check() -> None:
    """Check that the tables are up to date and sound; exit code 1 if not.

    \b
    Example:
      helpexchange db check
    """
    from helpexchange.cli.database_files import faults

    with running_app():
        found = faults()
    for fault in found:
        click.echo(fault, err=True)
    if found:
        raise SystemExit(1)
    click.echo("The database is sound and up to date.")


@database.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Save the whole database to FILE while the site goes on.

    \b
    Examples:
      helpexchange db backup /backups/today.sqlite
      helpexchange db backup /backups/today.dump      (PostgreSQL: needs pg_dump)
    """
    from helpexchange.cli import database_files

    if file.exists():
        raise BadInput(f"{file} is there already; choose another name, nothing was written.")
    if not file.parent.is_dir():
        raise BadInput(f"There is no folder {file.parent}; make it first.")
    with running_app():
        database_files.backup(file)
    click.echo(f"Saved to {file} ({file.stat().st_size:,} bytes).")


@database.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace the whole database by the one in FILE; all or nothing.

    \b
    Example:
      helpexchange db restore /backups/today.sqlite
    """
    from helpexchange.cli import database_files

    if not yes:
        click.confirm("Everything in the database now will be replaced. Go on?", abort=True)
    with running_app():
        database_files.restore(file)
    click.echo(f"Restored from {file}.")
