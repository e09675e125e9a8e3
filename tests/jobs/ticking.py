"""A scheduler process with one job that writes a row a second; test_scheduler.py starts and kills it."""

import sys
import threading
import time
from datetime import datetime, timedelta

from helpexchange.app import create_app
from helpexchange.audit_trail.actions import record
from helpexchange.config import Settings
from helpexchange.core.viewer import system_viewer
from helpexchange.jobs.leader import process_name
from helpexchange.jobs.rules import Every, Job
from helpexchange.jobs.scheduler import Scheduler

SLOW_S = 0.3


def tick(due_at: datetime) -> None:
    """Write a row, then take a while, so that a kill often meets a tick half done."""
    record(
        act="tick", object_type="job", object_id=1, office_id=None,
        by=system_viewer(process_name()), now=due_at,
    )  # fmt: skip
    time.sleep(SLOW_S)


def main(url: str) -> None:
    """Run the scheduler on the database at `url` until killed."""
    app = create_app(Settings(environment="test", secret_key="x" * 40, database_url=url))
    minute = timedelta(minutes=1)
    job = Job(name="ticking", when=Every(seconds=1), run=tick, is_atomic=True, catch_up=minute)
    Scheduler(app, [job]).run(threading.Event())


if __name__ == "__main__":
    main(sys.argv[1])
