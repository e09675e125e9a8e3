"""One process leads: a lock that the system itself gives back when the process dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import IO, Protocol

from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

LOCK_NUMBER = 4_235_739_247  # "HelpExchange scheduler"; any number, but the same in every process


class LeaderLock(Protocol):
    """Who holds it leads."""

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it now."""

    def is_held(self) -> bool:
        """Return whether this process still holds it."""

    def release(self) -> None:
        """Give it back."""


class FileLock:
    """A lock on a file beside the SQLite database."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it now."""
        if self._file:
            return True
        file = self._path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        """Return whether this process still holds it."""
        return self._file is not None

    def release(self) -> None:
        """Give it back."""
        if self._file:
            self._file.close()
            self._file = None


class AdvisoryLock:
    """A PostgreSQL advisory lock on a connection of its own; it ends with the connection."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3},
        )
        self._connection: Connection | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it now."""
        if self._connection:
            return self.is_held()
        try:
            connection = self._engine.connect()
            if connection.scalar(text("SELECT pg_try_advisory_lock(:n)"), {"n": LOCK_NUMBER}):
                self._connection = connection
                return True
            connection.close()
        except SQLAlchemyError:
            pass  # the database is away; the caller tries again
        return False

    def is_held(self) -> bool:
        """Return whether this process still holds it, which the server must confirm."""
        if not self._connection:
            return False
        try:
            self._connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Give it back."""
        if self._connection:
            self._connection.close()
            self._connection = None


def leader_lock(app: Flask) -> LeaderLock:
    """Return the lock that fits the application's database."""
    url: str = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        return FileLock(Path(url.removeprefix("sqlite:///") + ".scheduler.lock"))
    return AdvisoryLock(url)


def process_name() -> str:
    """Return machine and process, for people who look for the leader."""
    return f"{os.uname().nodename}:{os.getpid()}"
