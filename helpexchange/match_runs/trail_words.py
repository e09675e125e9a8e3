"""The acts of a run's history in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.match_runs.labels import REJECTION_REASONS, actor_name
from helpexchange.match_runs.rules import RejectionReason


def _sentence(act: str, names: Mapping[str, str]) -> Text:
    sentences = {
        "request_run": _("%(actor)s asked for this match.", **names),
        "start_run": _("The match was started."),
        "export_run": _("%(actor)s saved everything about this match as a file.", **names),
        "ask_for_fix": _(
            "%(actor)s put a call on the list, so that %(helper)s may help %(person)s.", **names
        ),
        "answer_fix": _("%(actor)s noted the answer: %(helper)s for %(person)s.", **names),
        "miss_fix_call": _("%(actor)s called in vain about: %(helper)s for %(person)s.", **names),
        "restart_run": _("The match was started again, because it had stopped half-way."),
        "approve_proposal": _("%(actor)s approved: %(helper)s helps %(person)s.", **names),
        "reject_proposal": _("%(actor)s rejected: %(helper)s for %(person)s.", **names),
        "lock_proposal": _("%(actor)s locked: %(helper)s helps %(person)s.", **names),
        "unlock_proposal": _("%(actor)s unlocked: %(helper)s for %(person)s.", **names),
        "undo_decision": _("%(actor)s took the decision back: %(helper)s for %(person)s.", **names),
        "let_proposal_lapse": _(
            "The request has ended, so this no longer holds: %(helper)s for %(person)s.", **names
        ),
    }
    return sentences[act]


def act_words(act: str, *, actor: str, helper: str, person: str) -> str:
    """Return what was done as a sentence.

    Args:
        helper: name of the helper the act is about; empty for acts about the whole run.
        person: likewise, of the person in need.
    """
    return str(_sentence(act, {"actor": actor_name(actor), "helper": helper, "person": person}))


def note_words(details: Mapping[str, Any]) -> str:
    """Return what is to be added to the sentence: why somebody rejected; empty when there is nothing."""
    if "reason" not in details:
        return ""
    return str(gettext("Because: %(reason)s", reason=REJECTION_REASONS[RejectionReason(details["reason"])]))
