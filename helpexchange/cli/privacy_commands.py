"""`helpexchange privacy`: what will be forgotten tonight."""

from __future__ import annotations

import click

from helpexchange.cli.application import running_app


@click.group()
def privacy() -> None:
    """Look at what is kept of people, and for how long."""


@privacy.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be forgotten.")
def forget(dry_run: bool) -> None:
    """Forget what was kept long enough; the scheduler does the same every night.

    \b
    Examples:
      helpexchange privacy forget --dry-run    how many people, messages and names it would be
      helpexchange privacy forget              now, and for good
    """
    with running_app():
        done = _forget(dry_run=dry_run)
    would = "would be " if dry_run else ""
    click.echo(f"{would}forgotten: {done}")


def _forget(*, dry_run: bool) -> str:
    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.core.viewer import system_viewer
    from helpexchange.privacy.actions import forget_in_time

    done = forget_in_time(by=system_viewer("command line"), now=clock.now(), is_trial=dry_run)
    db.session.commit()
    return (
        f"{done.people} people, {done.messages} messages, {done.calls} calls, "
        f"{done.acts} names in the audit trail, {done.letters} in lists of letters, "
        f"{done.consents} with consents"
    )
