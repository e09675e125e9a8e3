"""Saving, restoring and checking a database.

SQLite by its own backup, PostgreSQL by pg_dump and pg_restore.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL

from helpexchange import migrations
from helpexchange.cli.application import BadInput
from helpexchange.core.database import db


def faults() -> list[str]:
    """Return what is wrong with the database, one sentence each."""
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        broken = (
            connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
            if connection.dialect.name == "sqlite"
            else []
        )
    newest = newest_revision()
    found = [f"The file is damaged: {line}." for line in broken if line != "ok"]
    if present != newest:
        found.append(
            f"The tables are at version {present or 'none'}, not {newest}: run `helpexchange db upgrade`."
        )
    return found


def newest_revision() -> str | None:
    """Return the version that this program wants the tables to have."""
    return ScriptDirectory(str(migrations.FOLDER)).get_current_head()


def backup(file: Path) -> None:
    """Write a consistent copy of the running database to `file`; nothing is left if that fails."""
    partial = file.with_name(file.name + ".partial")
    try:
        if db.engine.dialect.name == "sqlite":
            _copy_sqlite(_sqlite_path(), partial)
        else:
            _run_postgresql_tool("pg_dump", "--format=custom", f"--file={partial}")
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)


def restore(file: Path) -> None:
    """Replace the running database by `file`.

    Raises:
        BadInput: the file is no backup of this engine.
    """
    if db.engine.dialect.name == "sqlite":
        _check_sqlite_backup(file)
        db.engine.dispose()
        _copy_sqlite(file, _sqlite_path())
    else:
        _run_postgresql_tool(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
            f"--dbname={_libpq_address()}", str(file),
        )  # fmt: skip


def _sqlite_path() -> Path:
    return Path(db.engine.url.database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy under SQLite's own locks, so that a running site sees the old or the new, never a mix."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=30)) as new:
        old.backup(new)


def _check_sqlite_backup(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            ours = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise BadInput(f"{file} is no backup of HelpExchange: {error}. Nothing was changed.") from error
    if not sound or not ours:
        raise BadInput(f"{file} is damaged. Nothing was changed.")


def _run_postgresql_tool(tool: str, *arguments: str) -> None:
    found = shutil.which(tool)
    if not found:
        raise click.ClickException(f"{tool} is not on this machine; install PostgreSQL's client programs.")
    if tool == "pg_dump":
        arguments = (*arguments, f"--dbname={_libpq_address()}")
    environment = {**os.environ, "PGPASSWORD": db.engine.url.password or ""}
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        reason = done.stderr.strip().splitlines()[0] if done.stderr.strip() else "no reason given"
        raise click.ClickException(f"{tool} failed: {reason}")


def _libpq_address() -> str:
    """Return the database's address for PostgreSQL's programs, without the password."""
    url: URL = db.engine.url.set(drivername="postgresql", password=None)
    return url.render_as_string()
