"""Every route says who may use it, and nobody else gets in."""

from flask import Flask

from helpexchange.accounts.roles import Permission
from helpexchange.accounts.scopes import Scope
from helpexchange.core.audience import ANY_TOKEN, PUBLIC, SCOPE, SIGNED_IN, audience_of, is_for_programs
from helpexchange.core.programs import API_ROOT

FOR_PROGRAMS = {ANY_TOKEN, *(f"{SCOPE}{scope}" for scope in Scope)}
AUDIENCES = {PUBLIC, SIGNED_IN, *Permission, *FOR_PROGRAMS}


def test_every_route_declares_its_audience(app: Flask) -> None:
    declared = {rule.endpoint: audience_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert {endpoint: who for endpoint, who in declared.items() if who not in AUDIENCES} == {}


def test_programs_have_their_own_addresses(app: Flask) -> None:
    """A cookie opens nothing of theirs, so no form of another site can do anything there."""
    described = {f"{API_ROOT}/openapi.json"}
    for rule in app.url_map.iter_rules():
        is_theirs = rule.rule.startswith(f"{API_ROOT}/") and rule.rule not in described
        assert is_for_programs(audience_of(app, rule.endpoint)) == is_theirs, rule
