"""Representations in words."""

from __future__ import annotations

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.representatives.models import Representation
from helpexchange.representatives.rules import (
    EndReason,
    Relation,
    RepresentationState,
    Told,
    WordGiven,
)

STATES: dict[RepresentationState, Text] = {
    RepresentationState.WAITING: _("waits for the person's word"),
    RepresentationState.IN_FORCE: _("in force"),
    RepresentationState.ENDED: _("is over"),
    RepresentationState.RUN_OUT: _("has run out"),
}

COLOURS: dict[RepresentationState, str | None] = {
    RepresentationState.WAITING: "yellow",
    RepresentationState.IN_FORCE: "green",
    RepresentationState.ENDED: "grey",
    RepresentationState.RUN_OUT: "grey",
}

RELATIONS: dict[Relation, Text] = {
    Relation.FAMILY: _("family"),
    Relation.FRIEND: _("neighbour or friend"),
    Relation.GUARDIAN: _("legal guardian"),
    Relation.PROFESSIONAL: _("works for an organisation"),
}

WORDS_GIVEN: dict[WordGiven, Text] = {
    WordGiven.IN_PERSON: _("said to us in person"),
    WordGiven.PHONE: _("said to us on the phone"),
    WordGiven.PAPER: _("signed on paper"),
    WordGiven.ONLINE: _("on our page"),
    WordGiven.COURT_ORDER: _("court order that we have seen"),
}

TOLD: dict[Told, Text] = {
    Told.BOTH: _("both"),
    Told.REPRESENTATIVE: _("only the representative"),
    Told.PERSON: _("only the person"),
}

REASONS: dict[EndReason, Text] = {
    EndReason.REFUSED: _("the person said no"),
    EndReason.NO_LONGER_WANTED: _("the person no longer wants it"),
    EndReason.STEPPED_BACK: _("the representative no longer can or wants to"),
    EndReason.MISTAKE: _("it was noted by mistake"),
    EndReason.RUN_OUT: _("the last day has passed"),
    EndReason.ERASED: _("data were erased"),
}


def relation_of(representation: Representation) -> str:
    """Return who the representative is to the person, with the organisation where there is one."""
    words = str(RELATIONS[representation.relation])
    return f"{words}: {representation.organisation}" if representation.organisation else words


def acting_name(name: str) -> str:
    """Return who has done something for somebody else: "Ute for the person"."""
    return str(gettext("%(name)s for the person", name=name or gettext("somebody")))
