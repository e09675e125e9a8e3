"""What people in need read about who comes and about their visits is in easy language, too."""

import re

import pytest

from helpexchange.asking.links import person_token
from helpexchange.asking.rules import AskState
from helpexchange.core.database import db
from helpexchange.core.viewer import VISITOR
from helpexchange.engagements.actions import accompany, begin_engagement, end_engagement
from helpexchange.engagements.rules import EndReason, FirstVisit, Side
from helpexchange.help_requests.messages import token_of
from helpexchange.match_runs.rules import ProposalState
from helpexchange.notifications.rules import Channel
from tests.asked import said_yes
from tests.cast import Cast
from tests.engaged import after, agreed, begun, visits
from tests.fakes import FakeClock
from tests.following import asked, next_path, question_path, visit_path
from tests.matched import as_viewer
from tests.outbox import messages
from tests.page_client import PageClient
from tests.whole.easy_words import LEFT_OUT, easy_texts
from tests.whole.test_easy_language import MOST_WORDS, sentences

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: Said to the helper or the office when the person has answered.
OF_OFFICE = {
    "It is agreed", "It is agreed. Thank you!", "It is not far from you.", "It is not needed this time",
    "The trial period ends. How does it go with %(helper)s?",
    "This help is not needed any more. Thank you for being there!",
    "We had asked you for help: %(kind)s, %(times)s.", "We have never asked you before.",
    "We have not asked you for some time.",
    "You both speak %(languages)s.", "You know very well how to do this.", "You visit:",
}  # fmt: skip

#: Said to the helper in the same messages.
OF_HELPER = {"You visit %(who)s."}
COMING_ALONG = (
    (FirstVisit.COORDINATOR, ""), (FirstVisit.COORDINATOR, "Hanna Beispiel"), (FirstVisit.EXPERIENCED, ""),
    (FirstVisit.ALONE, ""),
)  # fmt: skip


def test_what_is_said_about_visits_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    begun(cast, clock)
    first, second = visits()[:2]
    base = f"/my-request/{token_of(cast.shopping.reference)}"
    for url in ("", "/visits", f"/visits/{second.id}/cancel", "/calendar"):
        client.get(f"{base}{url}?lang=de&easy=1")
    client.post(f"{base}/visits/{second.id}/cancel", {}, status=422)
    client.submit(f"{base}/visits/{second.id}/cancel", {"reason": "ill"})
    client.submit(f"{base}/visits/{second.id}/restore")
    client.post(f"{base}/visits/pause/{first.engagement_id}", {"first": "x"}, status=422)
    client.post(f"{base}/visits/pause/{first.engagement_id}", {"first": ""}, status=422)
    client.submit(f"{base}/visits/pause/{first.engagement_id}", {"first": "2026-11-20", "back": "2026-11-21"})
    client.submit(f"{base}/visits/pause/{first.engagement_id}", {"first": "2026-12-20"})
    client.submit(f"{base}/visits/resume/{first.engagement_id}")
    client.get(f"{base}/visits/{second.id}/move")
    client.post(f"{base}/visits/{second.id}/move", {"day": "x", "start": "x"}, status=422)
    client.post(f"{base}/visits/{second.id}/move", {"day": "2027-11-10", "start": "10"}, status=422)
    client.submit(f"{base}/visits/{second.id}/move", {"day": "2026-11-11", "start": "10"})
    concern = f"{base}/visits/concern/{first.engagement_id}"
    client.get(concern)
    client.post(concern, {"text": ""}, status=422)
    client.submit(concern, {"text": "laut"})
    client.submit(f"{base}/calendar/open")
    client.submit(f"{base}/calendar/renew/1")
    client.submit(f"{base}/calendar/close")
    after(clock, first)
    for page in ("done", "missed"):
        client.get(f"{base}/visits/{first.id}/{page}")
        client.post(f"{base}/visits/{first.id}/{page}", {"minutes": "x"}, status=422)
    client.submit(f"{base}/visits/{first.id}/missed", {"missing": "both"})
    assert sorted(said - easy_texts().keys() - LEFT_OUT) == []


def test_what_is_said_about_who_comes_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    own = f"/my-request/{token_of(cast.shopping.reference)}"
    client.get(f"{own}?lang=de&easy=1")
    ask = said_yes(cast, clock)
    said.clear()
    url = f"/who-comes/{person_token(ask.id)}"
    for each in (own, url, f"{own}/contacts"):
        client.get(each)
    client.submit(f"{url}/call")
    client.submit(f"{url}/yes")
    client.submit(f"{url}/yes")
    client.get(f"{own}/contacts")
    ask.state = AskState.YES
    ask.proposal.state = ProposalState.ACCEPTED
    db.session.commit()
    client.submit(f"{url}/no")
    assert sorted(said - easy_texts().keys() - LEFT_OUT - OF_OFFICE) == []


def test_what_is_answered_by_link_is_easy(
    client: PageClient, cast: Cast, clock: FakeClock, said: set[str]
) -> None:
    engagement = begun(cast, clock)
    reminder = visit_path(visits()[0], Side.PERSON)
    client.get(f"{reminder}?lang=de&easy=1")
    said.clear()
    client.get(reminder)
    client.submit(f"{reminder}/confirm")
    client.get(f"{reminder}/concern")
    client.get(f"{reminder}/cancel")
    question = asked(clock)[1]
    client.get(reminder)
    client.get(question_path(question))
    client.submit(question_path(question), {"answer": "wrong"})
    end_engagement(
        engagement=engagement, side=Side.PERSON, reason=EndReason.MOVED, needs_another=False, by=VISITOR,
        now=clock.now(),
    )  # fmt: skip
    client.get(next_path(engagement, Side.PERSON))
    client.submit(f"{next_path(engagement, Side.PERSON)}/look")
    clock.advance(days=61)
    client.get(reminder, status=410)
    assert sorted(said - easy_texts().keys() - LEFT_OUT) == []


@pytest.mark.parametrize("channel", list(Channel))
def test_what_is_told_before_the_first_visit_is_easy(
    cast: Cast, clock: FakeClock, said: set[str], channel: Channel
) -> None:
    assert cast.shopping.person is not None
    cast.shopping.person.reads_easy, cast.shopping.person.language = True, "de"
    cast.shopping.person.channel, cast.shopping.person.street = channel, "Musterweg 2"
    hanna = as_viewer(cast.coordinator_hoerde)
    engagement = begin_engagement(
        request_id=cast.shopping.id, helper_id=cast.meryem.id, agreed=agreed(), tells_both=True, by=hanna,
        now=clock.now(),
    )  # fmt: skip
    for kind, name in COMING_ALONG:
        accompany(engagement_id=engagement.id, first_visit=kind, name=name, by=hanna, now=clock.now())
    theirs = [each for each in messages() if each.person_type == "person_in_need"]
    names = [each.message.rpartition("/")[2] for each in theirs]
    assert names == ["planned", *["first_visit"] * len(COMING_ALONG)]
    lines = [line for each in theirs for text in (each.subject, each.text) for line in text.splitlines()]
    long = [words for line in lines for words in sentences(line) if len(words) > MOST_WORDS]
    assert long == []
    assert [line for line in lines if re.search(r"[a-zäöüß]\.[A-ZÄÖÜ]", line)] == []
    assert sorted(said - easy_texts().keys() - LEFT_OUT - OF_HELPER) == []
