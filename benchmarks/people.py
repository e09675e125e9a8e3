"""Finding one of 100,000 people as one types, on both databases: names, mistakes, numbers, places."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import flask_migrate
import psycopg
from flask import Flask
from sqlalchemy import insert, make_url, text

from benchmarks.reading import processor_ms, work_of
from helpexchange.accounts.roles import PERMISSIONS, Role
from helpexchange.app import create_app
from helpexchange.config import Settings
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.help_requests.queries import callers
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.people.queries import PeopleWish, find_people, parts_of, people_page
from helpexchange.people_index.models import KnownPerson, SearchWord
from helpexchange.people_index.rules import FoundBy, Source
from helpexchange.skills.models import Skill
from tests.servers.postgres import running_postgres

OFFICES = 12
AT_A_TIME = 5_000
RESULTS = Path(__file__).parent / "results"
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
#: How often each way of typing is tried, with another person each time, and how often the reading is counted.
TRIES, WORK_TRIES = 40, 10
LEAD = Viewer(
    account_id=1, name="Lead", permissions=frozenset(PERMISSIONS[Role.NETWORK_LEAD]), is_network_wide=True
)
SYLLABLES = """
    ba be bo da den der do er fa fe ga gel go ha hei ho in ja ka kel ko la le lin lo ma mann mei mo mül na
    ne no ok pa pe pfef rai re ro sa schä schmi ser so stein ta ter ti tor ulf va vo wa wei wil zi zo
""".split()  # noqa: SIM905  # read as a line
FIRST = """
    Erna Hans Meryem Pavel Jonas Grete Ünal Åse Ewa Karl Ilse Ali Fatma Bodo Ines Uwe Ada Olaf Ruth Tom
    Helga Sören Zoë Jürgen Anna Maria Peter Klaus Monika Ursula Wolfgang Renate Dieter Petra
""".split()  # noqa: SIM905  # read as lines
PLACES = ("Hörde", "Eving", "Aplerbeck", "Brackel", "Hombruch", "Huckarde", "Lütgendortmund", "Mengede",
          "Scharnhorst", "Innenstadt-West", "Innenstadt-Ost", "Innenstadt-Nord")  # fmt: skip


class Somebody:
    """An invented person: one of the 100,000."""

    def __init__(self, number: int, chance: random.Random, last_name: str) -> None:
        self.number = number
        self.first_name = chance.choice(FIRST)
        self.last_name = last_name
        self.office = chance.randrange(OFFICES)
        self.phone = f"0231 {chance.randrange(10**6, 10**7)}"
        self.phone_key = f"+49231{self.phone[5:]}"
        self.email = f"p{number}@example.org" if number % 3 == 0 else ""
        self.helps = number % 4 == 0
        self.asks = not self.helps or number % 20 == 0

    def found_by(self, source: Source) -> FoundBy:
        """Return what a record of theirs says."""
        return FoundBy(
            source=source, first_name=self.first_name, last_name=self.last_name, phone_key=self.phone_key,
            email=self.email, postal_code=f"{44100 + self.office * 10}", town=PLACES[self.office],
        )  # fmt: skip


def main(*, people: int) -> None:
    """Measure and print; a JSON file is left in `benchmarks/results`."""
    with tempfile.TemporaryDirectory(prefix="helpexchange-people-") as name, running_postgres() as server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("CREATE DATABASE people")
        urls = {
            "sqlite": f"sqlite:///{name}/people.sqlite",
            "postgresql": make_url(server).set(database="people").render_as_string(hide_password=False),
        }
        results = {kind: _measure(url, Path(name), people) for kind, url in urls.items()}
    _print(results, people)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "people.json").write_text(json.dumps(results, indent=2))


def _measure(url: str, folder: Path, people: int) -> dict[str, Any]:
    app = _app(url, folder)
    with app.app_context():
        flask_migrate.upgrade()
        started = time.perf_counter()
        everybody = _fill(people)
        results: dict[str, Any] = {"fill_s": time.perf_counter() - started}
        for who, viewer in (("lead", LEAD), ("office", _coordinator())):
            searches = {what: _timed(viewer, typed) for what, typed in _ways(everybody, viewer)}
            searches["caller by phone"] = _timed_calls(viewer, everybody)
            searches["all of these"] = _together(list(searches.values()))
            results |= {f"{who}: {what}": figures for what, figures in searches.items()}
            results[f"{who}: first page"] = _timed_pages(viewer)
        db.session.remove()
        db.engine.dispose()
    return results


def _app(url: str, folder: Path) -> Flask:
    settings = Settings(
        environment="test", secret_key="only for the benchmark " + "x" * 32, database_url=url,
        var_dir=folder, log_level="WARNING",
    )  # fmt: skip
    return create_app(settings)


def _coordinator() -> Viewer:
    permissions = frozenset(PERMISSIONS[Role.COORDINATOR])
    return Viewer(account_id=2, name="Coordinator", permissions=permissions, office_ids=frozenset({1}))


def _fill(people: int) -> list[Somebody]:
    """Fill the tables as the application would, in large strokes."""
    chance = random.Random(4)
    surnames = sorted({"".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).title()
                       for _each in range(30_000)}, key=lambda _name: chance.random())  # fmt: skip
    # As in a town: the most frequent names are of one in a hundred and fifty, most are of a few.
    weights = [1 / (rank + 20) for rank in range(len(surnames))]
    names = chance.choices(surnames, weights, k=people)
    everybody = [Somebody(number + 1, chance, name) for number, name in enumerate(names)]
    town = Organisation(id=1, name="Town")
    db.session.add_all([town, Skill(code="shopping", is_kind_of_help=True, visit_minutes=60)])
    for number in range(OFFICES):
        district = District(id=number + 1, code=f"d{number}", name=PLACES[number], outline={})
        db.session.add(
            Office(id=number + 1, organisation=town, code=f"o{number}", name=PLACES[number],
                   languages=[], districts=[district])
        )  # fmt: skip
    db.session.flush()
    for some in batched_list(everybody, AT_A_TIME):
        for model, rows in _rows(some):
            if rows:
                db.session.execute(insert(model), rows)
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return everybody


def batched_list(items: Sequence[Somebody], size: int) -> Iterator[Sequence[Somebody]]:
    """Yield the items in parts of at most `size`."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def _rows(some: Iterable[Somebody]) -> list[tuple[type, list[dict[str, Any]]]]:
    people = list(some)
    sources = {
        each.number: [source for source, is_so in ((Source.PERSON_IN_NEED, each.asks),
                                                   (Source.HELPER, each.helps)) if is_so]
        for each in people
    }  # fmt: skip
    words = [
        {"person_id": each.number, "source": source, "kind": kind, "word": word, "backwards": word[::-1]}
        for each in people
        for source in sources[each.number]
        for kind, word in each.found_by(source).words()
    ]
    known = [{"id": each.number, "sort_key": each.found_by(Source.ACCOUNT).sort_key} for each in people]
    asking = [each for each in people if each.asks]
    return [
        (KnownPerson, known),
        (SearchWord, words),
        (PersonInNeed, [_contact(each) | {"name_key": "", "phone_key": each.phone_key, "asked_by": ""}
                        for each in asking]),
        (HelpRequest, [_request(each) for each in asking]),
        (HelperProfile, [_helper(each) for each in people if each.helps]),
    ]  # fmt: skip


def _contact(each: Somebody) -> dict[str, Any]:
    return {
        "id": each.number, "known_id": each.number, "first_name": each.first_name,
        "last_name": each.last_name, "phone": each.phone, "email": each.email,
        "postal_code": f"{44100 + each.office * 10}", "town": PLACES[each.office], "street": "",
        "channel": WayToTell.CALL,
    }  # fmt: skip


def _request(each: Somebody) -> dict[str, Any]:
    return {
        "reference": f"R{each.number}", "person_id": each.number, "office_id": each.office + 1,
        "district_id": each.office + 1, "kind_code": "shopping", "channel": Channel.PHONE,
        "state": RequestState.OPEN if each.number % 3 else RequestState.FINISHED, "submitted_at": NOW,
    }  # fmt: skip


def _helper(each: Somebody) -> dict[str, Any]:
    return _contact(each) | {
        "reference": f"H{each.number}", "office_id": each.office + 1, "district_id": each.office + 1,
        "kind": HelperKind.VOLUNTEER, "state": HelperState.ACTIVE, "created_at": NOW,
    }  # fmt: skip


def _ways(everybody: Sequence[Somebody], viewer: Viewer) -> Iterator[tuple[str, list[str]]]:
    """Yield what is typed of people whom the viewer knows, way by way."""
    chance = random.Random(5)
    theirs = [each for each in everybody if viewer.is_network_wide or each.office + 1 in viewer.office_ids]
    chosen = chance.sample(theirs, TRIES)
    yield "two letters", [each.last_name[:2] for each in chosen]
    yield "begun", [each.last_name[:4] for each in chosen]
    yield "full name", [f"{each.first_name} {each.last_name}" for each in chosen]
    yield "one wrong letter", [_mistyped(each.last_name, chance) for each in chosen]
    wrong = [f"{each.first_name[:3]} {_mistyped(each.last_name, chance)}" for each in chosen]
    yield "both names, wrong", wrong
    yield "number", [each.phone for each in chosen]
    yield "last digits", [each.phone[-5:] for each in chosen]
    yield "name and place", [f"{each.last_name} {PLACES[each.office]}" for each in chosen]
    yield "nobody", [f"xq{each.last_name}qx" for each in chosen]


def _mistyped(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    if chance.choice((True, False)):
        return name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
    return f"{name[:at]}{chance.choice('aeiounrst')}{name[at + 1 :]}"


def _timed(viewer: Viewer, typed: Sequence[str]) -> dict[str, Any]:
    def once(words: str) -> None:
        found = find_people(viewer, typed=words, wish=PeopleWish())
        if found is not None:
            parts_of(viewer, [*found.people, *found.nearly])

    return _figures(once, typed)


def _timed_calls(viewer: Viewer, everybody: Sequence[Somebody]) -> dict[str, Any]:
    chosen = random.Random(6).sample(everybody, TRIES)
    return _figures(lambda words: callers(viewer, words), [each.last_name for each in chosen])


def _timed_pages(viewer: Viewer) -> dict[str, Any]:
    def once(number: str) -> None:
        page = people_page(viewer, wish=PeopleWish(), number=int(number))
        parts_of(viewer, page.items)

    return _figures(once, [str(number % 20 + 1) for number in range(TRIES)])


def _figures(once: Any, typed: Sequence[str]) -> dict[str, Any]:
    once(typed[0])  # warm
    taken, used = [], processor_ms()
    for words in typed:
        started = time.perf_counter()
        once(words)
        taken.append((time.perf_counter() - started) * 1000)
        db.session.rollback()
    used = (processor_ms() - used) / len(typed)
    work = [work_of(partial(once, words)) for words in typed[:WORK_TRIES]]
    db.session.rollback()
    return _of_times(taken) | {"processor_ms": used, "read": statistics.median(work)}


def _together(ways: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all searches, every way as often as the others."""
    taken = [each for way in ways for each in way["taken_ms"]]
    mean = {name: statistics.mean(way[name] for way in ways) for name in ("processor_ms", "read")}
    return _of_times(taken) | mean


def _of_times(taken: Sequence[float]) -> dict[str, Any]:
    return {
        "p50_ms": statistics.median(taken), "p95_ms": statistics.quantiles(taken, n=20)[-1],
        "most_ms": max(taken), "taken_ms": taken,
    }  # fmt: skip


def _print(results: dict[str, dict[str, Any]], people: int) -> None:
    print(
        f"\nFinding one of {people:,} people as one types, {TRIES} tries each: ms on this machine as it is,"
    )
    print("ms of the processors, and what is read: steps of SQLite's machine, rows of PostgreSQL\n")
    heads = "".join(f"{kind:>10} {'p95':>7} {'proc.':>7} {'read':>8}" for kind in ("sqlite p50", "pg p50"))
    print(f"  {'':26} {heads}")
    for name, sqlite in results["sqlite"].items():
        if name != "fill_s":
            print(f"  {name:26} " + "".join(map(_row, (sqlite, results["postgresql"][name]))))


def _row(figures: dict[str, Any]) -> str:
    times = f"{figures['p50_ms']:10.1f} {figures['p95_ms']:7.1f} {figures['processor_ms']:7.1f}"
    return f"{times} {figures['read']:8,.0f}"
