"""An ask, or an approval that waits to be asked, as a line of the office's list; words after an answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash

from helpexchange.asking import labels
from helpexchange.asking.models import Ask
from helpexchange.asking.queries import Load
from helpexchange.asking.rules import (
    GRACE,
    Answer,
    AskOverError,
    AskPolicy,
    AskState,
    HelperPausedError,
    NextBest,
    WhyNot,
    why_not,
)
from helpexchange.core.errors import ConflictRefusal
from helpexchange.core.i18n import day_text, gettext, moment_text
from helpexchange.core.viewer import current_viewer
from helpexchange.helper_profiles.rules import HelperState
from helpexchange.match_runs.actions import kept_whole
from helpexchange.match_runs.models import Proposal
from helpexchange.match_runs.pages.cards import helper_name, person_name
from helpexchange.match_runs.queries import latest_of_proposal
from helpexchange.match_runs.queries import proposal as proposal_of_office
from helpexchange.match_runs.trail_words import act_words


def ask_line(ask: Ask) -> dict[str, Any]:
    """Return what a line shows of an ask."""
    state, colour = labels.STATES[ask.state]
    return {
        "id": ask.id, "title": title_of(ask.proposal), "state": state, "colour": colour,
        "text": f"{labels.kind_of(ask.proposal)}, {labels.times_of(ask.proposal)}",
        "notes": [note for note in _notes(ask) if note], "words": ask.no_words,
        "waits_for_helper": ask.state is AskState.OPEN, "waits_for_person": ask.state is AskState.YES,
        "phone": ask.helper.phone if ask.state is AskState.OPEN else "",
        "engagement_id": ask.engagement_id, "request_id": ask.request_id, "helper_id": ask.helper_id,
        "needs_times": ask.state is AskState.AGREED and ask.engagement_id is None,
    }  # fmt: skip


def title_of(proposal: Proposal) -> str:
    """Return who is asked for whom."""
    names = {"helper": helper_name(proposal), "person": person_name(proposal.request)}
    return str(gettext("%(helper)s for %(person)s", **names))


def _notes(ask: Ask) -> list[str]:
    reason = labels.NO_REASONS[ask.no_reason] if ask.no_reason else ""
    followed = ask.next_best in (NextBest.ASKED, NextBest.NOBODY)
    ends_at = ask.expires_at if ask.state is AskState.OPEN else None
    return [
        gettext("asked on %(moment)s", moment=moment_text(ask.asked_at)) if ask.asked_at else "",
        gettext("reminded on %(moment)s", moment=moment_text(ask.reminded_at)) if ask.reminded_at else "",
        gettext("ends on %(moment)s", moment=moment_text(ends_at)) if ends_at else "",
        gettext("answered on %(moment)s", moment=moment_text(ask.answered_at)) if ask.answered_at else "",
        str(reason),
        labels.first_visit_words(ask),
        gettext("check-in call on %(day)s", day=day_text(ask.check_in_on)) if ask.check_in_on else "",
        str(labels.NEXT_BESTS[ask.next_best]) if followed else "",
    ]


def planned_line(
    proposal: Proposal, ask: Ask | None, policy: AskPolicy, load: Load | None, *, now: datetime
) -> dict[str, Any]:
    """Return what a line shows of an approval whose helper has not been asked, and why not."""
    why = why_not(
        policy, is_active=proposal.helper.state is HelperState.ACTIVE,
        open_asks=load.open_asks if load else 0, asked_this_week=load.this_week if load else 0,
    )  # fmt: skip
    goes_at = proposal.decided_at + GRACE if proposal.decided_at else now
    wants_next = ask.next_best is NextBest.WANTED if ask else policy.asks_next_best
    return {
        "id": proposal.id, "request_id": proposal.request_id, "title": title_of(proposal),
        "text": f"{labels.kind_of(proposal)}, {labels.times_of(proposal)}",
        "why_not": labels.WHY_NOT[why] if why else "",
        "when": gettext("is asked by itself at %(moment)s", moment=moment_text(max(goes_at, now))),
        "next": gettext("after a no the next best is asked") if wants_next else "",
        "first_visit": labels.first_visit_words(ask) if ask else "",
    }  # fmt: skip


def attempt(proposal_id: int, act: Callable[[], Any], done: str) -> None:
    """Do what an office wishes about a question and say so; where it is too late, say what happened."""
    try:
        with kept_whole():
            act()
    except HelperPausedError:
        flash(str(labels.WHY_NOT[WhyNot.NOT_ACTIVE]), "error")
    except AskOverError as refusal:
        flash(_became(proposal_id) or str(refusal.words), "error")
    except ConflictRefusal as refusal:
        flash(str(refusal.words), "error")
    else:
        flash(done, "success")


def _became(proposal_id: int) -> str:
    """Return what was done last, by whom and when; empty if nobody has noted it."""
    viewer = current_viewer()
    latest, proposal = latest_of_proposal(viewer, proposal_id), proposal_of_office(viewer, proposal_id)
    if latest is None:
        return ""
    what = act_words(
        latest.act, actor=latest.actor, helper=helper_name(proposal), person=person_name(proposal.request)
    )
    words = gettext(
        "This question has been settled in the meantime. %(moment)s: %(what)s",
        moment=moment_text(latest.at), what=what,
    )  # fmt: skip
    return str(words)


def flash_late(words: str = "") -> None:
    """Say on the next page that an answer came too late; the page itself says what has become of it."""
    flash(
        words or gettext("Your answer came too late, so it is not noted. Please call us if you like."),
        "error",
    )


def flash_answer(outcome: Answer, words: str) -> None:
    """Say on the next page that an answer is noted, or was before."""
    flash(
        words if outcome is Answer.DONE else gettext("You have answered this before. Thank you!"), "success"
    )
