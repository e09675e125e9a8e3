"""Every route says who may use it, and nobody else gets in."""

from flask import Flask

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import PUBLIC, SIGNED_IN, audience_of

AUDIENCES = {PUBLIC, SIGNED_IN, *Permission}


def test_every_route_declares_its_audience(app: Flask) -> None:
    declared = {rule.endpoint: audience_of(app, rule.endpoint) for rule in app.url_map.iter_rules()}
    assert {endpoint: who for endpoint, who in declared.items() if who not in AUDIENCES} == {}
