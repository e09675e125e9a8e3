"""What the web benchmark puts into a new database: an office, an account, a match of the whole town."""

from __future__ import annotations

import sys
from pathlib import Path

from flask import Flask

from benchmarks.stepping_in import cookies_of
from helpexchange.accounts.actions import create_account
from helpexchange.accounts.roles import Role
from helpexchange.app import create_app
from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer, system_viewer
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.offices.actions import open_office


def make_ground(app: Flask, by: Viewer) -> str:
    """Open an office, let somebody sign in who sees the whole town, and return the cookies for it."""
    open_office(organisation="Benchmark", code="bench", name="Benchmark", by=by, now=clock.now())
    lead = create_account(
        email="lead@example.org", name="Network lead", password=None, roles=[Role.NETWORK_LEAD], by=by,
        now=clock.now(),
    )  # fmt: skip
    return cookies_of(app, lead)


def match_town(by: Viewer) -> None:
    """Match the whole town.

    Raises:
        RuntimeError: the run failed.
    """
    request_run(office_id=None, by=by, now=clock.now())
    db.session.commit()
    if not run_requested_matches(clock.now(), worker="benchmark"):
        raise RuntimeError("the match failed; the log says why")


if __name__ == "__main__":
    site = create_app()
    with site.app_context():
        somebody = system_viewer("benchmark")
        if sys.argv[1] == "match":
            match_town(somebody)
        else:
            Path(sys.argv[1]).write_text(make_ground(site, somebody))
        db.session.remove()
        db.engine.dispose()
