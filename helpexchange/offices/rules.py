"""Who may set up offices and districts, and until when an office speaks to whoever is new."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

from helpexchange.core.errors import ConflictRefusal, NotAllowedRefusal
from helpexchange.core.i18n import lazy_text as _
from helpexchange.core.viewer import Viewer

FIRST_WEEKEND_DAY = 5
#: Working days that an office may take until it speaks to whoever is new.
FIRST_CONTACT_DAYS = range(1, 11)


class OfficeExistsError(ConflictRefusal):
    """There is an office with this code already."""

    code = "office_exists"
    words = _("There is already an office with this short name.")


class DistrictExistsError(ConflictRefusal):
    """There is a district with this code already."""

    code = "district_exists"
    words = _("There is already a district with this short name.")


#: The permission to edit what one's own offices tell about themselves; `accounts/roles.py` grants it.
EDIT_OFFICES = "edit_offices"


def check_may_edit(by: Viewer, office_id: int) -> None:
    """Let only its own people and the network lead edit an office.

    Raises:
        NotAllowedRefusal: `by` works for other offices, or for none.
    """
    if not (by.may(EDIT_OFFICES) and by.sees_office(office_id)):
        raise NotAllowedRefusal


def check_may_set_up(by: Viewer) -> None:
    """Let only those set up offices, districts and places who answer for the whole town.

    Raises:
        NotAllowedRefusal: `by` works for single offices, or for none.
    """
    if not by.is_network_wide:
        raise NotAllowedRefusal


def holidays_of(state_code: str, year: int) -> frozenset[date]:
    """Return the public holidays of a state (ISO 3166-2, such as DE-NW, or a country alone) in a year.

    A code that nobody knows has none.
    """
    return _holidays(state_code.strip().upper(), year)


@lru_cache(maxsize=256)
def _holidays(state_code: str, year: int) -> frozenset[date]:
    country, _dash, state = state_code.partition("-")
    if not country:
        return frozenset()
    try:
        return frozenset(holidays.country_holidays(country, subdiv=state or None, years=year))
    except NotImplementedError:
        return frozenset()


def is_known_state(state_code: str) -> bool:
    """Return whether the holidays of a state are known; the empty code stands for none."""
    country, _dash, state = state_code.partition("-")
    known = holidays.list_supported_countries()
    return not state_code or (country in known and (not state or state in known[country]))


def is_working_day(day: date, state_code: str) -> bool:
    """Return whether offices of this state work on a day: not at weekends, not on public holidays."""
    return day.weekday() < FIRST_WEEKEND_DAY and day not in holidays_of(state_code, day.year)


def working_day_after(day: date, working_days: int, state_code: str) -> date:
    """Return the day that lies this many working days after `day`, which itself is not counted."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= is_working_day(day, state_code)
    return day
