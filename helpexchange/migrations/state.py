"""Whether the tables of the running database are those of this version."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from helpexchange.core.database import db
from helpexchange.core.logs import get_logger
from helpexchange.migrations import FOLDER

log = get_logger(__name__)


class TableState(StrEnum):
    """What the database says of its tables."""

    CURRENT = "current"
    OTHER_VERSION = "other_version"
    NO_ANSWER = "no_answer"


def table_state() -> TableState:
    """Return how the tables stand to the newest migration; a silent database is an answer, not an error."""
    try:
        heads = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError as error:
        log.warning("not_ready", exc_info=error)
        return TableState.NO_ANSWER
    return TableState.CURRENT if heads == newest_migrations() else TableState.OTHER_VERSION


@cache
def newest_migrations() -> tuple[str, ...]:
    """Return the ids of the migrations that come with this version: they do not change while it runs."""
    return tuple(ScriptDirectory(str(FOLDER)).get_heads())
