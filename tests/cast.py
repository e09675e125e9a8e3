"""The fixed cast: two offices, their people, and what they ask and offer. Everybody is invented.

A test says `cast.coordinator_hoerde` and every reader knows who that is. What a test needs beyond the
cast it makes itself; the cast stays small.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from helpexchange.accounts.models import Account, OfficeMembership, RoleGrant
from helpexchange.accounts.roles import Role
from helpexchange.help_requests.models import (
    HelpRequest,
    PersonInNeed,
    RequestLanguage,
    RequestSkill,
    RequestTime,
)
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import (
    HelperCheck,
    HelperLanguage,
    HelperProfile,
    HelperSkill,
    HelperTime,
)
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.offices.models import District, Office, Organisation
from helpexchange.places.models import PostcodePlace
from helpexchange.skills.models import RiskClass, Skill

DbSession = scoped_session[Session]
TUESDAY = 1
THURSDAY = 3
AFTERNOON = (14 * 60, 17 * 60)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Everybody by name.

    Attributes:
        hoerde, eving: the two offices, each with one district of the same name.
        coordinator_hoerde, coordinator_eving: see their own office only.
        network_lead: sees every office. administrator: runs the installation, sees no requests.
        senior: Erna, an account in Hörde; asked for shopping.
        volunteer: Meryem, an account; active helper in Hörde, speaks Turkish, free Tuesday afternoon.
        student: Jonas, active helper in Eving. applicant: Pavel, has applied in Hörde, not yet active.
        shopping: Erna's open request in Hörde, Tuesday afternoon, wishes Turkish; Meryem can take it.
        company: open in Eving, Thursday afternoon. garden: open in Hörde; nobody has that skill.
        uncleared: submitted in Hörde, not yet seen by the office.
    """

    hoerde: Office
    eving: Office
    coordinator_hoerde: Account
    coordinator_eving: Account
    network_lead: Account
    administrator: Account
    senior: Account
    volunteer: Account
    meryem: HelperProfile
    jonas: HelperProfile
    pavel: HelperProfile
    shopping: HelpRequest
    company: HelpRequest
    garden: HelpRequest
    uncleared: HelpRequest


def enter_cast(session: DbSession, *, now: datetime) -> Cast:
    """Enter the cast into an empty database, commit, and return it."""
    hoerde, eving = offices()
    session.add_all([hoerde, eving, *skills(), *postcode_places(hoerde), *postcode_places(eving)])
    session.flush()
    accounts = accounts_of(hoerde, eving, now=now)
    session.add_all(accounts.values())
    session.flush()
    helpers = helpers_of(hoerde, eving, volunteer=accounts["volunteer"], now=now)
    requests = requests_of(hoerde, eving, senior=accounts["senior"], now=now)
    session.add_all([*helpers.values(), *requests.values()])
    session.commit()
    everybody: dict[str, Any] = {**accounts, **helpers, **requests}
    return Cast(hoerde=hoerde, eving=eving, **everybody)


def offices() -> tuple[Office, Office]:
    """Return the offices of Hörde and Eving, each with its district."""
    city = Organisation(name="Stadt Musterhausen")
    hoerde = office(city, code="hoerde", name="Hörde", place=(51.4890, 7.5060), postal_code="44263")
    eving = office(city, code="eving", name="Eving", place=(51.5520, 7.4730), postal_code="44339")
    return hoerde, eving


def office(
    organisation: Organisation, *, code: str, name: str, place: tuple[float, float], postal_code: str
) -> Office:
    """Return an office with one district around it; `place` is latitude and longitude."""
    latitude, longitude = place
    return Office(
        organisation=organisation,
        code=code,
        name=f"Seniorenbüro {name}",
        street="Musterweg 1",
        postal_code=postal_code,
        town="Musterhausen",
        phone="0231 555 0100",
        email=f"{code}@example.org",
        opening_hours="Mo-Fr 9-12",
        languages=["de", "en"],
        latitude=latitude,
        longitude=longitude,
        districts=[
            District(code=code, name=name, outline=square(place), latitude=latitude, longitude=longitude)
        ],
    )


def postcode_places(office: Office) -> list[PostcodePlace]:
    """Return two places of the office's postcode, so that whoever gives the postcode is asked which."""
    return [
        PostcodePlace(
            country="DE", postal_code=office.postal_code, name=name, district=office.districts[0],
            latitude=office.latitude, longitude=office.longitude,
        )
        for name in (office.districts[0].name, f"{office.districts[0].name}-Süd")
    ]  # fmt: skip


def square(place: tuple[float, float]) -> dict[str, object]:
    """Return a GeoJSON square of some 2 km around a latitude and longitude."""
    latitude, longitude = place
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
    return {
        "type": "Polygon",
        "coordinates": [[[longitude + 0.014 * east, latitude + 0.009 * north] for east, north in corners]],
    }


def skills() -> list[Skill]:
    """Return the kinds of help that the cast asks for and offers."""
    return [
        Skill(code="shopping", is_kind_of_help=True, visit_minutes=60),
        Skill(code="company", is_kind_of_help=True, visit_minutes=90, checks=["interview"]),
        Skill(code="garden", is_kind_of_help=True, visit_minutes=120, risk_class=RiskClass.MIDDLE),
    ]


def account(
    name: str, role: Role, *, now: datetime, office: Office | None = None, language: str = "en"
) -> Account:
    """Return an account without a password; `PageClient.sign_in` needs none."""
    word = name.split(maxsplit=1)[0].lower()
    return Account(
        email=f"{word}@example.org",
        name=name,
        fs_uniquifier=f"{word}-session",
        language=language,
        created_at=now,
        roles=[RoleGrant(name=role)],
        memberships=[OfficeMembership(office_id=office.id)] if office else [],
    )


def accounts_of(hoerde: Office, eving: Office, *, now: datetime) -> dict[str, Account]:
    """Return the accounts by their name in the cast."""
    return {
        "coordinator_hoerde": account("Hanna Beispiel", Role.COORDINATOR, office=hoerde, now=now),
        "coordinator_eving": account("Emil Beispiel", Role.COORDINATOR, office=eving, now=now),
        "network_lead": account("Nora Beispiel", Role.NETWORK_LEAD, now=now),
        "administrator": account("Anton Beispiel", Role.ADMINISTRATOR, now=now),
        "senior": account("Erna Muster", Role.PERSON_IN_NEED, now=now),
        "volunteer": account("Meryem Muster", Role.VOLUNTEER, now=now),
    }


def helper(
    first_name: str,
    *,
    office: Office,
    offers: str,
    speaks: str,
    weekday: int,
    now: datetime,
    **others: object,
) -> HelperProfile:
    """Return an active volunteer who offers one thing on one afternoon; `others` replaces any column."""
    columns: dict[str, Any] = {
        "reference": f"helper-{first_name.lower()}",
        "office_id": office.id,
        "district_id": office.districts[0].id,
        "first_name": first_name,
        "last_name": "Muster",
        "phone": "0231 555 0123",
        "email": f"{first_name.lower()}.muster@example.org",
        "kind": HelperKind.VOLUNTEER,
        "state": HelperState.ACTIVE,
        "postal_code": office.postal_code,
        "latitude": office.latitude,
        "longitude": office.longitude,
        "max_distance_m": 5_000.0,
        "max_requests": 2,
        "created_at": now,
        "skills": [HelperSkill(skill_code=offers)],
        "languages": [HelperLanguage(language="de"), HelperLanguage(language=speaks)],
        "checks": [HelperCheck(check_code="interview", seen_on=date(2026, 3, 2))],
        "times": [HelperTime(weekday=weekday, start_min=AFTERNOON[0], end_min=AFTERNOON[1])],
    }
    return HelperProfile(**{**columns, **others})


def helpers_of(
    hoerde: Office, eving: Office, *, volunteer: Account, now: datetime
) -> dict[str, HelperProfile]:
    """Return the helpers by their name in the cast."""
    return {
        "meryem": helper(
            "Meryem", office=hoerde, offers="shopping", speaks="tr", weekday=TUESDAY, now=now,
            account_id=volunteer.id,
        ),
        "jonas": helper(
            "Jonas", office=eving, offers="company", speaks="en", weekday=THURSDAY, now=now,
            kind=HelperKind.STUDENT,
        ),
        "pavel": helper(
            "Pavel", office=hoerde, offers="shopping", speaks="cs", weekday=TUESDAY, now=now,
            state=HelperState.APPLIED, checks=[],
        ),
    }  # fmt: skip


def help_request(
    reference: str, *, office: Office, kind: str, weekday: int, now: datetime, **others: object
) -> HelpRequest:
    """Return an open request for one visit on one afternoon; `others` replaces any column."""
    columns: dict[str, Any] = {
        "reference": f"request-{reference}",
        "office_id": office.id,
        "district_id": office.districts[0].id,
        "kind_code": kind,
        "state": RequestState.OPEN,
        "channel": Channel.ONLINE,
        "postal_code": office.postal_code,
        "latitude": (office.latitude or 0) + 0.005,
        "longitude": office.longitude,
        "priority": 2,
        "submitted_at": now,
        "skills": [RequestSkill(skill_code=kind)],
        "times": [RequestTime(weekday=weekday, start_min=AFTERNOON[0], end_min=AFTERNOON[1])],
    }
    return HelpRequest(**{**columns, **others})


def requests_of(hoerde: Office, eving: Office, *, senior: Account, now: datetime) -> dict[str, HelpRequest]:
    """Return the help requests by their name in the cast."""
    erna = PersonInNeed(
        account_id=senior.id, first_name="Erna", last_name="Muster", phone="0231 555 0199",
        email="erna.muster@example.org", birth_year=1941,
    )  # fmt: skip
    return {
        "shopping": help_request(
            "shopping", office=hoerde, kind="shopping", weekday=TUESDAY, now=now, person=erna,
            languages=[RequestLanguage(language="tr")],
        ),
        "company": help_request(
            "company", office=eving, kind="company", weekday=THURSDAY, now=now, checks=["interview"]
        ),
        "garden": help_request("garden", office=hoerde, kind="garden", weekday=TUESDAY, now=now),
        "uncleared": help_request(
            "uncleared", office=hoerde, kind="shopping", weekday=TUESDAY, now=now,
            state=RequestState.SUBMITTED, channel=Channel.PHONE,
        ),
    }  # fmt: skip
