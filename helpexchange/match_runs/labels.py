"""Words for the codes of runs and proposals, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import get_locale

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.rules import (
    MENDING,
    NIGHTLY,
    SCHEDULER,
    ProposalState,
    RejectionReason,
    RunFailure,
    RunStage,
    RunState,
)

RUN_STATES: dict[RunState, tuple[Text, str | None]] = {
    RunState.REQUESTED: (_("Waiting to start"), "yellow"),
    RunState.RUNNING: (_("Under way"), "purple"),
    RunState.DONE: (_("Done"), "green"),
    RunState.FAILED: (_("Failed"), "red"),
}

STAGES: dict[RunStage, Text] = {
    RunStage.READING: _("reading helpers and requests"),
    RunStage.MATCHING: _("looking for the best pairs"),
    RunStage.CHECKING: _("checking the answer"),
    RunStage.EXPLAINING: _("finding out why some still wait"),
    RunStage.STORING: _("saving the proposals"),
}

FAILURES: dict[RunFailure, Text] = {
    RunFailure.BAD_INPUT: _("Some helpers or requests hold details that cannot be matched."),
    RunFailure.LOCKS_CONTRADICT: _("The locked proposals cannot all be kept. Unlock one and try again."),
    RunFailure.ANSWER_REFUSED: _("The answer did not pass its check, so nothing of it was kept."),
    RunFailure.DEFECT: _("Something went wrong on our side. The administrator can find it in the log."),
}

PROPOSAL_STATES: dict[ProposalState, tuple[Text, str | None]] = {
    ProposalState.PROPOSED: (_("To decide"), "yellow"),
    ProposalState.APPROVED: (_("Approved"), "green"),
    ProposalState.OFFERED: (_("Helper asked"), "green"),
    ProposalState.ACCEPTED: (_("Helper said yes"), "green"),
    ProposalState.CONFIRMED: (_("Agreed"), "green"),
    ProposalState.REJECTED: (_("Rejected"), "red"),
    ProposalState.DECLINED: (_("Helper said no"), "red"),
    ProposalState.LAPSED: (_("No longer holds"), "grey"),
    ProposalState.EXPIRED: (_("Nobody answered"), "grey"),
}

REJECTION_REASONS: dict[RejectionReason, Text] = {
    RejectionReason.KNOW_EACH_OTHER: _("They know each other and would rather not"),
    RejectionReason.WOULD_NOT_GET_ON: _("They would not get on"),
    RejectionReason.HELPER_NOT_AVAILABLE: _("The helper has no time"),
    RejectionReason.NEEDS_MORE_EXPERIENCE: _("This needs more experience"),
    RejectionReason.OTHER_PLAN: _("We have another plan"),
}

STATUSES: dict[str, Text] = {
    "optimal": _("No better answer exists. This is proven."),
    "within_gap": _("No answer can be noticeably better. This is proven."),
    "time_limit": _("The time was up before the best answer was proven."),
}

#: What a match can change, by the name of the list in `queries.Changes`.
CHANGES: dict[str, Text] = {
    "new": _("Help newly found"),
    "other": _("Another helper"),
    "gone": _("No longer proposed (approved, ended, or not possible any more)"),
    "newly_waiting": _("Newly waiting"),
    "no_longer_waiting": _("No longer waiting"),
}

PARTS: dict[str, Text] = {
    "closeness": _("lives near"),
    "skills": _("knows how to do it"),
    "language": _("speaks the language"),
    "continuity": _("they know each other"),
    "idle": _("has not been asked for a while"),
    "stability": _("was proposed before"),
    "rare_skill": _("has a rare skill that is needed elsewhere"),
    "given": _("points given by hand"),
}

WEIGHTS: dict[str, Text] = {
    "served": _("for each person who gets help"),
    "priority": _("for each step of urgency"),
    "waiting_day": _("for each day of waiting"),
    "closeness": _("at most for living near"),
    "skills": _("at most for skills"),
    "language": _("for a shared language"),
    "continuity": _("for knowing each other"),
    "idle": _("at most for a helper who has not been asked for long"),
    "stability": _("for staying with an earlier proposal"),
    "rare_skill": _("at most taken off for using up a rare skill"),
    "coverage": _("for each step that raises a district where too few get help"),
    "load": _("taken off for each further request of the same helper"),
}


def listed(words: Iterable[str]) -> str:
    """Return words as people list them: "one, two and three"."""
    return str(format_list(list(words), locale=get_locale()))


def actor_name(name: str) -> str:
    """Return who acted; the scheduler's own names in words."""
    if name == MENDING:
        return str(gettext("the system, because something changed"))
    if name == NIGHTLY:
        return str(gettext("the nightly match"))
    return str(gettext("the system")) if name == SCHEDULER else name
