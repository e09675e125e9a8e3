"""Answers to every question of asking and of offering, as the visitor's cookie keeps them."""

from helpexchange.core.flow import Flow
from helpexchange.help_requests.pages import asking
from helpexchange.helper_profiles.pages import offering
from helpexchange.places.models import PostcodePlace
from tests.cast import Cast

Answers = dict[str, dict[str, object]]
FLOWS: tuple[Flow, ...] = (asking.FLOW, offering.FLOW)
CONTACT = {"first_name": "Ada", "last_name": "Muster", "phone": "0231 5550177", "email": ""}


def steps() -> dict[str, tuple[str, ...]]:
    """Return the pages of every flow after its first, by endpoint and name of the part of the address."""
    return {f"{flow.endpoint}.step": (*flow.steps[1:], flow.last) for flow in FLOWS}


def answers(cast: Cast, place: PostcodePlace) -> Answers:
    """Return what the session keeps for each flow: all answers, and the reference of what was sent before."""
    where = {"where": {"postal_code": place.postal_code}, "place": {"place_id": place.id}}
    ask = {
        **where,
        "kind": {"kind_code": "shopping"},
        "often": {"frequency": "weekly"},
        "when": {"days": ["1"], "parts": ["any"]},
        "who": {"first_name": "Ada", "last_name": "Muster", "language": "de", "asked_by": "Ute Muster"},
        "acting": {
            "relation": "family",
            "organisation": "",
            "their_phone": "0231 5550166",
            "their_email": "",
        },
        "reach": {"channel": "call", "phone": CONTACT["phone"], "email": "", "street": ""},
        "note": {"note": ""},
    }
    offer = {
        **where,
        "help": {"skill_codes": ["shopping", "company"]},
        "languages": {"languages": ["de", "tr"]},
        "reach": {"reach": "2000", "max_requests": "1", "minutes_per_week": "120"},
        "when": {"cells": ["1-morning"], "text": "", "shown": ""},
        "away": {"first": "", "last": ""},
        "about": {"wishes": "", "about_me": ""},
        "kind": {"kind": "volunteer"},
        "who": CONTACT,
    }
    return {
        "ask": {"answers": ask, "sent": cast.uncleared.reference},
        "offer": {"answers": offer, "sent": cast.pavel.reference},
    }
