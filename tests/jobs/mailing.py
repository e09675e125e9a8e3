"""A scheduler process that sends mails; test_killed_sender.py starts and kills it."""

import sys
import threading

from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.jobs.schedule import jobs_of
from helpexchange.jobs.scheduler import Scheduler
from helpexchange.notifications import jobs as message_jobs
from helpexchange.notifications.rules import Channel
from helpexchange.notifications.transports import Transport
from helpexchange.notifications.transports.smtp import SmtpTransport

#: The mail server runs in a thread of the test. On a busy machine it may be silent for longer than a sender
#: waits in earnest, and that sender would then rightly send the mail once more.
PATIENCE_S = 240.0


def main(url: str, port: str) -> None:
    """Send what waits in the database at `url` to the mail server at `port` until killed."""
    app = create_app(
        Settings(
            environment="test", secret_key="x" * 40, database_url=url, smtp_url=f"smtp://127.0.0.1:{port}",
            mail_from="help@example.org", quiet_hours="", log_level="ERROR",
        )
    )  # fmt: skip
    message_jobs.transports_of = patient_transports  # type: ignore[attr-defined]
    jobs = [job for job in jobs_of(app) if job.name == "messages"]
    Scheduler(app, jobs).run(threading.Event())


def patient_transports(settings: Settings) -> dict[Channel, Transport]:
    """Return the mail server as the only way out of the house."""
    return {Channel.MAIL: SmtpTransport(settings, timeout_s=PATIENCE_S)}


if __name__ == "__main__":
    main(*sys.argv[1:])
