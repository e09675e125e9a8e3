"""A certificate of hours on one printed page (PDF/UA), with a code that anybody can check."""

from __future__ import annotations

from pathlib import Path

import segno
from flask import current_app
from flask_babel import force_locale

from helpexchange.config import LANGUAGES
from helpexchange.core.clock import town_day
from helpexchange.core.i18n import current_language, day_text, gettext, locale_of
from helpexchange.hours_and_costs import labels
from helpexchange.hours_and_costs.models import HourCertificate
from helpexchange.hours_and_costs.rules import CertificateState, HourKind, shown_code
from helpexchange.notifications.letters import compiled
from helpexchange.skills.labels import skill_name

SOURCE = Path(__file__).parent / "templates" / "hours_and_costs" / "certificate.typ"
PATH = "/certificates"


def certificate_sheet(certificate: HourCertificate) -> bytes:
    """Return a certificate in the language of the helper when it was issued; made again it says the same."""
    language = certificate.language
    default: str = current_app.extensions["settings"].default_language
    with force_locale(locale_of(language if language in LANGUAGES else default)):
        return compiled(SOURCE, _words_of(certificate))


def _words_of(certificate: HourCertificate) -> dict[str, object]:
    office, code = certificate.office, shown_code(certificate.code)
    site = current_app.extensions["settings"].site_address
    place = " ".join(filter(None, (office.postal_code, office.town)))
    is_valid = certificate.state is CertificateState.VALID
    picture = segno.make(f"{site}{PATH}?code={code}", error="m").svg_inline(scale=4, border=2)
    return {
        "language": current_language(),
        "title": gettext("Certificate of voluntary help"),
        "author": office.name,
        "contact": [part for part in (office.name, office.street, place, office.phone) if part],
        "name": certificate.name,
        "helped": gettext("has helped others of their own free will"),
        "period": gettext(
            "from %(first)s to %(last)s", first=day_text(certificate.first_day),
            last=day_text(certificate.last_day),
        ),
        "hours": gettext("for %(hours)s in all", hours=labels.hours_text(certificate.minutes)),
        "kinds": [
            {"kind": _kind(word), "hours": labels.hours_text(minutes)} for word, minutes in certificate.kinds
        ],
        "kinds_title": gettext("In detail"),
        "thanks": gettext("We thank you from our heart."),
        "issued": gettext("Issued on %(day)s by %(office)s", day=day_text(town_day(certificate.issued_at)),
                          office=office.name),
        "signature": gettext("Signature and stamp"),
        "check": gettext(
            "Is this certificate real? Anybody can check it: %(address)s", address=f"{site}{PATH}"
        ),
        "code": gettext("Code: %(code)s", code=code),
        "picture": picture,
        "picture_words": gettext("Square code with the address of the check"),
        "void": "" if is_valid else gettext("This certificate no longer holds."),
    }  # fmt: skip


def _kind(word: str) -> str:
    """Return the words of a kind of hours, or of help."""
    return str(labels.HOUR_KINDS[HourKind(word)]) if word in set(HourKind) else skill_name(word)
