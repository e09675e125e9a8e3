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
        "undo_fix_answer": _("%(actor)s took the answer back: %(helper)s for %(person)s.", **names),
        "miss_fix_call": _("%(actor)s called in vain about: %(helper)s for %(person)s.", **names),
        "restart_run": _("The match was started again, because it had stopped half-way."),
        "approve_proposal": _("%(actor)s approved: %(helper)s helps %(person)s.", **names),
        "reject_proposal": _("%(actor)s rejected: %(helper)s for %(person)s.", **names),
        "lock_proposal": _("%(actor)s locked: %(helper)s helps %(person)s.", **names),
        "unlock_proposal": _("%(actor)s unlocked: %(helper)s for %(person)s.", **names),
        "undo_decision": _("%(actor)s took the decision back: %(helper)s for %(person)s.", **names),
        "choose_helper": _("%(actor)s chose by hand: %(helper)s helps %(person)s.", **names),
        "make_room": _("Somebody else was chosen instead: %(helper)s for %(person)s.", **names),
        "free_helper": _("The helper cannot come any more: %(helper)s for %(person)s.", **names),
        "let_proposal_lapse": _(
            "The request has ended, so this no longer holds: %(helper)s for %(person)s.", **names
        ),
        **_after_approval(names),
    }
    return sentences[act]


def _after_approval(names: Mapping[str, str]) -> Mapping[str, Text]:
    return {
        "approve_next_best": _("Next was approved: %(helper)s helps %(person)s.", **names),
        "ask_helper": _("%(helper)s was asked to help %(person)s.", **names),
        "accept_ask": _("%(helper)s said yes to helping %(person)s.", **names),
        "decline_ask": _("%(helper)s said no to helping %(person)s.", **names),
        "expire_ask": _("%(helper)s did not answer in time: %(person)s.", **names),
        "withdraw_ask": _("%(actor)s took the question back: %(helper)s for %(person)s.", **names),
        "agree_to_helper": _("It is agreed: %(helper)s helps %(person)s.", **names),
        "end_agreement": _("%(helper)s no longer helps %(person)s.", **names),
        "refuse_helper": _("%(person)s does not wish that %(helper)s comes.", **names),
    }


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
