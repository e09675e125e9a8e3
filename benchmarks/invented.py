"""Invented people by the ten thousand, put into the tables in large strokes: offices, helpers, requests."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text

from helpexchange.core.database import Base, db
from helpexchange.help_requests.models import HelpRequest, PersonInNeed, RequestTime
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import HelperCheck, HelperProfile, HelperSkill, HelperTime
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.notifications.rules import Channel as WayToTell
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.people_index.models import KnownPerson, SearchWord
from helpexchange.people_index.rules import FoundBy, Source
from helpexchange.skills.models import Skill

OFFICES = 12
AT_A_TIME = 5_000
KINDS = ("shopping", "company", "garden", "escort", "technology", "letters")
#: Requests and helpers came over so many minutes; one in so many is new and waits for its first contact.
A_YEAR_MIN, HELPERS_MIN = 365 * 24 * 60, 3 * 365 * 24 * 60
ONE_NEW, ONE_NEW_HELPER, ONE_EXPIRES = 97, 200, 40
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


def fill_people(people: int, *, now: datetime) -> list[Somebody]:
    """Fill the tables as the application would, in large strokes."""
    chance = random.Random(4)
    surnames = sorted({"".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))).title()
                       for _each in range(30_000)}, key=lambda _name: chance.random())  # fmt: skip
    # As in a town: the most frequent names are of one in a hundred and fifty, most are of a few.
    weights = [1 / (rank + 20) for rank in range(len(surnames))]
    names = chance.choices(surnames, weights, k=people)
    everybody = [Somebody(number + 1, chance, name) for number, name in enumerate(names)]
    town = Organisation(id=1, name="Town")
    kinds = [Skill(code=kind, is_kind_of_help=True, visit_minutes=60, checks=["conduct"]) for kind in KINDS]
    db.session.add_all([town, *kinds])
    for number in range(OFFICES):
        district = District(id=number + 1, code=f"d{number}", name=PLACES[number], outline={})
        db.session.add(
            Office(id=number + 1, organisation=town, code=f"o{number}", name=PLACES[number],
                   languages=[], districts=[district])
        )  # fmt: skip
    db.session.flush()
    for some in in_parts(everybody, AT_A_TIME):
        for model, rows in _rows(some, now):
            if rows:
                db.session.execute(insert(model), rows)
    finish(KnownPerson, PersonInNeed, Organisation, Office, District)
    return everybody


def finish(*numbered: type[Base]) -> None:
    """Commit, go on counting behind the ids that were given by hand, and let the database look at it all."""
    if db.engine.dialect.name == "postgresql":
        for model in numbered:
            counter = func.pg_get_serial_sequence(model.__tablename__, "id")
            db.session.execute(select(func.setval(counter, func.max(model.__table__.c.id))))
    db.session.commit()
    db.session.execute(text("ANALYZE"))
    db.session.commit()


def in_parts(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield the items in parts of at most `size`."""
    for first in range(0, len(items), size):
        yield items[first : first + size]


def _rows(some: Iterable[Somebody], now: datetime) -> list[tuple[type, list[dict[str, Any]]]]:
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
    asking, helping = ([each for each in people if each.asks], [each for each in people if each.helps])
    return [
        (KnownPerson, known),
        (SearchWord, words),
        (PersonInNeed, [_contact(each) | {"name_key": "", "phone_key": each.phone_key, "asked_by": ""}
                        for each in asking]),
        (HelpRequest, [_request(each, now) for each in asking]),
        (RequestTime, [_time(each) | {"request_id": each.number} for each in asking]),
        (HelperProfile, [_helper(each, now) for each in helping]),
        (HelperTime, [_time(each) | {"helper_id": each.number} for each in helping]),
        (HelperSkill, [{"helper_id": each.number, "skill_code": _kind(each)} for each in helping]),
        (HelperCheck, [_check(each, now) for each in helping]),
    ]  # fmt: skip


def _contact(each: Somebody) -> dict[str, Any]:
    return {
        "id": each.number, "known_id": each.number, "first_name": each.first_name,
        "last_name": each.last_name, "phone": each.phone, "email": each.email,
        "postal_code": f"{44100 + each.office * 10}", "town": PLACES[each.office], "street": "",
        "channel": WayToTell.CALL,
    }  # fmt: skip


def _kind(each: Somebody) -> str:
    return KINDS[each.number % len(KINDS)]


def _time(each: Somebody) -> dict[str, Any]:
    return {"weekday": each.number % 5, "start_min": 14 * 60, "end_min": 17 * 60}


def _request(each: Somebody, now: datetime) -> dict[str, Any]:
    is_new = each.number % ONE_NEW == 0
    state = RequestState.OPEN if each.number % 3 else RequestState.FINISHED
    asked = now - timedelta(minutes=each.number * 7919 % (A_YEAR_MIN if not is_new else 3 * 24 * 60))
    return {
        "id": each.number, "reference": f"R{each.number}", "person_id": each.number,
        "office_id": each.office + 1, "district_id": each.office + 1, "kind_code": _kind(each),
        "channel": Channel.ONLINE if each.number % 5 in {0, 1} else Channel.PHONE,
        "state": RequestState.SUBMITTED if is_new else state, "submitted_at": asked,
        "first_contact_due_on": (asked + timedelta(days=2)).date(),
        "first_contact_at": None if is_new else asked + timedelta(hours=20),
    }  # fmt: skip


def _helper(each: Somebody, now: datetime) -> dict[str, Any]:
    is_new = each.number % ONE_NEW_HELPER == 0
    came = now - timedelta(minutes=each.number * 7919 % (HELPERS_MIN if not is_new else 3 * 24 * 60))
    return _contact(each) | {
        "reference": f"H{each.number}", "office_id": each.office + 1, "district_id": each.office + 1,
        "kind": HelperKind.VOLUNTEER, "state": HelperState.APPLIED if is_new else HelperState.ACTIVE,
        "created_at": came, "contact_due_on": (came + timedelta(days=2)).date() if is_new else None,
    }  # fmt: skip


def _check(each: Somebody, now: datetime) -> dict[str, Any]:
    days = 10 if each.number % ONE_EXPIRES == 0 else 500
    day = now.date() + timedelta(days=days)
    return {"helper_id": each.number, "check_code": "conduct", "seen_on": now.date(), "expires_on": day}
