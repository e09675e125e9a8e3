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
        online: of the requests; the others are made by phone.
        reached: of the people whom the office calls on a day.
        answers: of the people who are asked, those who answer on a given day.
        silent: helpers who never answer an ask.
        yes: of helpers who live next door and are free of others; each kilometre and each request they have
            already makes a yes less likely by `yes_less_a_km` and `yes_less_a_request`.
        refuses: of the people who are told who would come.
        rests: of active helpers, a day: ill, or away on holiday. `leaves` is for good.
        goes_on: of helpers who are asked whether they still like to help, a day.
        helper_cannot, person_cannot, missed: of visits.
        stands_in: of helpers who are called because somebody else cannot come.
        ends: of engagements that run, a week. `other_times` of those who end still want help.
        patient_days, gives_up: of those who have waited for so long, a day, find help elsewhere.
    """

    requests_a_day: float = 1.2
    helpers_a_day: float = 0.2
    online: float = 0.4
    reached: float = 0.7
    answers: float = 0.55
    silent: float = 0.1
    yes: float = 0.95
    yes_less_a_km: float = 0.08
    yes_less_a_request: float = 0.15
    refuses: float = 0.03
    rests: float = 0.0035
    leaves: float = 0.0004
    goes_on: float = 0.15
    helper_cannot: float = 0.03
    person_cannot: float = 0.03
    missed: float = 0.02
    stands_in: float = 0.5
    ends: float = 0.06
    other_times: float = 0.3
    patient_days: int = 42
    gives_up: float = 0.02


@dataclass(frozen=True, slots=True)
class People:
    """What somebody does on a day; the same in every world as long as they are asked the same."""

    luck: Luck
    habits: Habits = Habits()

    def how_many(self, what: str, day: date, mean: float) -> int:
        """Return how many come on a day, of whom `mean` come on average."""
        chance, count, left = self.luck.of(what, day), 0, mean
        while (left := left - chance.expovariate(1)) > 0:
            count += 1
        return count

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
