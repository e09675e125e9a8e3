"""Consents in words: what for, how they were given, and what follows when they end."""

from __future__ import annotations

from helpexchange.consents.rules import ConsentChannel, ConsentPurpose
from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _

PURPOSES: dict[ConsentPurpose, Text] = {
    ConsentPurpose.ASK: _("Asking for help"),
    ConsentPurpose.HELP: _("Offering help"),
    ConsentPurpose.ACCOUNT: _("The account"),
}

CHANNELS: dict[ConsentChannel, Text] = {
    ConsentChannel.ONLINE: _("on our page"),
    ConsentChannel.PHONE: _("on the phone"),
    ConsentChannel.PAPER: _("on paper"),
}

CONSEQUENCES: dict[ConsentPurpose, Text] = {
    ConsentPurpose.ASK: _(
        "Then we look for no helper any more: every help request that is not finished ends today."
    ),
    ConsentPurpose.HELP: _("Then nobody is proposed any more, and being a helper ends today."),
    ConsentPurpose.ACCOUNT: _("Then the account ends, and nobody can sign in with it any more."),
}
