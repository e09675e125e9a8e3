"""Somebody who is asked to come to one visit, for tests about every page."""

from collections.abc import Mapping, Sequence

from helpexchange.core.database import db
from helpexchange.match_runs.models import StandIn
from helpexchange.match_runs.rules.causes import StandInState
from helpexchange.match_runs.stand_in_links import stand_in_token
from tests.cast import Cast
from tests.fakes import FakeClock


def stand_in_examples(visit_id: int, cast: Cast) -> Mapping[str, Sequence[object]]:
    """Ask Pavel to come to a visit; return the examples of addresses about it."""
    stand_in = StandIn(
        visit_id=visit_id, helper_id=cast.pavel.id, office_id=cast.hoerde.id, state=StandInState.ASKED,
        rank=1, found_at=FakeClock().now(),
    )  # fmt: skip
    db.session.add(stand_in)
    db.session.commit()
    asked = stand_in_token(stand_in.id)
    return {
        "stand_in_id": [stand_in.id],
        "answer": ["no"],
        **{f"match_runs.{name}.token": [asked] for name in ("show_stand_in", "answer_stand_in")},
    }
