"""Runs the migration steps over the connection of the running application."""

from __future__ import annotations

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from helpexchange.core.database import Base, db


def run(connection: Connection) -> None:
    """Run the steps in one transaction.

    SQLite copies a table to change it, so its foreign keys wait until the end.
    """
    options = current_app.extensions["migrate"].configure_args
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, **options)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


with db.engine.connect() as connection:
    run(connection)
