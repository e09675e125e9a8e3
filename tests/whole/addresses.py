"""Every page of the site with an address that works, and who opens it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from helpexchange.accounts.models import Account
from helpexchange.accounts.queries import viewer_of
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience_of, is_for_programs
from tests.cast import Cast

Examples = Mapping[str, Sequence[object]]
# Answers for machines, not pages.
NO_PAGES = {"static", "security.static", "api_description"}


@dataclass(frozen=True)
class Address:
    """A page: its endpoint, an address of it, and whose permission it needs."""

    endpoint: str
    url: str
    who: str


def addresses(app: Flask, examples: Examples, *, method: str = "GET") -> list[Address]:
    """Return addresses of every route that answers a method, in alphabetical order.

    Args:
        method: GET for what can be opened, POST for what can be sent.
        examples: values for every part of an address that is not fixed, by its name (`request_id`) or, where
            routes differ, by endpoint and name (`help_requests.ask.step`); each value makes an address.
    """
    rules = [rule for rule in app.url_map.iter_rules() if method in (rule.methods or ())]
    pages = [rule for rule in rules if not _is_for_machines(app, rule.endpoint)]
    found = {address for rule in pages for address in addresses_of(app, rule, examples)}
    return sorted(found, key=lambda address: address.url)


def _is_for_machines(app: Flask, endpoint: str) -> bool:
    """Return whether an endpoint is no page: a file, or for programs, which have their own tests."""
    return endpoint in NO_PAGES or is_for_programs(audience_of(app, endpoint))


def addresses_of(app: Flask, rule: Rule, examples: Examples) -> Iterator[Address]:
    """Yield the addresses of a route, its open parts filled with the examples."""
    names = sorted(rule.arguments - set(rule.defaults or ()))
    known = {name: examples.get(f"{rule.endpoint}.{name}", examples.get(name)) for name in names}
    missing = [name for name, values in known.items() if values is None]
    assert not missing, f"{rule.rule}: tests/whole/conftest.py needs an example of {missing}"
    for values in product(*(known[name] or () for name in names)):
        built = rule.build({**(rule.defaults or {}), **dict(zip(names, values, strict=True))})
        assert built is not None
        yield Address(rule.endpoint, built[1], str(audience_of(app, rule.endpoint)))


def somebody_for(who: str, cast: Cast) -> Account | None:
    """Return somebody of the cast who belongs to an audience; None is a visitor."""
    if who == PUBLIC:
        return None
    candidates = [cast.coordinator_hoerde, cast.network_lead, cast.administrator]
    fitting = [each for each in candidates if who == SIGNED_IN or viewer_of(each).may(who)]
    assert fitting, f"nobody in the cast may {who}"
    return fitting[0]
