"""Every page of the site with an address that works, and who opens it."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience_of
from tests.cast import Cast

# Answers for machines, not pages.
NO_PAGES = {"static", "security.static"}


@dataclass(frozen=True)
class Address:
    """A page: its endpoint, one address of it, and whose permission it needs."""

    endpoint: str
    url: str
    who: str


def addresses(app: Flask, examples: dict[str, object]) -> list[Address]:
    """Return one address of each route that answers GET, in alphabetical order.

    Args:
        examples: a value for every part of an address that is not fixed, such as `request_id`.
    """
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    found = {address_of(app, rule, examples) for rule in rules if rule.endpoint not in NO_PAGES}
    return sorted(found, key=lambda address: address.url)


def address_of(app: Flask, rule: Rule, examples: dict[str, object]) -> Address:
    """Return an address of a route, its open parts filled with the examples."""
    missing = rule.arguments - set(examples)
    assert not missing, f"{rule.rule}: tests/whole needs an example of {missing}"
    built = rule.build({name: examples[name] for name in rule.arguments})
    assert built is not None
    return Address(rule.endpoint, built[1], str(audience_of(app, rule.endpoint)))


def somebody_for(who: str, cast: Cast) -> Account | None:
    """Return somebody of the cast who belongs to an audience; None is a visitor."""
    if who == PUBLIC:
        return None
    candidates = [cast.coordinator_hoerde, cast.network_lead, cast.administrator]
    fitting = [each for each in candidates if who == SIGNED_IN or viewer_of(each).may(who)]
    assert fitting, f"nobody in the cast may {who}"
    return fitting[0]
