"""How the people of the simulated town behave; every share is an assumption, printed with the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from benchmarks.year.luck import Luck


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Shares of cases, a day or a visit where it says so.

    Attributes:
        requests_a_day, helpers_a_day: who come anew, on average.
        answers: of the people who are asked, those who answer on a given day.
        silent: helpers who never answer an ask.
        yes: of helpers who live next door and are free of others; each kilometre and each request they have
            already makes a yes less likely by `yes_less_a_km` and `yes_less_a_request`.
        refuses: of the people who are told who would come.
        ill, away, leaves: of active helpers, a day.
        helper_cannot, person_cannot, missed: of visits.
        ends: of engagements that run, a week.
    """

    requests_a_day: float = 1.6
    helpers_a_day: float = 0.35
    answers: float = 0.55
    silent: float = 0.1
    yes: float = 0.95
    yes_less_a_km: float = 0.08
    yes_less_a_request: float = 0.15
    refuses: float = 0.03
    ill: float = 0.0015
    away: float = 0.002
    leaves: float = 0.0004
    helper_cannot: float = 0.03
    person_cannot: float = 0.03
    missed: float = 0.02
    ends: float = 0.015


@dataclass(frozen=True, slots=True)
class People:
    """What somebody does on a day; the same in every world as long as they are asked the same."""

    luck: Luck
    habits: Habits = Habits()

    def answers_today(self, who: str, person_id: int, day: date) -> bool:
        """Whether somebody looks at what they were asked."""
        if who == "helper" and self.luck.happens(self.habits.silent, "silent", person_id):
            return False
        return self.luck.happens(self.habits.answers, "answers", who, person_id, day)

    def says_yes(self, helper_id: int, request_id: int, *, km: float, load: int) -> bool:
        """Whether a helper takes a request, so far away and beside so many others."""
        habits = self.habits
        share = habits.yes - habits.yes_less_a_km * km - habits.yes_less_a_request * load
        return self.luck.happens(share, "yes", helper_id, request_id)

    def refuses(self, helper_id: int, request_id: int) -> bool:
        """Whether a person would rather not have this helper."""
        return self.luck.happens(self.habits.refuses, "refuses", helper_id, request_id)
