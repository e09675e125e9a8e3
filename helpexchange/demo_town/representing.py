"""A few people who act for others in the demo town: one for every state, so that the pages have content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from helpexchange.consents.rules import ConsentPurpose
from helpexchange.consents.wordings import current_wording
from helpexchange.core.viewer import Viewer
from helpexchange.demo_town.places import Scene
from helpexchange.help_requests.models import HelpRequest
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.actions import Representative, ask_representation
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import (
    EndedBy,
    EndReason,
    Relation,
    RepresentationState,
    Told,
    WordGiven,
)

SENIOR, WAITING = "DO-R-SOMMER-1", "DO-R-WHEEL-3"


def invent_representations(
    scene: Scene, requests: Mapping[str, HelpRequest], account_id: int
) -> Iterator[Representation]:
    """Yield who acts, or has acted, for the people of these requests.

    Args:
        requests: by their reference; they are in the database already.
        account_id: of the representative whom one can be in the demo town.
    """
    daughter = _agreed(scene, requests[SENIOR], "Jutta Sommer", Relation.FAMILY, days_ago=60)
    daughter.account_id, daughter.may_see_data = account_id, True
    yield daughter
    carer = _agreed(scene, requests["DO-R-WHEEL-1"], "Sabine Krug", Relation.PROFESSIONAL, days_ago=80)
    carer.organisation, carer.until = "Nachbarschaftshilfe Phoenix", scene.today + timedelta(days=10)
    yield carer
    guardian = _agreed(scene, requests["DO-R-CARE-1"], "Holger Brandt", Relation.GUARDIAN, days_ago=30)
    guardian.word_given, guardian.court_order_seen_on = (
        WordGiven.COURT_ORDER,
        scene.today - timedelta(days=30),
    )
    guardian.wording = guardian.version = guardian.wording_language = ""
    guardian.told = Told.REPRESENTATIVE
    yield guardian
    neighbour = _agreed(scene, requests["DO-R-TWO"], "Renate Falk", Relation.FRIEND, days_ago=200)
    neighbour.state, neighbour.ended_at = RepresentationState.ENDED, scene.now - timedelta(days=20)
    neighbour.ended_by, neighbour.end_reason = EndedBy.PERSON, EndReason.NO_LONGER_WANTED
    yield neighbour
    nephew = _agreed(scene, requests["DO-R-WHEEL-2"], "Pawel Sikora", Relation.FAMILY, days_ago=120)
    nephew.state, nephew.until = RepresentationState.RUN_OUT, scene.today - timedelta(days=5)
    nephew.ended_at = scene.now - timedelta(days=4)
    nephew.ended_by, nephew.end_reason = EndedBy.DATE, EndReason.RUN_OUT
    yield nephew


def ask_for_one(scene: Scene, requests: Mapping[str, HelpRequest], by: Viewer) -> None:
    """Let somebody wish to act who waits for the person's word: that call stands on the list."""
    request = requests[WAITING]
    who = Representative(
        name="Dieter Voss",
        relation=Relation.FRIEND,
        phone="0231 0000-977",
        channel=Channel.CALL,
        language="de",
    )
    request.representation = ask_representation(
        person_id=request.person_id or 0, office_id=request.office_id, who=who,
        reference=f"V-{request.reference}", by=by, now=scene.now - timedelta(hours=5),
    )  # fmt: skip


def _agreed(
    scene: Scene, request: HelpRequest, name: str, relation: Relation, *, days_ago: int
) -> Representation:
    wording = current_wording(ConsentPurpose.REPRESENT, is_spoken=True)
    began_at = scene.now - timedelta(days=days_ago)
    return Representation(
        reference=f"V-{request.reference}", person_id=request.person_id, office_id=request.office_id,
        state=RepresentationState.IN_FORCE, relation=relation, name=name, phone="0231 0000-978",
        channel=Channel.CALL, language="de", told=Told.BOTH, may_see_data=False, word_given=WordGiven.PHONE,
        version=wording.version, wording=wording.texts["de"], wording_language="de", asked_at=began_at,
        began_at=began_at,
    )  # fmt: skip
