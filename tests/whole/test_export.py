"""Whatever the list of personal data names of a person, and has a value, is in the file they take along."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Integer,
    LargeBinary,
    Numeric,
    String,
    insert,
    select,
)

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.core.database import Base, UtcDateTime, db
from helpexchange.engagements.models import Engagement, Visit, VisitSeries
from helpexchange.engagements.rules import Rhythm
from helpexchange.helper_profiles.models import HelperProfile, LivedExperience
from helpexchange.match_runs.models import MatchRun
from helpexchange.privacy.export import in_words, zip_of
from helpexchange.privacy.labels import COLUMNS, OTHER_COLUMNS, TABLES
from helpexchange.privacy.personal_data import NOT_PERSONAL, PERSONAL
from helpexchange.privacy.queries import KEPT_SECRET, tables_of
from helpexchange.privacy.rules import Person, PersonKind
from tests.cast import Cast
from tests.engaged import begun
from tests.fakes import FakeClock

DAY = date(2026, 10, 5)


def test_every_table_and_column_of_somebody_has_its_words() -> None:
    for kind in PersonKind:
        for name in tables_of(kind):
            assert name in TABLES, name
            for column in PERSONAL[name].names:
                if column not in PERSONAL[name].others:
                    assert column in COLUMNS or (name, column) in OTHER_COLUMNS, f"{name}.{column}"


def test_a_file_says_who_it_is_made_for(app: Flask, cast: Cast, clock: FakeClock) -> None:
    whole = opened(app, cast.volunteer, everybody(cast)[:1], clock)[0]
    assert whole["format"] == "helpexchange-personal-data"
    assert [each["kind"] for each in whole["people"]] == ["account"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_sheet_is_a_pdf_for_screen_readers(
    app: Flask, cast: Cast, clock: FakeClock, language: str
) -> None:
    with app.test_request_context(f"/?lang={language}"):
        made = zip_of(viewer_of(cast.volunteer), everybody(cast), is_own=True, now=clock.now())
    pdf = zipfile.ZipFile(io.BytesIO(made)).read("my-data.pdf")
    assert pdf.startswith(b"%PDF-")
    assert b"pdfuaid:part" in pdf
    title = "What we know of you" if language == "en" else "Was wir von Ihnen wissen"
    assert title.encode() in pdf


def test_every_column_with_a_value_is_in_the_file(
    app: Flask, cast: Cast, match_run: MatchRun, clock: FakeClock
) -> None:
    people = everybody(cast)
    begun(cast, clock)
    for person in people:
        for name in tables_of(person.kind):
            fill(name, person, cast)
    db.session.flush()
    text = opened(app, cast.senior, people, clock)[1]
    whole = json.loads(text)
    looked_at = set()
    for person, given in zip(people, whole["people"], strict=True):
        for name, column in wanted(person):
            values = [row.get(column) for row in given["data"].get(name, [])]
            assert any(value not in (None, "", [], {}) for value in values), f"{person.kind}: {name}.{column}"
            looked_at.add((name, column))
    owned = {name for kind in PersonKind for name in tables_of(kind)}
    assert {name for name, _column in looked_at} == owned
    secrets = [column for name in owned for column in PERSONAL[name].secrets]
    assert text.count(KEPT_SECRET) >= len(secrets)


def test_a_column_that_is_left_out_would_be_noticed(cast: Cast) -> None:
    person = everybody(cast)[1]
    assert ("helper_profiles", "wishes") in set(wanted(person))


def test_nothing_that_lets_others_in_leaves_the_house(app: Flask, cast: Cast, clock: FakeClock) -> None:
    cast.volunteer.password, cast.volunteer.totp_secret = "argon2-hash", "sealed-secret"
    text = opened(app, cast.volunteer, everybody(cast), clock)[1]
    for secret in ("argon2-hash", "sealed-secret", cast.volunteer.fs_uniquifier):
        assert secret not in text


def test_values_read_as_people_read_them(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert in_words("weekday", 1) == "Tuesday"
        assert in_words("start_min", 840) == "14:00"
        assert in_words("language", "tr") == "Turkish"
        assert in_words("starts_on", DAY) == "5 October 2026"
        assert "not shown" in in_words("password", KEPT_SECRET)


def everybody(cast: Cast) -> list[Person]:
    """Meryem's account and offer, and Erna, who asks."""
    assert cast.shopping.person_id is not None
    return [
        Person(kind=PersonKind.ACCOUNT, id=cast.volunteer.id),
        Person(kind=PersonKind.HELPER, id=cast.meryem.id),
        Person(kind=PersonKind.PERSON_IN_NEED, id=cast.shopping.person_id),
    ]


def opened(app: Flask, account: Account, people: list[Person], clock: FakeClock) -> tuple[Any, str]:
    with app.test_request_context("/"):
        made = zip_of(viewer_of(account), people, is_own=True, now=clock.now())
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert sorted(archive.namelist()) == ["data.json", "my-data.pdf"]
    text = archive.read("data.json").decode()
    return json.loads(text), text


def wanted(person: Person) -> Iterator[tuple[str, str]]:
    """Yield the personal columns that a person must find in the file."""
    for name in tables_of(person.kind):
        for column in PERSONAL[name].names:
            if column not in PERSONAL[name].others:
                yield name, column


def fill(name: str, person: Person, cast: Cast) -> None:
    """Let every personal column of a table hold a value for the person: in a row of theirs, or a new one."""
    table = Base.metadata.tables[name]
    owner = PERSONAL[name].owner
    assert owner is not None
    keys = {"helper_profiles": cast.meryem.id, "help_requests": cast.shopping.id}
    keys |= {"accounts": cast.volunteer.id, "people_in_need": person.id}
    keys["travel_costs"] = db.session.scalar(select(Base.metadata.tables["travel_costs"].c.id).limit(1)) or 0
    keys["call_backs"] = db.session.scalar(select(Base.metadata.tables["call_backs"].c.id).limit(1)) or 0
    mine = person.id if not owner.table or owner.table == person.kind else keys[owner.table]
    theirs = table.c[owner.column] == mine
    if owner.kind_column:
        theirs &= table.c[owner.kind_column] == person.kind
    db.session.flush()
    found = db.session.execute(select(table).where(theirs)).mappings().first()
    if found is None:
        values = {
            each.name: value_of(each) for each in table.columns if not each.primary_key or each.foreign_keys
        }
        values |= dict.fromkeys((owner.column,), mine)
        if owner.kind_column:
            values[owner.kind_column] = person.kind
        values |= by_hand(name, person)
        db.session.execute(insert(table).values(values))
        return
    empty = {
        each: value_of(table.c[each]) for each in PERSONAL[name].names if found[each] in (None, "", [], {}, 0)
    }
    own_key = {owner.column: mine}
    changed = {key: value for key, value in empty.items() if key not in own_key} | by_hand_columns(
        name, empty
    )
    if changed:
        db.session.execute(table.update().where(theirs).values(changed))


def by_hand(name: str, person: Person) -> dict[str, Any]:
    """Return values that no rule can guess."""
    if name == "helper_experiences":
        office = db.session.get_one(HelperProfile, person.id).office_id
        entry = LivedExperience(office_id=office, name="Sucht")
        db.session.add(entry)
        db.session.flush()
        return {"experience_id": entry.id}
    if name == "unmatched_requests":
        return {"run_id": db.session.scalars(select(MatchRun.id)).one(), "details": {"a": 1}}
    if name == "visits":
        return an_engagement()
    if name in ("visit_questions", "concerns"):
        return of_engagement(name, person)
    plain: dict[str, dict[str, Any]] = {
        "outbox_messages": {"batch_id": None, "once_key": f"fill {person.kind}"},
        "helper_absences": {"back_on": date(2026, 10, 9)},
        "api_tokens": {"office_id": None},  # of the person, so of no office
    }
    return plain.get(name, {})


def of_engagement(name: str, person: Person) -> dict[str, Any]:
    """Return the values of a question or concern that hang together; each person is asked once a visit."""
    mine = {"engagement_id": db.session.scalars(select(Engagement.id)).one()}
    if name == "concerns":
        return {**mine, "representation_id": None, "owner_id": None, "closed_at": None}
    visit_ids = list(db.session.scalars(select(Visit.id).order_by(Visit.id)))
    return {**mine, "visit_id": visit_ids[list(PersonKind).index(person.kind)]}


def an_engagement() -> dict[str, Any]:
    """Return the values of a visit that hang together: its engagement, series and moments."""
    engagement_id = db.session.scalars(select(Engagement.id)).one()
    series = VisitSeries(
        engagement_id=engagement_id, rhythm=Rhythm.WEEKLY, times=[], starts_on=DAY, planned_until=DAY
    )
    db.session.add(series)
    db.session.flush()
    begins = datetime(2026, 10, 5, 12, tzinfo=UTC)
    moments = {"start_min": 840, "end_min": 900, "starts_at": begins, "ends_at": begins + timedelta(hours=1)}
    return {"engagement_id": engagement_id, "series_id": series.id, "state": "done", **moments}


def by_hand_columns(name: str, empty: dict[str, Any]) -> dict[str, Any]:
    return (
        {"account_id": db.session.scalars(select(Account.id).order_by(Account.id)).first()}
        if ("account_id" in empty and name in ("people_in_need", "helper_profiles"))
        else {}
    )


VALUES: tuple[tuple[type[Any], Any], ...] = (
    (JSON, [1]),
    (Boolean, False),
    (Integer, 2),
    (Numeric, 2.5),
    (LargeBinary, b"key"),
    (Date, DAY),
    (UtcDateTime, datetime(2026, 10, 5, tzinfo=UTC)),
    (String, "of"),
)


def value_of(column: Column[Any]) -> Any:
    """Return a value that a column can hold."""
    if column.foreign_keys:
        parent = next(iter(column.foreign_keys)).column
        return db.session.scalar(select(parent).order_by(parent).limit(1))
    if isinstance(column.type, Enum):
        return column.type.enums[0]
    return next(value for kind, value in VALUES if isinstance(column.type, kind))


def test_the_list_says_of_every_shared_table_whose_it_is() -> None:
    shared = {name for name, table in PERSONAL.items() if table.shared}
    assert shared == {
        "proposals", "known_people", "search_words", "person_notes", "person_merges", "record_readings",
        "representations",
        "engagements", "fix_calls", "stand_ins", "visits",
    }  # fmt: skip
    assert set(NOT_PERSONAL) >= shared
