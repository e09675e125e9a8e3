"""`helpexchange serve` and `helpexchange scheduler`: the two processes of an installation."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import click


@click.command()
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each.")
def serve(workers: int, threads: int) -> None:
    """Serve the site with gunicorn.

    \b
    Examples:
      helpexchange serve
      HELPEXCHANGE_PORT=9000 helpexchange serve --workers 4
    """
    from helpexchange.config import load_settings

    settings = load_settings(os.environ)
    arguments = [
        "--bind", f"{settings.host}:{settings.port}", "--workers", str(workers), "--threads", str(threads),
        "--worker-class", "gthread", "--worker-tmp-dir", _memory_folder(),
        "helpexchange.app:served_app()",
    ]  # fmt: skip
    click.echo(f"HelpExchange listens on http://{settings.host}:{settings.port}", err=True)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606  # our own arguments


def _memory_folder() -> str:
    """Return a folder for gunicorn's heartbeats that no slow disk can hold up."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108  # gunicorn makes its own file there


@click.command()
def scheduler() -> None:
    """Run the jobs: messages to people, matches that were asked for, nightly matches.

    Start as many as you like on as many machines: one leads, the others stand by.

    \b
    Example:
      helpexchange scheduler
    """
    from helpexchange.app import create_app
    from helpexchange.jobs.schedule import jobs_of
    from helpexchange.jobs.scheduler import Scheduler

    app = create_app()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    Scheduler(app, jobs_of(app)).run(stop)
