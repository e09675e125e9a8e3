"""A new installation with the demo town, a clock that the simulation moves, and the jobs of the scheduler."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Protocol

import flask_migrate
from flask import Flask
from sqlalchemy import event, select, update

from benchmarks.year.arrivals import Arrivals
from benchmarks.year.luck import Luck
from benchmarks.year.places import FIRST_DAY, ZONE
from helpexchange.accounts.models import Account
from helpexchange.accounts.roles import PERMISSIONS, Role
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer, system_viewer
from helpexchange.demo_town import ground
from helpexchange.demo_town.actions import load_demo_town
from helpexchange.demo_town.places import Ground, Scene
from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import UNENDED_STATES
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.jobs.rules import Daily, Job
from helpexchange.jobs.schedule import jobs_of
from helpexchange.match_runs.actions import find_stand_ins, open_visit_needs
from helpexchange.notifications.jobs import Sender
from helpexchange.notifications.models import OutboxMessage
from helpexchange.notifications.rules import Channel
from helpexchange.offices.models import District, Office

HELPERS = 300
#: So many of the demo town's people wait when the year begins; all of them would be a year's work at once.
WAITING = 50
#: Jobs that talk to other machines, keep an index fresh or count for pages that nobody opens here; the match
#: of the night is part of how helpers are found. Messages go out by a sender of the simulation's own.
LEFT_OUT = ("webhooks", "people_index", "report_counts", "requested_matches", "messages")


class MovedClock(Protocol):
    """A clock that somebody moves."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment at which it stands."""


class Streams(Protocol):
    """Who comes next."""

    def next_request(self) -> RequestAnswers:
        """Return what the next person asks for."""

    def next_helper(self) -> HelperAnswers:
        """Return what the next helper offers."""


@dataclass
class SteppedClock:
    """A clock that stands still until the simulation moves it."""

    moment: datetime = field(default_factory=lambda: at(FIRST_DAY, 0))

    def now(self) -> datetime:
        """Return the moment at which it stands."""
        return self.moment


class GoesOut:
    """A way out of the house on which everything arrives; when it went out is kept in the outbox."""

    def send(self, message: OutboxMessage) -> None:
        """Take the message."""

    def close(self) -> None:
        """Do nothing: nothing is open."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment by the town's clock."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@dataclass(frozen=True)
class World:
    """One town in which the year happens.

    Attributes:
        office: a coordinator who answers for all offices; one person does here what twelve do there.
        asks, mends: what the scheduler does all day long.
    """

    app: Flask
    clock: MovedClock
    luck: Luck
    office: Viewer
    arrivals: Streams
    daily: tuple[Job, ...]
    asks: Callable[[datetime], object]
    mends: Callable[[datetime], object]
    sender: Sender

    def go_to(self, moment: datetime) -> datetime:
        """Let the clock stand at a moment, and run what is done at hours that have passed meanwhile."""
        before, self.clock.moment = self.clock.moment, moment
        for job in self.daily:
            if job.when.latest(moment) > before:
                job.run(moment)
                db.session.commit()
        self.sender.send_waiting(moment)
        return moment

    def look(self) -> None:
        """Let asks go out, end and be agreed to, as the scheduler does all day long; send what there is."""
        self.asks(self.clock.now())
        db.session.commit()
        self.sender.send_waiting(self.clock.now())

    def mend(self) -> None:
        """Let the engine mend what broke, as the scheduler does within a minute."""
        self.mends(self.clock.now())
        db.session.commit()


def world_in(app: Flask, clock: MovedClock, luck: Luck, arrivals: Streams, *, mends: bool = True) -> World:
    """Return the world of an installation that has its town already; called in the application's context."""
    jobs = {job.name: job for job in jobs_of(app) if job.name not in LEFT_OUT}
    mending = jobs["rematches"].run if mends else _only_stand_ins
    daily = [job for job in jobs.values() if isinstance(job.when, Daily)]
    daily.sort(key=lambda job: job.when.latest(clock.now()))
    sender = Sender({Channel.MAIL: GoesOut(), Channel.TEXT: GoesOut()})
    return World(app, clock, luck, _office(), arrivals, tuple(daily), jobs["asks"].run, mending, sender)


@contextmanager
def new_world(folder: Path, *, seed: int, url: str = "", mends: bool = True) -> Iterator[World]:
    """Yield a town with some 300 helpers, as `make demo` makes it, in an application context.

    Args:
        url: of an empty database; "" makes one in the folder.
        mends: False leaves what broke to whoever looks for helpers in the morning.
    """
    clock, luck = SteppedClock(), Luck(seed)
    settings = Settings(
        environment="test", secret_key="only for the simulation " + "x" * 32, var_dir=folder,
        database_url=url or f"sqlite:///{folder}/year.sqlite", log_level="ERROR", nightly_match_at="",
    )  # fmt: skip
    app = create_app(settings, clock=clock)
    with app.app_context():
        _hurry(url)
        flask_migrate.upgrade()
        load_demo_town(by=system_viewer("simulation"), now=clock.now() - timedelta(hours=1), seed=seed)
        _keep_some()
        db.session.commit()
        arrivals = Arrivals(_scene(clock.now()), luck)
        gc.collect()
        gc.freeze()
        yield world_in(app, clock, luck, arrivals, mends=mends)
        db.session.remove()
        db.engine.dispose()


def _hurry(url: str) -> None:
    """Let SQLite not wait for the disk: nobody needs this database after a power cut."""
    if not url or url.startswith("sqlite"):
        event.listen(db.engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
    gc.set_threshold(20_000, 20, 50)


def _keep_some() -> None:
    """Let the year begin with 300 helpers, and some of those who wait in the demo town."""
    promised = select(Engagement.helper_id).where(Engagement.state.in_(UNENDED_STATES))
    active = select(HelperProfile.id).where(HelperProfile.state == HelperState.ACTIVE)
    free = db.session.scalars(
        active.where(HelperProfile.id.not_in(promised)).order_by(HelperProfile.id)
    ).all()
    engaged = db.session.scalars(active.where(HelperProfile.id.in_(promised))).all()
    others = free[max(0, HELPERS - len(engaged)) :]
    db.session.execute(
        update(HelperProfile).where(HelperProfile.id.in_(others)).values(state=HelperState.LEFT)
    )
    waits = HelpRequest.state.in_((RequestState.OPEN, RequestState.SUBMITTED))
    waiting = db.session.scalars(select(HelpRequest.id).where(waits).order_by(HelpRequest.id)).all()
    kept = set(waiting[:: max(1, len(waiting) // WAITING)])
    gone = [request_id for request_id in waiting if request_id not in kept]
    db.session.execute(
        update(HelpRequest).where(HelpRequest.id.in_(gone)).values(state=RequestState.WITHDRAWN)
    )


def _only_stand_ins(now: datetime) -> None:
    for need_id in open_visit_needs():
        find_stand_ins(need_id=need_id, by=system_viewer("simulation"), now=now)
        db.session.commit()


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
