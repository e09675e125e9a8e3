"""What stands in the layer of easy language, and what need not."""

from collections.abc import Sequence

from helpexchange.core.i18n import EASY
from scripts.texts import read_catalogue

#: Said on these pages by others, in plain words already, or by the demonstration only.
LEFT_OUT = {
    "Notifications",
    "A concern about visits",
    "Somebody has said that something is wrong with visits. Please look at it now:",
}


def easy_texts() -> dict[str, str]:
    """Return every text in easy language by its source; of plural texts the last form."""
    return {_first(message.id): _last(message.string) for message in read_catalogue(EASY) if message.id}


def _first(forms: str | Sequence[str]) -> str:
    return forms if isinstance(forms, str) else forms[0]


def _last(forms: str | Sequence[str] | None) -> str:
    return forms if isinstance(forms, str) else (forms or [""])[-1]
