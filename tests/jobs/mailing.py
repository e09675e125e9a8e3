"""A scheduler process that sends mails; test_killed_sender.py starts and kills it."""

import sys
import threading

from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.jobs.schedule import jobs_of
from helpexchange.jobs.scheduler import Scheduler


def main(url: str, port: str) -> None:
    """Send what waits in the database at `url` to the mail server at `port` until killed."""
    app = create_app(
        Settings(
            environment="test", secret_key="x" * 40, database_url=url, smtp_url=f"smtp://127.0.0.1:{port}",
            mail_from="help@example.org", quiet_hours="", log_level="ERROR",
        )
    )  # fmt: skip
    jobs = [job for job in jobs_of(app) if job.name == "messages"]
    Scheduler(app, jobs).run(threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
