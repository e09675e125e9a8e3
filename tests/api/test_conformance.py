"""Whatever is sent, by whomever: no defect, no status and no answer that the description does not name."""

from contextvars import Context
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import select

from helpexchange.core import limits
from helpexchange.core.database import db
from helpexchange.match_runs.models import Proposal
from tests.cast import Cast, DbSession
from tests.engaged import begun, visits
from tests.fakes import FakeClock
from tests.matched import shopping_proposal
from tests.programs import integration_of, token_of

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance,
]  # fmt: skip
#: So many requests of each kind (fitting the description, and not) are made of each operation, by everybody.
EXAMPLES = 3
#: Whoever acts for a person has no scope of their own: a representative asks as whoever they are.
ROLES = ("administrator", "senior", "volunteer", "network_lead", "coordinator_hoerde")
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def records(cast: Cast, clock: FakeClock, db_session: DbSession) -> dict[str, int | str]:
    """One record of Hörde for each part of an address that is open."""
    shopping_proposal(cast, now=clock.now())
    engagement = begun(cast, clock)
    proposal = db.session.scalars(select(Proposal)).one()
    return {
        "request_id": cast.garden.id, "helper_id": cast.meryem.id, "proposal_id": proposal.id,
        "run_id": proposal.run_id or 0, "engagement_id": engagement.id, "visit_id": visits()[0].id,
        "name": "waits-by-channel",
    }  # fmt: skip


@on_sqlite
@pytest.mark.long(50)
@pytest.mark.timeout(300)
def test_answers_are_as_described(app: Flask, cast: Cast, records: dict[str, int | str]) -> None:
    tokens = [token_of(getattr(cast, role)) for role in ROLES]
    tokens.insert(0, integration_of(cast)[1])  # a program of a partner
    signed = [{"Authorization": f"Bearer {token}"} for token in tokens]
    # Visitors may do nothing anyway, and administrators next to nothing: each is tried in one of two modes.
    visitor: dict[str, str] = {}
    administrator, others = signed.pop(1), signed
    everybody = {
        GenerationMode.POSITIVE: [administrator, *others], GenerationMode.NEGATIVE: [visitor, *others]
    }  # fmt: skip
    db.session.remove()
    schema = Context().run(schemathesis.openapi.from_wsgi, "/api/v1/openapi.json", app)
    operations = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
    assert len(operations) > 20
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            app.extensions[limits.NAME].reset()
            _try(operation, mode, everybody[mode], records)


def _try(operation: Any, mode: Any, everybody: list[dict[str, str]], records: dict[str, int | str]) -> None:
    """Send what is made up for an operation as everybody, the coordinator last, as only they change much."""

    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode), is_real=st.booleans(), is_any=st.booleans())
    def check(case: Any, is_real: bool, is_any: bool) -> None:
        if is_real and case.path_parameters:
            case.path_parameters = {name: records[name] for name in case.path_parameters}
        for headers in everybody:
            more = {**headers, "If-Match": "*"} if is_any else headers
            response = Context().run(case.call, headers=more)
            case.validate_response(response, checks=CHECKS)

    check()
