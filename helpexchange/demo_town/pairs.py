"""What is known of some helpers and requests of the demo town before any match."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.models import PairRelation
from helpexchange.match_runs.rules import RelationKind

#: One relation for every so many open requests, and what it is.
_EVERY = 9
_KINDS = (RelationKind.KNOWS, RelationKind.KNOWS, RelationKind.WISHED, RelationKind.BLOCKED)
LOCKED = ("DO-H-FRIEND", "DO-R-FRIEND")
FAMILIAR = ("DO-H-DEMIR", "DO-R-SOMMER-1")


def invent_relations(
    rng: Random, profiles: Sequence[HelperProfile], requests: Sequence[HelpRequest]
) -> Iterator[PairRelation]:
    """Yield relations between neighbours: some know each other, some were asked for, some do not get on."""
    helper_ids = {profile.reference: profile.id for profile in profiles}
    request_ids = {request.reference: request.id for request in requests}
    locked = (RelationKind.LOCKED, RelationKind.KNOWS)
    yield _relation(helper_ids[LOCKED[0]], request_ids[LOCKED[1]], *locked)
    yield _relation(helper_ids[FAMILIAR[0]], request_ids[FAMILIAR[1]], RelationKind.KNOWS)
    chosen = [request for request in requests if request.state is RequestState.OPEN][::_EVERY]
    for number, request in enumerate(chosen):
        near = [profile for profile in profiles if _could_meet(profile, request)]
        if near and request.reference not in (*LOCKED, *FAMILIAR):
            yield _relation(rng.choice(near).id, request.id, _KINDS[number % len(_KINDS)])


def _could_meet(profile: HelperProfile, request: HelpRequest) -> bool:
    offers = {skill.skill_code for skill in profile.skills}
    is_near = profile.district_id == request.district_id
    return is_near and profile.state is HelperState.ACTIVE and request.kind_code in offers


def _relation(helper_id: int, request_id: int, *kinds: RelationKind) -> PairRelation:
    return PairRelation(
        helper_id=helper_id, request_id=request_id, relations=sorted(kind.value for kind in kinds)
    )
