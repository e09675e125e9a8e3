"""`helpexchange privacy forget`."""

from datetime import timedelta

from helpexchange.core.database import db
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import RequestState
from helpexchange.privacy.rules import RETENTION_DAYS, Kept
from tests.cast import Cast, DbSession
from tests.cli.conftest import Command


def erna_finished_long_ago(cast: Cast) -> int:
    """Erna, whose days are over at any clock."""
    assert cast.shopping.person_id is not None
    cast.shopping.state = RequestState.FINISHED
    cast.shopping.submitted_at -= timedelta(days=20 * RETENTION_DAYS[Kept.SINCE_LAST_REQUEST_ENDED])
    db.session.commit()
    return cast.shopping.person_id


def test_a_dry_run_says_how_many_and_forgets_nobody(
    command: Command, cast: Cast, db_session: DbSession
) -> None:
    erna = erna_finished_long_ago(cast)
    done = command("privacy", "forget", "--dry-run")
    assert done.exit_code == 0, done.output
    assert "would be forgotten: 1 people" in done.output
    assert db.session.get_one(PersonInNeed, erna, populate_existing=True).first_name


def test_without_it_they_are_forgotten(command: Command, cast: Cast, db_session: DbSession) -> None:
    erna = erna_finished_long_ago(cast)
    done = command("privacy", "forget")
    assert done.exit_code == 0, done.output
    assert db.session.get_one(PersonInNeed, erna, populate_existing=True).first_name == ""
