"""Asking for somebody else: who one is to them, and how they are asked whether one may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import StringField
from wtforms.validators import Length

from helpexchange.core.forms import LONGEST_PHONE, TextBox, check_address, check_phone, stripped
from helpexchange.core.i18n import lazy_text as _
from helpexchange.notifications.rules import Channel
from helpexchange.representatives.actions import Representative
from helpexchange.representatives.forms import RelationForm, wished_channel
from helpexchange.representatives.rules import Relation

LONGEST_STREET = 120
_TOO_LONG = _("This is too long. Please shorten it.")


class ActingForm(RelationForm):
    """Who somebody is to the person for whom they ask, and how to ask that person themselves."""

    their_phone = StringField(
        _("Phone number of the person"),
        filters=[stripped],
        description=_("We call and ask them. If they have no phone, leave this empty."),
        validators=[check_phone, Length(max=LONGEST_PHONE, message=_TOO_LONG)],
        widget=TextBox(),
    )
    their_email = StringField(
        _("E-mail of the person"),
        filters=[stripped],
        description=_("If they have none, leave this empty."),
        validators=[check_address],
        widget=TextBox(),
    )
    their_street = StringField(
        _("Street and number of the person"),
        filters=[stripped],
        description=_("If they like letters better. Only your office sees it."),
        validators=[Length(max=LONGEST_STREET, message=_TOO_LONG)],
        widget=TextBox(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask whoever acts, in place of the office."""
        super().__init__(*args, **kwargs)
        self.relation.label.text = _("Who are you to the person?")


def representative_of(kept: Mapping[str, Any], *, told_in: str | None, reads_easy: bool) -> Representative:
    """Return whoever asks for somebody else, and how to reach them."""
    phone, email = kept.get("phone", ""), kept.get("email", "")
    return Representative(
        name=kept["asked_by"], relation=Relation(kept["relation"]),
        organisation=kept.get("organisation", ""), phone=phone, email=email,
        channel=Channel(kept.get("channel") or wished_channel(email=email, phone=phone)),
        language=told_in, reads_easy=reads_easy,
    )  # fmt: skip
