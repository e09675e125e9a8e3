"""The calls two weeks after the first visit, on the page of their engagement."""

from __future__ import annotations

from helpexchange.core.clock import town_day
from helpexchange.core.i18n import gettext as _
from helpexchange.engagements.rules import CallAbout, EngagementShown
from helpexchange.follow_up.queries import check_in_due_at, check_ins_of
from helpexchange.follow_up.rules import CHECK_IN_CATCH_UP


def add_check_ins(event: EngagementShown) -> None:
    """Add the calls that are made or stand on the list; before that, the day on which they will.

    Calls that were forgotten for longer than they are made up for are not shown: nobody makes them any more.
    """
    calls = [
        CallAbout(
            what=str(_("Two weeks after the first visit: %(name)s", name=each.name)),
            due_on=town_day(each.listed_at), done_at=each.done_at, done_by=each.done_by or "",
        )
        for each in check_ins_of(event.by, event.engagement_id)
    ]  # fmt: skip
    due_at = None if calls else check_in_due_at(event.by, event.engagement_id)
    if due_at is not None and due_at > event.now - CHECK_IN_CATCH_UP:
        what = str(_("Two weeks after the first visit: both sides"))
        calls.append(CallAbout(what=what, due_on=town_day(due_at)))
    event.calls.extend(calls)
