"""Words for events, deliveries and what went wrong with them."""

from __future__ import annotations

from helpexchange.api.rules import DeliveryState, Event
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _

EVENTS: dict[Event, Text] = {
    Event.REQUEST_OPENED: _("a help request is open"),
    Event.REQUEST_UNDONE: _("a help request is no longer open: that was taken back"),
    Event.PROPOSAL_APPROVED: _("a proposal is approved"),
    Event.PROPOSAL_UNDONE: _("an approval was taken back"),
    Event.PROPOSAL_DECLINED: _("the helper or the person said no to a proposal"),
    Event.PROPOSAL_EXPIRED: _("the helper did not answer a question in time"),
    Event.PROPOSAL_LAPSED: _(
        "an approved proposal no longer holds: the request has ended, or the helper cannot come"
    ),
    Event.ENGAGEMENT_BEGUN: _("an engagement has begun"),
    Event.ENGAGEMENT_ENDED: _("an engagement has ended"),
    Event.VISIT_DONE: _("a visit took place"),
    Event.VISIT_CANCELLED: _("a visit is called off"),
    Event.VISIT_RESTORED: _("a visit takes place after all"),
    Event.TRIAL: _("a trial"),
}

DELIVERIES: dict[DeliveryState, tuple[Text, str]] = {
    DeliveryState.WAITING: (_("waiting"), "yellow"),
    DeliveryState.DELIVERED: (_("arrived"), "green"),
    DeliveryState.FAILED: (_("given up"), "red"),
}

#: What `sending.py` notes; anything else is the status that the other side answered.
FAULTS: dict[str, Text] = {
    "": _("not sent yet"),
    "no_address": _("The address is not known, or not in the public internet."),
    "not_reached": _("Nobody answered."),
    "bad_certificate": _("The certificate of the other side is not right."),
    "defect": _("Something is broken here. We have noted it."),
}
