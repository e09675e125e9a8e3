"""Runs the migration steps over the connection of the running application."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from helpexchange.core.database import Base, db


def run(connection: Connection) -> None:
    """Run the steps in one transaction.

    SQLite copies a table to change it: rows that point to it must not mind that it is away for a moment. It
    hears of that only outside a transaction, so the driver is told directly; all are checked at the end.
    """
    options = current_app.extensions["migrate"].configure_args
    is_sqlite = connection.dialect.name == "sqlite"
    driver: Any = connection.connection.dbapi_connection
    if is_sqlite:
        driver.execute("PRAGMA foreign_keys=OFF")
    context.configure(connection=connection, target_metadata=Base.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"a row of {broken[0]} would point to nothing in {broken[2]}")
    connection.commit()
    if is_sqlite:
        driver.execute("PRAGMA foreign_keys=ON")


with db.engine.connect() as connection:
    run(connection)
