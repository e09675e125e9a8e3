"""What the web benchmark puts into a new database: an office, an account, a match of the whole town."""

from __future__ import annotations

import sys

from helpexchange.accounts.actions import create_account
from helpexchange.accounts.roles import Role
from helpexchange.app import create_app
from helpexchange.core import clock
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer, system_viewer
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.offices.actions import open_office


def make_ground(by: Viewer, email: str, password: str) -> None:
    """Open an office and let somebody sign in who sees the whole town."""
    open_office(organisation="Benchmark", code="bench", name="Benchmark", by=by, now=clock.now())
    create_account(
        email=email, name="Network lead", password=password, roles=[Role.NETWORK_LEAD], by=by, now=clock.now()
    )
    db.session.commit()


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
    with create_app().app_context():
        somebody = system_viewer("benchmark")
        if sys.argv[1] == "match":
            match_town(somebody)
        else:
            make_ground(somebody, sys.argv[1], sys.argv[2])
        db.session.remove()
        db.engine.dispose()
