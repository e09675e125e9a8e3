"""The fixtures of all tests. Whoever asks for `app`, `db_session` or `client` runs on both databases."""

import gc
import os
from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from flask import Flask
from hypothesis import settings

from helpexchange.accounts.queries import viewer_of
from helpexchange.core import database as database_module
from helpexchange.core.database import db
from helpexchange.core.viewer import system_viewer
from helpexchange.demo_town.actions import load_demo_town
from helpexchange.match_runs.actions import request_run
from helpexchange.match_runs.jobs import run_requested_matches
from helpexchange.match_runs.models import MatchRun
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.row_copies import RowCopies
from tests.selecting import in_good_order, repeated
from tests.servers.databases import KINDS, TestDatabases, empty
from tests.servers.postgres import NoPostgresError

pytest_plugins = ["tests.browsing"]

# Elsewhere hypothesis looks for new examples each time; a submission is judged by the same ones as the last.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

REQUIRED = set(filter(None, os.environ.get("HELPEXCHANGE_TEST_REQUIRE", "").split(",")))


def skip_or_fail(what: str, reason: str) -> NoReturn:
    """Skip a test for want of something; where CI requires it ("browser", "postgresql"), fail instead."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required here, but: {reason}")
    pytest.skip(reason)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only repeats, and begin with what takes long."""
    left_out = repeated(items)
    kept = [item for item in items if item not in left_out]
    processes: int = getattr(config, "workerinput", {"workercount": 1})["workercount"]
    items[:] = in_good_order(kept, processes=processes)
    config.hook.pytest_deselected(items=list(left_out))


def pytest_collection_finish() -> None:
    """Look for garbage more rarely, and no more in modules and tests: a seventh of the processor time."""
    gc.set_threshold(20_000, 50, 50)
    gc.freeze()


@pytest.fixture(scope="session", name="skip_or_fail")
def _skip_or_fail() -> Callable[[str, str], NoReturn]:
    return skip_or_fail


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestDatabases]:
    """The databases of this test process."""
    own = tmp_path_factory.getbasetemp()
    templates = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    templates.mkdir(exist_ok=True)  # the processes of one run share it
    made = TestDatabases(tmp_path_factory.mktemp("databases"), templates)
    yield made
    made.close()


@pytest.fixture(
    params=[
        pytest.param(kind, marks=[pytest.mark.postgresql] if kind == "postgresql" else []) for kind in KINDS
    ]
)
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database of this test; parametrise it indirectly to run on one kind only."""
    kind: str = request.param
    return kind


@pytest.fixture
def app(database: str, databases: TestDatabases) -> Iterator[Flask]:
    """The application on an empty, migrated database; it is emptied again after the test."""
    try:
        app = databases.app(database)
    except NoPostgresError as error:
        skip_or_fail("postgresql", str(error))
    app.extensions["clock"] = FakeClock()
    for limiter in app.extensions.get("limiter", ()):
        limiter.reset()
    yield app
    with app.app_context():
        db.session.remove()
        empty(db.engine)


@pytest.fixture
def clock(app: Flask) -> FakeClock:
    """The clock of the application: Monday 2 November 2026, 9 o'clock in Dortmund, until moved."""
    clock: FakeClock = app.extensions["clock"]
    return clock


@pytest.fixture
def db_session(app: Flask) -> Iterator[DbSession]:
    """A session inside the application's context, for arranging and looking; pages use their own.

    On SQLite it takes the write lock at its first write only. A request takes it at once; if a test did so,
    a glance at the cast would lock out the live site, the command or the job that the test is about.
    """
    with app.app_context():
        token = database_module._only_reading.set(True)
        yield db.session
        db.session.rollback()
        database_module._only_reading.reset(token)


@pytest.fixture(scope="session")
def row_copies() -> RowCopies:
    """What many tests of this process begin with."""
    return RowCopies()


@pytest.fixture
def cast(db_session: DbSession, clock: FakeClock, row_copies: RowCopies) -> Cast:
    """The fixed cast of people, committed."""
    return row_copies.enter_cast(db_session, now=clock.now())


@pytest.fixture
def demo_town(db_session: DbSession, clock: FakeClock, row_copies: RowCopies) -> None:
    """The demo town, committed."""
    by, now = system_viewer("test"), clock.now()
    row_copies.enter("demo town", db_session, lambda: load_demo_town(by=by, now=now))


@pytest.fixture
def match_run(cast: Cast, clock: FakeClock) -> MatchRun:
    """A finished run of Hörde: Meryem is proposed for Erna's shopping, and nobody can do the garden."""
    run = request_run(office_id=cast.hoerde.id, by=viewer_of(cast.coordinator_hoerde), now=clock.now())
    db.session.commit()
    assert run_requested_matches(clock.now(), "tests") == 1
    return run


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A visitor's browser without JavaScript that looks at every page it opens."""
    return PageClient(app)


@pytest.fixture
def mailbox(db_session: DbSession) -> Mailbox:
    """The mails that wait to be sent."""
    return Mailbox(db_session)
