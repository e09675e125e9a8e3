"""Answers to the questions of asking and offering, for tests that are about what becomes of them."""

from typing import Any

from sqlalchemy import select

from helpexchange.core.database import db
from helpexchange.core.week import WeeklyTime
from helpexchange.help_requests.actions import RequestAnswers
from helpexchange.helper_profiles.actions import HelperAnswers
from helpexchange.helper_profiles.rules import HelperKind
from helpexchange.offices.models import Office
from helpexchange.places.models import PostcodePlace

TUESDAY_AFTERNOON = WeeklyTime(1, 12 * 60, 17 * 60)


def place_of(office: Office) -> PostcodePlace:
    """Return the first place of the office's postcode."""
    statement = select(PostcodePlace).where(PostcodePlace.postal_code == office.postal_code)
    return db.session.scalars(statement.order_by(PostcodePlace.id)).first()  # type: ignore[return-value]


def request_answers(office: Office, **others: Any) -> RequestAnswers:
    """Return what somebody in the office's district asks; `others` replaces any answer."""
    answers: dict[str, Any] = {
        "kind_code": "shopping",
        "postal_code": office.postal_code,
        "place_id": place_of(office).id,
        "times": [TUESDAY_AFTERNOON],
        "first_name": "Ada",
        "last_name": "Muster",
        "phone": "0231 555 0177",
        "language": "de",
    }
    return RequestAnswers(**{**answers, **others})


def helper_answers(office: Office, **others: Any) -> HelperAnswers:
    """Return what somebody in the office's district offers; `others` replaces any answer."""
    answers: dict[str, Any] = {
        "kind": HelperKind.VOLUNTEER,
        "skill_codes": ["company", "shopping"],
        "languages": ["de", "tr"],
        "times": [TUESDAY_AFTERNOON],
        "postal_code": office.postal_code,
        "place_id": place_of(office).id,
        "max_distance_m": 2_000.0,
        "first_name": "Ben",
        "last_name": "Muster",
        "email": "ben@example.org",
    }
    return HelperAnswers(**{**answers, **others})
