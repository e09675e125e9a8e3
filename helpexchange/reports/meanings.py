"""What the words of reports mean, for their readers: on each page, and at the end of what is printed."""

from __future__ import annotations

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.reports.rules import BASE

MEANINGS: tuple[tuple[Text, Text], ...] = (
    (
        _("Came"),
        _(
            "Help requests that were sent in these days, by whatever way. Whoever asks twice counts twice.",
        ),
    ),
    (
        _("Served"),
        _(
            "A helper and the person have agreed for the first time. “Within 3 days” is within 72 "
            "hours after asking.",
        ),
    ),
    (
        _("Still waiting"),
        _(
            "Came in these days, has no agreement today, and was neither withdrawn, nor passed on, "
            "nor ended.",
        ),
    ),
    (
        _("First helper asked"),
        _(
            "A helper was asked for this request for the first time, or has agreed with the office directly.",
        ),
    ),
    (
        _("First visit"),
        _(
            "The first visit that took place.",
        ),
    ),
    (
        _("Half of them within"),
        _(
            "The middle of all waits that are over (median); said from 5 cases on. Up to 3 days in "
            "hours, then in whole days.",
        ),
    ),
    (
        _("Nine in ten within"),
        _(
            "Said from 20 cases on; with fewer it would be the wait of one person.",
        ),
    ),
    (
        _("Never asked"),
        _(
            "Active today, and was neither asked for a request, nor to step in for one visit, nor has"
            " agreed with the office directly.",
        ),
    ),
    (
        _("Asked too often"),
        _(
            "Asked 4 times or more within 28 days, the last time in these days. To step in for one "
            "visit counts too.",
        ),
    ),
    (
        _("Language"),
        _(
            "The language in which the person is told things.",
        ),
    ),
    (
        _("Hours"),
        _(
            "As noted after the visit, or else as planned; rounded to fives.",
        ),
    ),
)


def definitions() -> list[tuple[str, str]]:
    """Return each word with its meaning, the protection of people first."""
    protection = (
        gettext("Numbers"),
        gettext(
            "To protect people, 1 to 4 are shown as “%(few)s”, and all other numbers are rounded to "
            "fives. So parts need not add up to the whole. Where a small number could still be worked"
            " out, “not shown” stands instead.",
            few=f"<{BASE}",
        ),
    )
    return [protection, *((str(word), str(meaning)) for word, meaning in MEANINGS)]
