"""What the tests of the whole share: a site with something on every page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import flask_babel
import pytest
from flask import Flask
from sqlalchemy import select

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.config import Settings
from helpexchange.consents.actions import note_consent
from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import agreement
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR, Viewer
from helpexchange.core.week import WeeklyTime
from helpexchange.engagements.actions import begin_engagement, open_feed
from helpexchange.engagements.links import feed_token
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.help_requests.actions import hand_over_request
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.rules import Proof
from helpexchange.helper_profiles.links import INTEREST, PAGE, token_for
from helpexchange.match_runs.models import MatchRun, Proposal
from helpexchange.notifications.actions import print_letters
from helpexchange.notifications.rules import About, Channel, MessageState
from helpexchange.notifications.stop_links import stop_link
from helpexchange.places.models import PostcodePlace
from helpexchange.representatives.actions import ask_representation
from helpexchange.representatives.messages import token_of as acting_token
from tests.cast import Cast, DbSession, help_request
from tests.engaged import agreed
from tests.fakes import FakeClock
from tests.page_checks import Page, check_page
from tests.page_client import MOST_SQL_STATEMENTS, PageClient
from tests.representing import UTE, acts_for_erna
from tests.stand_ins import stand_in_examples
from tests.told import told
from tests.whole.account_examples import account_examples
from tests.whole.addresses import Address, Examples, addresses, somebody_for
from tests.whole.ask_examples import ask_examples
from tests.whole.flow_answers import Answers, answers, steps
from tests.whole.follow_up_examples import follow_up_examples
from tests.whole.hours_examples import hours_examples
from tests.whole.program_examples import program_examples
from tests.whole.record_examples import notes_of_hoerde, records_of_hoerde

OpenAll = Callable[..., list[Page]]
#: Pages of somebody's data whose address names a record; those of people name the person as a whole.
OF_OFFICE = (
    "subject_of",
    "of_office_data",
    "of_office_download",
    "of_office_end",
    "of_office_paper",
    "of_office_erase",
)

#: Pages about visits below the link to a request.
OF_VISITS = (
    "visits", "sheet", "visit_file", "cancel", "restore", "missed", "done", "calendar", "open_calendar",
    "renew_calendar", "close_calendar", "rest", "go_on", "move",
)  # fmt: skip
#: Those of them that whoever acts for the person has, too.
ACTING = tuple(name for name in OF_VISITS if "calendar" not in name)


@pytest.fixture
def examples(app: Flask, cast: Cast, match_run: MatchRun, db_session: DbSession) -> Examples:
    """Examples of every part of an address that is not fixed."""
    proposal = db_session.scalars(select(Proposal)).one()
    by = viewer_of(cast.coordinator_hoerde)
    messages = _messages_of_hoerde(app, cast, by, now=match_run.requested_at)
    hand_over_request(
        request_id=cast.garden.id, office_id=cast.eving.id, note="Eving has a gardener", by=by,
        now=FakeClock().now(),
    )  # fmt: skip
    db_session.commit()
    # First, because two helpers are made one: who is left would have what the other has done.
    notes = notes_of_hoerde(cast, db_session, now=match_run.requested_at)
    visits = _visits_of_hoerde(cast)
    return {
        **notes,
        **visits,
        **ask_examples(cast, match_run),
        **records_of_hoerde(cast, db_session, now=match_run.requested_at),
        **messages,
        **hours_examples(cast, visits["engagements.helper_done.visit_id"]),
        "request_id": [cast.shopping.id],
        "help_requests.handed_over.request_id": [cast.garden.id],
        "helper_id": [cast.meryem.id],
        "office_id": [cast.hoerde.id],
        "reports.show_part.part": ["requests", "helpers", "engagements", "equality", "offices"],
        "reports.download.name": ["served"],
        "ending": ["csv", "xlsx"],
        "account_id": [cast.volunteer.id],
        "run_id": [match_run.id],
        "proposal_id": [proposal.id],
        "code": [cast.hoerde.code],
        **_data_of_erna(cast),
        "token": [token_of(cast.shopping.reference)],
        **_representations_of_erna(cast, now=FakeClock().now()),
        "helper_profiles.open_link.token": [token_for(PAGE, cast.meryem.id)],
        "purpose": [PAGE],
        "helper_profiles.fresh_link.token": [token_for(PAGE, cast.meryem.id)],
        "helper_profiles.ask_interest.token": [token_for(INTEREST, cast.meryem.id)],
        **steps(),
        **account_examples(app, cast, db_session),
        **program_examples(cast),
    }


def _messages_of_hoerde(app: Flask, cast: Cast, by: Viewer, *, now: datetime) -> Examples:
    """Let a message fail, and letters and calls wait; return the examples."""
    failed = told(now=now, is_essential=False)
    failed.state = MessageState.FAILED
    failed.last_error = "address_refused 550"
    for channel in (Channel.LETTER, Channel.CALL, Channel.LETTER):
        told(now=now, channel=channel, office_id=cast.hoerde.id)
    batch = print_letters(office_id=cast.hoerde.id, by=by, now=now)
    assert batch is not None
    told(now=now, channel=Channel.LETTER, office_id=cast.hoerde.id)
    stopping = stop_link(failed, Settings(secret_key=str(app.secret_key))).rpartition("/")[2]
    return {
        "message_id": [failed.id],
        "batch_id": [batch.id],
        **{f"notifications.{name}.token": [stopping] for name in ("show_stop", "stop", "allow")},
    }


def _representations_of_erna(cast: Cast, *, now: datetime) -> Examples:
    """Let one act for Erna and another wish to; return the examples."""
    holds = acts_for_erna(cast, now)
    waits = ask_representation(
        person_id=holds.person_id, office_id=cast.hoerde.id, who=UTE, reference="V-0123456789abcde0",
        by=VISITOR, now=now,
    )  # fmt: skip
    db.session.commit()
    by_link = ("acting", "ask_acting", "change_acting", "end_acting_request", "call_acting", "stop_acting")
    token = acting_token(holds)
    return {
        "representation_id": [holds.id],
        "help_requests.answer_representative.representation_id": [waits.id],
        "people.hear_word.representation_id": [waits.id],
        **{f"help_requests.{name}.token": [token] for name in (*by_link, "fresh_acting_link")},
        "follow_up.concern_about_request.token": [token],
        "follow_up.acting_concern.token": [token],
        **{f"engagements.acting_{name}.token": [token] for name in ACTING},
    }


def _visits_of_hoerde(cast: Cast) -> Examples:
    """Let Meryem visit Erna, with a calendar, and Pavel, whose page is open for visitors; return examples."""
    meryems, pavels = (_engagement(cast, name, weekday) for name, weekday in (("second", 2), ("third", 3)))
    pavels.helper_id = cast.pavel.id
    owner = About(object_type="helper", object_id=cast.meryem.id)
    feed = open_feed(owner=owner, office_id=cast.hoerde.id, by=VISITOR, now=FakeClock().now())
    for visit in db.session.scalars(select(Visit).where(Visit.engagement_id == pavels.id)):
        visit.helper_id = cast.pavel.id
    db.session.flush()
    visit_ids = {
        each.id: [db.session.scalars(select(Visit.id).where(Visit.engagement_id == each.id)).first()]
        for each in (meryems, pavels)
    }
    reference = meryems.request.reference
    person = {f"engagements.person_{name}.token": [token_of(reference)] for name in OF_VISITS}
    of_pavel = {f"engagements.helper_{name}.visit_id": visit_ids[pavels.id] for name in OF_VISITS}
    of_pavel |= {f"engagements.helper_{name}.engagement_id": [pavels.id] for name in ("rest", "go_on")}
    followed = follow_up_examples(meryems, pavels_id=pavels.id)
    db.session.commit()
    return {
        **followed,
        **stand_in_examples(visit_ids[meryems.id][0] or 0, cast),
        "engagement_id": [meryems.id], "visit_id": visit_ids[meryems.id], "number": [1],
        "engagements.feed.token": [feed_token(feed)],
        "engagements.own_visits.request_id": [meryems.request_id], **person, **of_pavel,
        **{f"engagements.acting_{name}.request_id": [meryems.request_id] for name in ACTING},
    }  # fmt: skip


def _engagement(cast: Cast, name: str, weekday: int) -> Engagement:
    now = FakeClock().now()
    request = help_request(name, office=cast.hoerde, kind="shopping", weekday=weekday, now=now)
    request.person = cast.shopping.person
    db.session.add(request)
    db.session.flush()
    times = agreed(times=(WeeklyTime(weekday, 600, 660),))
    by = viewer_of(cast.coordinator_hoerde)
    return begin_engagement(request_id=request.id, helper_id=cast.meryem.id, agreed=times, by=by, now=now)


def _data_of_erna(cast: Cast) -> Examples:
    """Note a consent of Erna's and one of Pavel's, and return the examples of the pages of data."""
    asked = note_consent(
        whose=("person_in_need", cast.shopping.person_id or 0),
        agreement=agreement(ConsentPurpose.ASK, language="en"),
        office_id=cast.hoerde.id, by=VISITOR, now=FakeClock().now(),
    )  # fmt: skip
    offered = note_consent(
        whose=("helper", cast.pavel.id), agreement=agreement(ConsentPurpose.HELP, language="en"),
        office_id=cast.hoerde.id, by=VISITOR, now=FakeClock().now(),
    )  # fmt: skip
    db.session.commit()
    return {
        "kind": ["people-in-need"],
        **{f"privacy.{name}.person_id": [asked.person_id] for name in OF_OFFICE},
        "consent_id": [asked.id],
        "privacy.own_end.consent_id": [offered.id],
    }


@pytest.fixture
def answered(cast: Cast, db_session: DbSession) -> Answers:
    """The answers to all questions, so that every page of a flow can be opened."""
    place = db_session.scalars(select(PostcodePlace).order_by(PostcodePlace.id)).first()
    assert place is not None
    # Sent without an account: the page that asks for the code opens too.
    cast.uncleared.proof = Proof.NONE
    cast.uncleared.person = PersonInNeed(first_name="Ada", last_name="Muster", email="ada@example.org")
    db_session.commit()
    return answers(cast, place)


@pytest.fixture
def every_address(app: Flask, examples: Examples) -> list[Address]:
    """One address of every page."""
    return addresses(app, examples)


@pytest.fixture
def open_as_fits(client: PageClient, cast: Cast, answered: Answers) -> Callable[..., Page | None]:
    """Return a function that opens an address as somebody who may; None if the answer is no page."""

    def open_(address: Address, query: str = "") -> Page | None:
        sign_in(client, somebody_for(address.who, cast))
        with client.browser.session_transaction() as session:
            session.update(answered)
        client._open(address.url + query, method="GET", headers={})
        assert client.response.status_code in (200, 302), client._unexpected(address.url, 200)
        if client.response.status_code == 302 or client.response.mimetype != "text/html":
            return None
        client._assert_few_statements(address.url, MOST_SQL_STATEMENTS)
        page = Page(address.url + query, client.response.text)
        check_page(page)
        return page

    return open_


@pytest.fixture
def open_all(open_as_fits: Callable[..., Page | None], every_address: list[Address]) -> OpenAll:
    """Return a function that opens every page, and fails with what is wrong with all of them."""

    def open_(query: str = "") -> list[Page]:
        pages, faults = [], []
        for address in every_address:
            try:
                page = open_as_fits(address, query)
            except Exception as error:  # noqa: BLE001  # whatever it is, it is told with the others
                faults.append(f"{address.url}: {type(error).__name__}: {error}")
            else:
                pages += [page] if page else []
        assert not faults, "\n\n".join(faults)
        return pages

    return open_


def sign_in(client: PageClient, account: Account | None) -> None:
    """Step into an account, or become a visitor."""
    if account is None:
        client.sign_out()
    else:
        client.sign_in(account)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return a set that fills up with all texts that pages ask for."""
    noted: set[str] = set()
    real = flask_babel.Domain.get_translations

    def noting(domain: flask_babel.Domain) -> Any:
        translations = real(domain)
        plain = type(translations).ugettext

        def noting_text(text: str) -> str:
            noted.add(text)
            return str(plain(translations, text))

        translations.ugettext = noting_text
        return translations

    monkeypatch.setattr(flask_babel.Domain, "get_translations", noting)
    return noted
