"""The pages of reports with 50,000 people and 200,000 visits, on both databases."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
from flask import Flask
from sqlalchemy import insert, make_url, text

from benchmarks.reports_town import NOW, town
from helpexchange.accounts.models import Account, OfficeMembership, RoleGrant
from helpexchange.accounts.roles import Role
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.reports.jobs import count_at_night
from tests.fakes import FakeClock
from tests.page_client import PageClient
from tests.servers.postgres import running_postgres

AT_A_TIME = 5_000
RESULTS = Path(__file__).parent / "results"
PARTS = ("requests", "helpers", "engagements", "equality", "offices")
SPANS = ("last_month", "last_quarter", "year")
#: Days that no night has counted.
OTHER_DAYS = "days&first=2026-08-04&last=2026-10-20"
PAGES = (
    *(f"/reports/{part}?span={span}" for part in PARTS for span in (*SPANS, OTHER_DAYS)),
    "/reports/year?year=2026",
)
TRIES = 20


def main(*, people: int) -> None:
    """Measure and print; a JSON file is left in `benchmarks/results`."""
    with tempfile.TemporaryDirectory(prefix="helpexchange-reports-") as name, running_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE reports")
        urls = {
            "sqlite": f"sqlite:///{name}/reports.sqlite",
            "postgresql": make_url(server).set(database="reports").render_as_string(hide_password=False),
        }
        results = {kind: _measure(url, Path(name), people) for kind, url in urls.items()}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "reports.json").write_text(json.dumps(results, indent=2))


def _measure(url: str, folder: Path, people: int) -> dict[str, Any]:
    app = made_app(url, folder)
    with app.app_context():
        fill(people)
        started = time.perf_counter()
        count_at_night(NOW)
        results: dict[str, Any] = {"night_s": round(time.perf_counter() - started, 1)}
    for who in ("lead", "coordinator"):
        client = signed_in(app, who)
        for page in PAGES:
            results[f"{who} {page}"] = _figures(client, page)
            print(f"  {url.partition(':')[0]:20} {who:12} {page:40} {results[f'{who} {page}']}")
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return results


def made_app(url: str, folder: Path) -> Flask:
    """Return the application at the moment of the benchmark, on a database with all tables."""
    settings = Settings(
        environment="test", secret_key="only for the benchmark " + "x" * 32, database_url=url,
        var_dir=folder, log_level="WARNING",
    )  # fmt: skip
    app = create_app(settings, clock=FakeClock(NOW))
    with app.app_context():
        flask_migrate.upgrade()
    return app


def fill(people: int) -> None:
    """Fill the tables in large strokes, with an account for the lead and one for a coordinator."""
    for model, rows in town(people, random.Random(7)):
        for part in _parts(rows):
            db.session.execute(insert(model), part)
    if db.engine.dialect.name == "postgresql":  # whose counter does not know of the numbers given above
        db.session.execute(text("SELECT setval('known_people_id_seq', :last)"), {"last": people})
    for name, role in (("lead", Role.NETWORK_LEAD), ("coordinator", Role.COORDINATOR)):
        memberships = [OfficeMembership(office_id=1)] if role is Role.COORDINATOR else []
        account = Account(
            email=f"{name}@example.org", name=name.title(), fs_uniquifier=name, language="en",
            created_at=NOW - timedelta(days=900), roles=[RoleGrant(name=role)], memberships=memberships,
        )  # fmt: skip
        db.session.add(account)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for first in range(0, len(rows), AT_A_TIME):
        yield rows[first : first + AT_A_TIME]


def signed_in(app: Flask, name: str) -> PageClient:
    """Return the browser of one of the two accounts."""
    client = PageClient(app)
    with app.app_context():
        client.sign_in(db.session.query(Account).filter_by(fs_uniquifier=name).one())
    return client


def _figures(client: PageClient, page: str) -> dict[str, float]:
    taken = []
    for _each in range(TRIES + 1):
        started = time.perf_counter()
        answer = client.browser.get(page)
        taken.append((time.perf_counter() - started) * 1000)
        if answer.status_code != 200:  # noqa: PLR2004
            raise RuntimeError(f"{page}: {answer.status_code}")
    warm = sorted(taken[1:])
    return {"median_ms": round(statistics.median(warm), 1), "p95_ms": round(warm[int(0.95 * TRIES) - 1], 1)}
