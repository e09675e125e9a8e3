"""The call at the end of a trial period, on the page of its engagement."""

from __future__ import annotations

from helpexchange.asking.queries import trial_call_of
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements.rules import CallAbout, EngagementShown


def add_trial_call(event: EngagementShown) -> None:
    """Add the call, if there was an ask with a trial period."""
    call = trial_call_of(event.by, event.engagement_id)
    if call is not None:
        event.calls.append(
            CallAbout(
                what=str(_("At the end of the trial period")), due_on=call.due_on, done_at=call.done_at,
                done_by=call.done_by or "",
            )
        )  # fmt: skip
