"""`helpexchange demo`: a town to try, site and scheduler in one process, for this machine only."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpexchange.cli.application import BadInput
from helpexchange.config import Settings

if TYPE_CHECKING:  # help imports every command, and must not wait for Flask
    from flask import Flask

    from helpexchange.core.viewer import Viewer

FOLDER = Path("var/demo")


@click.command()
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port on 127.0.0.1."
)
@click.option("--once", is_flag=True, help="Make and match the town, then stop without serving.")
def demo(port: int, once: bool) -> None:
    """Try HelpExchange with an invented town on 127.0.0.1; anyone at this machine may step into any role.

    \b
    Examples:
      helpexchange demo
      helpexchange demo --port 8080
    """
    from helpexchange.app import create_app

    if not once:
        _refuse_taken(port)
    app = create_app(_settings(port))
    with app.app_context():
        _prepare()
    if not once:
        _serve(app, port)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise BadInput(
                f"Port {port} is in use. Stop what uses it, or try `helpexchange demo --port {port + 1}`."
            ) from error


def _settings(port: int) -> Settings:
    FOLDER.mkdir(parents=True, exist_ok=True)
    return Settings(
        environment="demo", service_name="HelpExchange Dortmund", secret_key=_secret_key(),
        var_dir=FOLDER, port=port, log_format="text", log_level="WARNING",
        quiet_hours="",  # whoever tries it out at night wants to see something
    )  # fmt: skip


def _secret_key() -> str:
    """Return the same key at every start, so that a visitor stays signed in when it is started again."""
    file = FOLDER / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def _prepare() -> None:
    import flask_migrate

    from helpexchange.core.viewer import system_viewer

    by = system_viewer("helpexchange demo")
    _step("Making the tables", flask_migrate.upgrade)
    _step("Loading the town", lambda: _load_town(by))
    _step("Matching", lambda: _match_once(by))


def _load_town(by: Viewer) -> None:
    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.demo_town.actions import load_demo_town

    load_demo_town(by=by, now=clock.now())
    db.session.commit()


def _match_once(by: Viewer) -> None:
    """Run the match of the whole town, unless the town has been matched before."""
    from sqlalchemy import exists, select

    from helpexchange.core import clock
    from helpexchange.core.database import db
    from helpexchange.demo_town.asks import invent_asks
    from helpexchange.jobs.leader import process_name
    from helpexchange.match_runs.actions import request_run
    from helpexchange.match_runs.jobs import run_requested_matches
    from helpexchange.match_runs.models import MatchRun

    if db.session.scalar(select(exists(select(MatchRun.id)))):
        return
    request_run(office_id=None, by=by, now=clock.now())
    db.session.commit()
    run_requested_matches(clock.now(), worker=process_name())
    invent_asks(by=by, now=clock.now())
    db.session.commit()


def _step(words: str, act: Callable[[], object]) -> None:
    started = time.monotonic()
    click.echo(f"  {words} … ", nl=False)
    act()
    click.echo(f"{time.monotonic() - started:.1f} s")


def _serve(app: Flask, port: int) -> None:
    from werkzeug.serving import make_server

    from helpexchange.jobs.schedule import jobs_of
    from helpexchange.jobs.scheduler import Scheduler

    stop = threading.Event()
    scheduler = threading.Thread(target=Scheduler(app, jobs_of(app)).run, args=[stop], daemon=True)
    scheduler.start()
    server = make_server("127.0.0.1", port, app, threaded=True)
    click.secho(f"\n  Open http://127.0.0.1:{port} in a browser. Ctrl-C stops.\n", bold=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped. `make demo` starts again where you left off.")
    finally:
        stop.set()
        scheduler.join(timeout=5)
