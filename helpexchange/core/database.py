"""The database: tables' base, aware times, one commit a request, and SQLite that does not lose updates."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

import psycopg
from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ColumnElement, DateTime, Dialect, Engine, Enum, Index, MetaData, TextClause, event
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 5_000
#: Statements whose translation to SQL a process keeps: all pages together ask more than the usual 500.
KEPT_STATEMENTS = 2_000
#: What reading a page of a table here and there costs, against one after the other: databases lie on disks
#: without heads, or in memory. With the 4 that PostgreSQL has for spinning disks it reads whole tables.
HERE_AND_THERE = 1.1
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_only_reading: ContextVar[bool] = ContextVar("only_reading", default=False)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment; kept in UTC on both engines, of which only PostgreSQL knows time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments; SQLite gets UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[Any]: JSON(),
    }


def words(kind: type[StrEnum]) -> Enum:
    """Return the column type of an enum that is stored as its words."""
    return Enum(
        kind, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members]
    )


def unique_while(name: str, *columns: str, condition: ColumnElement[bool] | TextClause) -> Index:
    """Return an index that lets only one row have these values while a condition holds."""
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


db = SQLAlchemy(metadata=Base.metadata)


def init_database(app: Flask, url: str) -> None:
    """Connect `app` to the database at `url` and commit once at the end of each request that succeeds."""
    options: dict[str, Any] = {"pool_pre_ping": True, "query_cache_size": KEPT_STATEMENTS}
    if make_url(url).get_backend_name() == "sqlite":
        path = make_url(url).database
        if path and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=options)
    db.init_app(app)
    app.before_request(_note_if_only_reading)
    app.after_request(_commit_or_roll_back)
    app.teardown_request(_forget_if_only_reading)


def _note_if_only_reading() -> None:
    _only_reading.set(request.method in READING_METHODS)


def _forget_if_only_reading(_error: BaseException | None) -> None:
    _only_reading.set(False)


@contextmanager
def only_reading() -> Iterator[None]:
    """Let a long read outside a page, such as a job's, begin without SQLite's write lock."""
    token = _only_reading.set(True)
    try:
        yield
    finally:
        _only_reading.reset(token)


@contextmanager
def kept_whole() -> Iterator[None]:
    """Keep all that is written inside, or nothing of it where it ends with an error.

    For answers that tell of a refusal on the usual page, and so are kept themselves.
    """
    with db.session.begin_nested():
        yield


def _commit_or_roll_back(response: Response) -> Response:
    if request.method in READING_METHODS or response.status_code >= HTTPStatus.BAD_REQUEST:
        db.session.rollback()
    else:
        db.session.commit()
    return response


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's begin below, not the driver's late one
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "connect")
def _prepare_postgresql(connection: Any, _record: object) -> None:
    if not isinstance(connection, psycopg.Connection):
        return
    connection.execute(f"SET random_page_cost = {HERE_AND_THERE}")
    connection.commit()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a transaction that reads first and writes later would lose its snapshot.

    Requests that only read begin without it, so they never wait for a writer.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _only_reading.get() else "BEGIN IMMEDIATE")
