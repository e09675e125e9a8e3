"""What pages of others show of asks, without those features knowing of asks: own pages, and runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import url_for

from helpexchange.asking import labels
from helpexchange.asking.links import helper_token, person_token
from helpexchange.asking.models import Ask
from helpexchange.asking.pages.blueprint import blueprint
from helpexchange.asking.queries import asks_about_person, asks_about_request, asks_for_helper, standing_of
from helpexchange.asking.rules import GRACE, AskState
from helpexchange.core.clock import now
from helpexchange.core.i18n import gettext, moment_text
from helpexchange.core.viewer import current_viewer
from helpexchange.help_requests.messages import token_of
from helpexchange.help_requests.models import HelpRequest


@blueprint.app_context_processor
def _parts() -> dict[str, Any]:
    return {
        "ask_links": ask_links,
        "asked_now": asked_now,
        "asks_url": asks_url,
        "contacts_url": contacts_url,
        "coming_for": coming_for,
        "coming_to": coming_to,
        "waiting_words": waiting_words,
    }


def asked_now(helper_id: int) -> list[dict[str, Any]]:
    """Return what a helper is asked now, each with the page on which it is answered."""
    return [
        {
            "url": url_for("asking.asked", token=helper_token(ask.id)),
            "text": f"{labels.kind_of(ask.proposal)}, {labels.times_of(ask.proposal)}",
            "waits": ask.state is AskState.OPEN, "expires_at": ask.expires_at,
        }
        for ask in asks_for_helper(current_viewer(), helper_id)
    ]  # fmt: skip


def coming_to(request: HelpRequest) -> list[dict[str, Any]]:
    """Return who would come to a request and waits for the person's word."""
    return [_coming(ask) for ask in asks_about_request(current_viewer(), request.id)]


def coming_for(person_id: int, representation_id: int) -> list[dict[str, Any]]:
    """Return who would come to a person, for whoever acts for them."""
    return [_coming(ask, representation_id) for ask in asks_about_person(current_viewer(), person_id)]


def _coming(ask: Ask, representation_id: int = 0) -> dict[str, Any]:
    return {
        "url": url_for("asking.who_comes", token=person_token(ask.id, representation_id)),
        "helper": ask.helper.first_name, "times": labels.times_of(ask.proposal),
        "request_id": ask.request_id,
    }  # fmt: skip


def asks_url() -> str:
    """Return the page of an office with everybody who is asked."""
    return url_for("asking.asks")


def ask_links(proposal_id: int, approved_at: datetime) -> dict[str, str]:
    """Return how it goes on after an approval: when the helper is asked, and how to ask now or otherwise."""
    return {
        "when": gettext("is asked by itself at %(moment)s", moment=moment_text(approved_at + GRACE)),
        "now_url": url_for("asking.ask_now", proposal_id=proposal_id),
        "plan_url": url_for("asking.plan", proposal_id=proposal_id),
    }


def contacts_url(request: HelpRequest) -> str:
    """Return the page on which a person with an account reads how those who come are reached."""
    return url_for("asking.person_contacts", token=token_of(request.reference, request.link_number))


def waiting_words(request: HelpRequest) -> list[str]:
    """Return where somebody stands who waits for a helper; nothing for all others."""
    standing = standing_of(current_viewer(), request, now=now())
    return labels.standing_words(standing) if standing else []
