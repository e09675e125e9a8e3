"""To whom messages about visits go, with the link by which each of them answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app

from helpexchange.engagements.models import Engagement
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.links import answer_link
from helpexchange.help_requests.messages import addressees_of
from helpexchange.helper_profiles.links import PAGE, link_for
from helpexchange.helper_profiles.messages import recipient_of as helper_of
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.notifications.rules import About, Recipient
from helpexchange.offices.models import Office
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import REPRESENTATION

FOLDER = "follow_up/messages/"
OFFICE = "office"


class Told(NamedTuple):
    """Somebody who is told about visits.

    Attributes:
        name: with which the message greets them.
        link: to all their visits.
        key: tells apart what two people are told about the same.
        acts_for: first name of the person for whom they act; empty for the two themselves.
    """

    recipient: Recipient
    side: Side
    name: str
    link: str
    whose_id: int
    number: int
    key: str = ""
    acts_for: str = ""
    representation_id: int = 0

    def answer_at(self, purpose: str, record_id: int) -> str:
        """Return the address at which they answer."""
        return answer_link(
            purpose, record_id=record_id, side=self.side, whose_id=self.whose_id, number=self.number,
            representation_id=self.representation_id,
        )  # fmt: skip


def told_helper(helper: HelperProfile) -> Told:
    """Return a helper as somebody to be told about visits."""
    link = link_for(PAGE, helper.id, helper.link_number)
    return Told(helper_of(helper), Side.HELPER, helper.first_name, link, helper.id, helper.link_number)


def told_for_person(engagement: Engagement, acting: Sequence[Representation]) -> list[Told]:
    """Return who is told for the person: they, whoever acts for them, or both, as they have chosen.

    Args:
        acting: whose word counts today.
    """
    request, numbers = engagement.request, {each.id: each.link_number for each in acting}
    found = []
    for each in addressees_of(request, acting):
        human = each.recipient.person
        acts = human.object_id if human.object_type == REPRESENTATION else 0
        found.append(
            Told(
                each.recipient, Side.PERSON, each.recipient.name, each.link, request.id,
                numbers[acts] if acts else request.link_number, each.key, each.acts_for, acts,
            )
        )  # fmt: skip
    return found


def office_as_recipient(office: Office) -> Recipient | None:
    """Return an office as somebody to be told things by mail; None if it has no address."""
    if not office.email:
        return None
    return Recipient(
        person=About(object_type=OFFICE, object_id=office.id), office_id=office.id, name=office.name,
        email=office.email,
    )  # fmt: skip


def concern_link(concern_id: int) -> str:
    """Return the address at which an office looks after a concern."""
    return f"{current_app.extensions['settings'].site_address}/concerns/{concern_id}"
