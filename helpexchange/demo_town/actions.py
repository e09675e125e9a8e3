"""Loading the demo town."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from flask import current_app
from flask_security import hash_password
from sqlalchemy import func, select

from helpexchange.accounts.actions import create_account
from helpexchange.audit_trail.actions import record
from helpexchange.core.clock import local_date
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer, system_viewer
from helpexchange.demo_town import cast, ground, outlines
from helpexchange.demo_town.accounts import DEMO_ROLES, PASSWORD
from helpexchange.demo_town.earlier import invent_earlier_help
from helpexchange.demo_town.following import invent_what_follows
from helpexchange.demo_town.interviews import invent_experiences, invent_slots
from helpexchange.demo_town.pairs import invent_relations
from helpexchange.demo_town.people_who_ask import invent_requests
from helpexchange.demo_town.people_who_help import invent_helpers
from helpexchange.demo_town.places import Ground, Scene
from helpexchange.demo_town.representing import ask_for_one, invent_representations
from helpexchange.demo_town.rules import check_may_load
from helpexchange.demo_town.special_people import special_helpers, special_requests
from helpexchange.demo_town.spending import invent_spending
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.offices.actions import add_district, open_office
from helpexchange.offices.models import Office
from helpexchange.offices.queries import first_contact_due_on
from helpexchange.places.actions import NewPlace, load_places
from helpexchange.skills.actions import add_standard_skills

Progress = Callable[[str], None]

SEED = 20_261


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoTown:
    """What is in the town; `is_new` is False when it had been loaded before and nothing was done."""

    offices: int
    helpers: int
    requests: int
    is_new: bool


def load_demo_town(
    *, by: Viewer, now: datetime, progress: Progress | None = None, seed: int = SEED
) -> DemoTown:
    """Load the twelve districts, their offices, helpers, requests and demo accounts, unless they are there.

    Args:
        by: somebody who answers for the whole town.
        now: all dates are counted back from it.
        progress: is told, in English, what comes next.
        seed: the same seed and `now` make the same town.

    Raises:
        NoDemoHereError: the installation is neither for demo nor for tests.
        NotAllowedRefusal: `by` does not answer for the whole town.
    """
    check_may_load(current_app.extensions["settings"].environment)
    if _count(Office):
        return _town(is_new=False)
    tell = progress or (lambda _step: None)
    tell("twelve districts and their offices")
    town = _load_ground(by=by, now=now)
    tell("accounts to step into")
    account_ids = _create_accounts(town, by=by, now=now)
    tell("helpers and requests")
    _load_people(seed, town, account_ids, now=now)
    loaded = _town(is_new=True)
    record(
        act="load_demo_town", object_type="town", object_id=0, office_id=None, by=by, now=now, seed=seed,
        helpers=loaded.helpers, requests=loaded.requests,
    )  # fmt: skip
    return loaded


def _town(*, is_new: bool) -> DemoTown:
    db.session.flush()
    return DemoTown(
        offices=_count(Office), helpers=_count(HelperProfile), requests=_count(HelpRequest), is_new=is_new
    )


def _count(table: type[Office | HelperProfile | HelpRequest]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _load_ground(*, by: Viewer, now: datetime) -> Ground:
    add_standard_skills(by=by, now=now)
    homes = ground.home_of_postcode()
    middles = {postal_code: ground.middle_of_postcode(postal_code) for postal_code in homes}
    shapes = outlines.district_outlines(middles, homes)
    office_ids, district_ids = {}, {}
    for number, plan in enumerate(ground.DISTRICTS):
        office = _open_office(number, plan, by=by, now=now)
        district = add_district(
            office=office, code=plan.code, name=plan.name, outline=shapes[plan.code],
            middle=ground.middle_of_district(plan), by=by, now=now,
        )  # fmt: skip
        office_ids[plan.code], district_ids[plan.code] = office.id, district.id
    town = Ground(office_ids, district_ids, middles, homes)
    load_places(places=_places(town), by=by, now=now)
    return town


def _open_office(number: int, plan: ground.DistrictPlan, *, by: Viewer, now: datetime) -> Office:
    latitude, longitude = ground.middle_of_district(plan)
    return open_office(
        organisation=ground.ORGANISATION, code=plan.code, name=f"Seniorenbüro {plan.name}", by=by, now=now,
        street=f"Musterstraße {number + 1}", postal_code=ground.own_postcodes(plan)[0], town=ground.TOWN,
        phone=f"0231 0000-{101 + number}", email=f"{plan.code}@seniorenbuero.example",
        opening_hours=ground.opening_hours(number), languages=list(plan.languages),
        state_code=ground.STATE, call_script=ground.CALL_SCRIPT, professional_work=ground.PROFESSIONAL_WORK,
        latitude=latitude, longitude=longitude,
    )  # fmt: skip


def _places(town: Ground) -> list[NewPlace]:
    return [
        NewPlace(
            country=ground.COUNTRY, postal_code=postal_code, name=f"{ground.TOWN}-{quarter}",
            latitude=town.middles[postal_code][0], longitude=town.middles[postal_code][1],
            district_id=town.district_ids[plan.code],
        )
        for plan in ground.DISTRICTS
        for postal_code, quarters in plan.postcodes.items()
        for quarter in quarters
    ]  # fmt: skip


def _create_accounts(town: Ground, *, by: Viewer, now: datetime) -> dict[str, int]:
    """Return the id of each demo account by the code of its role; they share a password and its slow hash."""
    secret = hash_password(PASSWORD)
    found = {}
    for role in DEMO_ROLES:
        account = create_account(
            email=role.email, name=role.name, password=None, roles=[role.role],
            office_ids=[town.office_ids[district] for district in role.districts], by=by, now=now,
        )  # fmt: skip
        account.password = secret
        found[role.code] = account.id
    return found


def _load_people(seed: int, town: Ground, account_ids: dict[str, int], *, now: datetime) -> None:
    time_zone = current_app.extensions["settings"].time_zone
    today = local_date(now, time_zone)
    scene = Scene(Random(seed), town, now, today)
    volunteer = cast.volunteer(scene, account_ids["volunteer"])
    profiles = [
        *invent_helpers(scene),
        *special_helpers(scene),
        volunteer,
        cast.student(scene, account_ids["student"]),
    ]
    requests = [
        *invent_requests(scene),
        *special_requests(scene),
        *cast.senior_requests(scene, account_ids["senior"]),
    ]
    by = system_viewer("demo")
    for request in requests:
        if request.state is RequestState.SUBMITTED:
            request.first_contact_due_on = first_contact_due_on(by, request.office_id, request.submitted_at)
    db.session.add_all([*profiles, *requests])
    offices = sorted(town.office_ids.values())
    db.session.add_all(
        [*invent_slots(offices, today=today, time_zone=time_zone), *invent_experiences(offices)]
    )
    db.session.flush()
    db.session.add_all(list(invent_spending(scene, volunteer)))
    db.session.add_all(list(invent_relations(scene.rng, profiles, requests)))
    by_reference = {request.reference: request for request in requests}
    db.session.add_all(invent_representations(scene, by_reference, account_ids["representative"]))
    ask_for_one(scene, by_reference, by)
    invent_what_follows(scene)
    invent_earlier_help(scene)
