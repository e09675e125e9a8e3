"""A new installation with the demo town, a clock that the simulation moves, and the jobs of the scheduler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import flask_migrate
from flask import Flask
from sqlalchemy import select

from benchmarks.year.arrivals import Arrivals
from benchmarks.year.luck import Luck
from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import PERMISSIONS, Role
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer, system_viewer
from helpexchange.demo_town import ground
from helpexchange.demo_town.actions import load_demo_town
from helpexchange.demo_town.places import Ground, Scene
from helpexchange.jobs.rules import Daily, Job
from helpexchange.jobs.schedule import jobs_of
from helpexchange.offices.models import District, Office

ZONE = ZoneInfo("Europe/Berlin")
FIRST_DAY = date(2026, 1, 5)
#: Jobs that would talk to other machines, or only keep an index fresh; messages are only pretended.
LEFT_OUT = ("webhooks", "people_index")


@dataclass
class SteppedClock:
    """A clock that stands still until the simulation moves it."""

    moment: datetime = field(default_factory=lambda: at(FIRST_DAY, 0))

    def now(self) -> datetime:
        """Return the moment at which it stands."""
        return self.moment


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment by the town's clock."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@dataclass(frozen=True)
class World:
    """One town in which the year happens.

    Attributes:
        office: a coordinator who answers for all offices; one person does here what twelve do there.
    """

    app: Flask
    clock: SteppedClock
    luck: Luck
    office: Viewer
    arrivals: Arrivals
    jobs: tuple[Job, ...]

    def go_to(self, moment: datetime) -> datetime:
        """Run what the scheduler would have run since, and let the clock stand at a moment."""
        before, self.clock.moment = self.clock.moment, moment
        for job in self.jobs:
            if job.when.latest(moment) > before or not isinstance(job.when, Daily):
                job.run(moment)
                db.session.commit()
        return moment


@contextmanager
def new_world(folder: Path, *, seed: int) -> Iterator[World]:
    """Yield a town with some 300 helpers, as `make demo` makes it, in an application context."""
    clock, luck = SteppedClock(), Luck(seed)
    settings = Settings(
        environment="test", secret_key="only for the simulation " + "x" * 32, var_dir=folder,
        database_url=f"sqlite:///{folder}/year.sqlite", log_level="ERROR", nightly_match_at="",
    )  # fmt: skip
    app = create_app(settings, clock=clock)
    with app.app_context():
        flask_migrate.upgrade()
        load_demo_town(by=system_viewer("simulation"), now=clock.now() - timedelta(hours=1), seed=seed)
        db.session.commit()
        jobs = tuple(job for job in jobs_of(app) if job.name not in LEFT_OUT)
        yield World(app, clock, luck, _office(), Arrivals(_scene(clock.now()), luck), jobs)
        db.session.remove()
        db.engine.dispose()


def _office() -> Viewer:
    account_id = db.session.scalars(select(Account.id).order_by(Account.id)).first()
    offices = frozenset(db.session.scalars(select(Office.id)))
    permissions = frozenset(PERMISSIONS[Role.COORDINATOR])
    return Viewer(account_id=account_id, name="Office", permissions=permissions, office_ids=offices)


def _by_code(model: type[Office | District]) -> dict[str, int]:
    return {row.code: row.id for row in db.session.execute(select(model.code, model.id))}


def _scene(now: datetime) -> Scene:
    homes = ground.home_of_postcode()
    town = Ground(
        office_ids=_by_code(Office),
        district_ids=_by_code(District),
        middles={postal_code: ground.middle_of_postcode(postal_code) for postal_code in homes},
        homes=homes,
    )
    return Scene(Random(0), town, now, now.astimezone(ZONE).date())
