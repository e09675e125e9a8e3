"""Who comes to ask and to offer during the year: people like those of the demo town, in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from random import Random
from typing import TypeVar

from sqlalchemy import Select, select

from benchmarks.year.luck import Luck
from helpexchange.core.database import db
from helpexchange.core.week import WeeklyTime
from helpexchange.demo_town.people_who_ask import invent_requests
from helpexchange.demo_town.people_who_help import invent_helpers
from helpexchange.demo_town.places import Scene
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.places.models import PostcodePlace

Person = TypeVar("Person", HelpRequest, HelperProfile)
ONE_OFF = ("garden", "repair", "snow", "driving", "escort")


class Arrivals:
    """Endless streams of answers, as the pages of asking and offering would send them."""

    def __init__(self, scene: Scene, luck: Luck) -> None:
        self._luck = luck
        self._places = dict(db.session.execute(_first_places()).all())
        self._asking = _shuffled(scene, luck, "asking", invent_requests)
        self._offering = _shuffled(scene, luck, "offering", invent_helpers)

    def next_request(self) -> RequestAnswers:
        """Return what the next person asks for."""
        one = next(self._asking)
        person = one.person or PersonInNeed(first_name="", phone="")
        return RequestAnswers(
            kind_code=one.kind_code, postal_code=one.postal_code, place_id=self._places[one.postal_code],
            times=[WeeklyTime(each.weekday, each.start_min, each.end_min) for each in one.times],
            visits_per_week=one.visits_per_week,
            is_one_off=one.kind_code in ONE_OFF and self._luck.happens(0.6, "one-off", person.phone),
            first_name=person.first_name, last_name=person.last_name, phone=person.phone,
            email=person.email, language=next((each.language for each in one.languages), ""),
        )  # fmt: skip

    def next_helper(self) -> HelperAnswers:
        """Return what the next helper offers."""
        one = next(self._offering)
        return HelperAnswers(
            kind=one.kind, skill_codes=[each.skill_code for each in one.skills],
            languages=[each.language for each in one.languages],
            times=[WeeklyTime(each.weekday, each.start_min, each.end_min) for each in one.times],
            postal_code=one.postal_code, place_id=self._places[one.postal_code],
            max_distance_m=one.max_distance_m, max_requests=one.max_requests, first_name=one.first_name,
            last_name=one.last_name, phone=one.phone, email=one.email, minutes_per_week=one.minutes_per_week,
        )  # fmt: skip


def _first_places() -> Select[str, int]:
    return select(PostcodePlace.postal_code, PostcodePlace.id).order_by(PostcodePlace.id.desc())


def _shuffled(
    scene: Scene, luck: Luck, what: str, invent: Callable[[Scene], Iterator[Person]]
) -> Iterator[Person]:
    for turn in count():
        chance: Random = luck.of(what, turn)
        people = list(invent(replace(scene, rng=chance)))
        chance.shuffle(people)
        yield from people
