"""Signed links in messages: whoever has one answers for one side about one visit, without signing in."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app

from helpexchange.core.links import read_link, signed
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.rules import LINK_DAYS

VISIT, QUESTION, NEXT = "visit", "question", "next"
PATHS = {VISIT: "/visits/reminder/", QUESTION: "/visits/question/", NEXT: "/visits/next/"}
_PARTS = 4


class AnswerLink(NamedTuple):
    """What a link says.

    Attributes:
        record_id: of the visit, the question or the engagement.
        whose_id: of the helper, or of the help request.
        representation_id: of who acts for the person; 0 for the person.
        number: the `link_number` of whoever was told.
        is_in_time: False once it is too old.
    """

    record_id: int
    side: Side
    whose_id: int
    representation_id: int
    number: int
    is_in_time: bool


def answer_link(
    purpose: str, *, record_id: int, side: Side, whose_id: int, number: int, representation_id: int = 0
) -> str:
    """Return the whole address of a link; it names nobody."""
    token = answer_token(
        purpose, record_id=record_id, side=side, whose_id=whose_id, number=number,
        representation_id=representation_id,
    )  # fmt: skip
    return f"{current_app.extensions['settings'].site_address}{PATHS[purpose]}{token}"


def answer_token(
    purpose: str, *, record_id: int, side: Side, whose_id: int, number: int, representation_id: int = 0
) -> str:
    """Return the last part of such a link."""
    letter = "h" if side is Side.HELPER else "p"
    return signed(f"follow-up-{purpose}", f"{record_id}-{letter}-{whose_id}-{representation_id}", number)


def answer_link_in(purpose: str, token: str) -> AnswerLink | None:
    """Return what such a link says, even if it is too old; None when it is not ours."""
    found = read_link(f"follow-up-{purpose}", token)
    parts = found.subject.split("-") if found else []
    if found is None or len(parts) != _PARTS:
        return None
    record_id, letter, whose_id, representation_id = parts
    side = Side.HELPER if letter == "h" else Side.PERSON
    return AnswerLink(
        int(record_id), side, int(whose_id), int(representation_id), found.number, found.is_in_time(LINK_DAYS)
    )
