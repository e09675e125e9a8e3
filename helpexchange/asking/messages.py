"""To whom messages about an ask go, and the words that each of them names, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from helpexchange.asking import labels
from helpexchange.asking.links import helper_link
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import Contact
from helpexchange.asking.rules import ASK
from helpexchange.config import LANGUAGES
from helpexchange.core.i18n import Text, locale_of
from helpexchange.core.i18n import lazy_text as _
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.notifications.rules import About, Channel, Recipient

FOLDER = "asking/messages/"


def about(ask: Ask) -> About:
    """Return the record in whose history messages about an ask stand."""
    return About(object_type=ASK, object_id=ask.id)


def person_name(ask: Ask) -> str:
    """Return the first name of the person in need; empty for a request that came without one."""
    return ask.request.person.first_name if ask.request.person else ""


@contextmanager
def in_language_of(to: Recipient) -> Iterator[None]:
    """Let words be put together in the language of whoever is told."""
    settings = current_app.extensions["settings"]
    spoken = to.language if to.language in LANGUAGES else settings.default_language
    with force_locale(locale_of(spoken, reads_easy=to.reads_easy)):
        yield


def words_for_helper(ask: Ask, to: Recipient) -> dict[str, object]:
    """Return what a message to the helper names: no place nearer than the district, no last name."""
    with in_language_of(to):
        return {
            **_what(ask), "name": ask.helper.first_name, "person": person_name(ask),
            "why": labels.why_you(ask.proposal, person_name(ask)), "link": helper_link(ask.id),
            "own_page": link_for(PAGE, ask.helper.id, ask.helper.link_number), "expires_at": ask.expires_at,
        }  # fmt: skip


def words_for_person(ask: Ask, to: Recipient, *, link: str, acts_for: str = "") -> dict[str, object]:
    """Return what a message to the person, or whoever acts for them, names: the helper's first name only."""
    with in_language_of(to):
        return {
            **_what(ask), "name": to.name, "helper": ask.helper.first_name, "link": link,
            "acts_for": acts_for,
        }  # fmt: skip


def contact_words(contact: Contact, first_at: datetime | None) -> dict[str, object]:
    """Return how the other side is reached, for the message after both have agreed."""
    return {
        "their_name": contact.name, "their_phone": contact.phone, "their_email": contact.email,
        "their_address": contact.address, "first_at": first_at,
    }  # fmt: skip


def _what(ask: Ask) -> dict[str, object]:
    request = ask.request
    return {
        "kind": labels.kind_of(ask.proposal), "district": request.district.name if request.district else "",
        "times": labels.times_of(ask.proposal), "often": labels.often(ask.proposal),
        "first_visit": labels.first_visit_words(ask), "office": request.office.name,
        "phone": request.office.phone,
    }  # fmt: skip


def key_of(ask: Ask, *parts: str) -> str:
    """Return the key under which something is told once about an ask."""
    return " ".join(filter(None, (ASK, str(ask.id), *parts)))


def goes_by_post(to: Recipient) -> bool:
    """Return whether the person is told by letter."""
    return to.reachable_by() is Channel.LETTER


def wishes_call() -> str:
    """Return why a helper is called who has pressed "call me", for the office."""
    return _for_office(_("Would like to talk about a question we asked, before saying yes or no."))


def trial_call(helper: str) -> str:
    """Return why a person is called some weeks after the agreement, for the office."""
    return _for_office(_("The trial period ends. How does it go with %(helper)s?", helper=helper))


def _for_office(words: Text) -> str:
    with force_locale(locale_of(current_app.extensions["settings"].default_language)):
        return str(words)
