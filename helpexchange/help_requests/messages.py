"""To whom messages about a request go, and the signed link in them that leads to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app

from helpexchange.core.links import SignedLink, read_link, signed
from helpexchange.core.phones import is_mobile
from helpexchange.help_requests.models import HelpRequest, PersonInNeed
from helpexchange.notifications.rules import About, Channel, Recipient
from helpexchange.representatives import messages as of_representatives
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import Told

PERSON_TYPE = "person_in_need"
LINK_PATH = "/my-request/"
_LINK = "my-request"
#: So long a link opens a request; every message brings a new one.
LINK_DAYS = 180


def wished_channel(*, email: str, phone: str, street: str) -> Channel:
    """Return how to tell somebody things who has not said how: a text reaches mobile phones only."""
    if email:
        return Channel.MAIL
    if is_mobile(phone):
        return Channel.TEXT
    return Channel.LETTER if street and not phone else Channel.CALL


def asker_of(request: HelpRequest) -> PersonInNeed | Representation | None:
    """Return who has asked: somebody for the person, or the person."""
    return request.representation or request.person


def ways_to_prove(person: PersonInNeed | Representation) -> list[Channel]:
    """Return how a code can be sent to whoever asks, the way they wish first."""
    ways = [Channel.MAIL] if person.email else []
    ways += [Channel.TEXT] if is_mobile(person.phone) else []
    return sorted(ways, key=lambda way: way is not person.channel)


def recipient_of(person: PersonInNeed, office_id: int) -> Recipient:
    """Return who is told about the requests of a person: they, or whoever asks for them."""
    post_lines = (person.street, f"{person.postal_code} {person.town}".strip()) if person.street else ()
    return Recipient(
        person=About(object_type=PERSON_TYPE, object_id=person.id), office_id=office_id,
        name=person.asked_by or person.name, channel=person.channel, language=person.language,
        reads_easy=person.reads_easy,
        email=person.email, phone=person.phone, post_lines=tuple(line for line in post_lines if line),
    )  # fmt: skip


def recipient_who_asked(request: HelpRequest) -> Recipient | None:
    """Return whoever has asked as somebody to be told things."""
    if request.representation is not None:
        return of_representatives.recipient_of(request.representation)
    return recipient_of(request.person, request.office_id) if request.person else None


class Addressee(NamedTuple):
    """Somebody who is told about a request.

    Attributes:
        link: at which they can follow it.
        key: tells apart what two people are told about the same.
        acts_for: first name of the person for whom they act; empty for that person.
    """

    recipient: Recipient
    link: str
    key: str = ""
    acts_for: str = ""


def addressees_of(request: HelpRequest, acting: Sequence[Representation]) -> list[Addressee]:
    """Return who is told about a request: the person, whoever acts for them, or both, as they have chosen.

    Args:
        acting: whose word counts today; nobody hears anything without.
    """
    if request.person is None:
        return []
    told = [
        Addressee(
            of_representatives.recipient_of(each), of_representatives.link_to(each),
            f"representation {each.id}", request.person.first_name,
        )
        for each in acting
        if each.told is not Told.PERSON
    ]  # fmt: skip
    if any(each.told is Told.REPRESENTATIVE for each in acting):
        return told
    return [Addressee(recipient_of(request.person, request.office_id), link_to(request)), *told]


def link_to(request: HelpRequest) -> str:
    """Return the address at which whoever has the link can follow a request without an account."""
    settings = current_app.extensions["settings"]
    site = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return f"{site}{LINK_PATH}{token_of(request.reference, request.link_number)}"


def token_of(reference: str, number: int = 1) -> str:
    """Return the signed word for a reference; it holds nothing about the person.

    Args:
        number: the request's `link_number`; a link with another one is over.
    """
    return signed(_LINK, reference, number)


def link_in(token: str) -> SignedLink | None:
    """Return what a signed word says, even if it is over; None if it was not signed by us."""
    return read_link(_LINK, token)


def is_over(link: SignedLink, request: HelpRequest) -> bool:
    """Return whether a link to a request is too old, or was replaced by another."""
    return link.number != request.link_number or not link.is_in_time(LINK_DAYS)
