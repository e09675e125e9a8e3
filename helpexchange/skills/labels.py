"""What the standard kinds of help, skills, languages and checks are called, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from flask_babel import get_locale

from helpexchange.core.i18n import Text, gettext
from helpexchange.core.i18n import lazy_text as _
from helpexchange.skills.models import Skill

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


#: What a kind of help is about, in one plain sentence.
EXPLANATIONS: dict[str, Text] = {
    "company": _("Drink a cup of coffee, talk, play a game, look at photos."),
    "shopping": _("Fetch groceries or medicine, alone or together."),
    "escort": _("Take somebody there and back, and wait with them."),
    "walking": _("A round in the fresh air, at their pace."),
    "phone_company": _("Call at a fixed time and have a chat, from your own home."),
    "garden": _("Mow, water, rake leaves."),
    "repair": _("Change a bulb, put up a shelf, oil a hinge. Nothing for which one calls a firm."),
    "technology": _("Explain patiently, set up, send a photo."),
    "letters": _("Read post together, fill in a form. Advice on the law is for others."),
    "reading": _("The newspaper, a novel, the post."),
    "driving": _("Drive somebody in your own car."),
    "pets": _("Walk the dog, feed the cat."),
    "study_support": _("Homework and reading with a child, in the family."),
    "snow": _("Clear the path to the door in the morning."),
    "music": _("Sing or play together."),
    "cooking": _("Cook a meal and eat it together."),
    "sewing": _("A button, a hem, a zip."),
}

#: What a check is, and what becomes of it.
CHECK_MEANINGS: dict[str, Text] = {
    "interview": _("A talk of half an hour with your office, so that you know each other."),
    "conduct": _("You apply for it at your town hall; your office gives you a letter that makes it free. "
                 "The office looks at it and keeps only the date, no copy."),
    "reference": _("The name of somebody who knows you and whom the office may call."),
    "driving_licence": _("You show your licence and your car insurance. The office keeps only the date."),
    "training": _("An evening with your office: what to do, where it ends, whom to call."),
}  # fmt: skip


def explanation(code: str) -> str:
    """Return what a kind of help is about; empty for one that is not among the standard ones."""
    return str(EXPLANATIONS.get(code, ""))


def explain(skills: Iterable[Skill]) -> dict[str, list[str]]:
    """Return, for each skill, what it is about and which checks it asks for, in words."""
    return {skill.code: _lines_about(skill) for skill in skills}


def _lines_about(skill: Skill) -> list[str]:
    names = ", ".join(check_name(code) for code in skill.checks)
    asks = str(gettext("What it asks of you: %(checks)s", checks=names)) if names else ""
    return [line for line in (explanation(skill.code), asks) if line]


def check_meaning(code: str) -> str:
    """Return what a check is; empty for one that is not among the standard ones."""
    return str(CHECK_MEANINGS.get(code, ""))


def skill_name(code: str, given: str = "") -> str:
    """Return the name of a skill: the standard one, else the `given` one, else its code made readable."""
    if code in SKILLS:
        return str(SKILLS[code])
    return given or code.replace("_", " ")


def skill_label(code: str) -> Text:
    """Return the name of a skill, to be said in the language of whoever reads it."""
    return SKILLS.get(code, code.replace("_", " "))


def check_label(code: str) -> Text:
    """Return the name of a check, to be said in the language of whoever reads it."""
    return CHECKS.get(code, code.replace("_", " "))


def check_name(code: str) -> str:
    """Return the name of a check."""
    return str(CHECKS[code]) if code in CHECKS else code.replace("_", " ")


def language_name(code: str) -> str:
    """Return the name of a language (ISO 639) in the reader's language; the code itself if unknown."""
    return str(Locale.parse(str(get_locale() or "en")).languages.get(code, code))


#: Languages (ISO 639) that people are asked about; others can be added to a request or a helper by files.
SPOKEN_LANGUAGES = ("ar", "bg", "da", "de", "en", "es", "fa", "fr", "it", "nl", "pl", "ro", "ru", "tr", "uk")
