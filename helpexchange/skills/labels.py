"""What the standard kinds of help, skills, languages and checks are called, in the reader's language."""

from __future__ import annotations

from babel import Locale
from flask_babel import get_locale

from helpexchange.core.i18n import Text
from helpexchange.core.i18n import lazy_text as _

SKILLS: dict[str, Text] = {
    "company": _("company and conversation"),
    "shopping": _("shopping"),
    "escort": _("going along to the doctor or an office"),
    "walking": _("going for a walk"),
    "phone_company": _("company by phone"),
    "garden": _("help in the garden"),
    "repair": _("small repairs at home"),
    "technology": _("phone, tablet and computer"),
    "letters": _("letters and forms"),
    "reading": _("reading aloud"),
    "driving": _("driving"),
    "pets": _("looking after a pet"),
    "study_support": _("study support"),
    "snow": _("clearing snow"),
    "sign_language": _("sign language"),
    "dementia": _("experience with dementia"),
    "wheelchair": _("pushing a wheelchair"),
    "sewing": _("sewing"),
    "music": _("making music"),
    "cooking": _("cooking together"),
    "other": _("something else"),
}

CHECKS: dict[str, Text] = {
    "interview": _("interview"),
    "conduct": _("certificate of good conduct"),
    "reference": _("reference"),
    "driving_licence": _("driving licence and insurance"),
    "training": _("training"),
}


def skill_name(code: str, given: str = "") -> str:
    """Return the name of a skill: the standard one, else the `given` one, else its code made readable."""
    if code in SKILLS:
        return str(SKILLS[code])
    return given or code.replace("_", " ")


def check_name(code: str) -> str:
    """Return the name of a check."""
    return str(CHECKS[code]) if code in CHECKS else code.replace("_", " ")


def language_name(code: str) -> str:
    """Return the name of a language (ISO 639) in the reader's language; the code itself if unknown."""
    return str(Locale.parse(str(get_locale() or "en")).languages.get(code, code))


#: Languages (ISO 639) that people are asked about; others can be added to a request or a helper by files.
SPOKEN_LANGUAGES = ("ar", "bg", "da", "de", "en", "es", "fa", "fr", "it", "nl", "pl", "ro", "ru", "tr", "uk")
