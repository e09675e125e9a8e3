"""Every message to helpers, in every language and on every channel."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask

import helpexchange
from helpexchange.config import LANGUAGES
from helpexchange.notifications.messages import write
from helpexchange.notifications.rules import Channel
from helpexchange.skills.labels import check_label, skill_label
from tests.whole.marked_texts import noted_misses

FOLDER = Path(helpexchange.__file__).parent / "helper_profiles/templates/helper_profiles/messages"
NAMES = sorted(path.stem for path in FOLDER.glob("[a-z]*.txt"))
DAY = date(2026, 11, 5)
WORDS: dict[str, object] = {
    "first_name": "Erna", "office": "Seniorenbüro Hörde", "phone": "0231 555 0100",
    "page_link": "https://help.example.org/p", "interest_link": "https://help.example.org/i",
    "due_on": DAY, "until": DAY, "expires_on": DAY, "at": datetime(2026, 11, 5, 13, 30, tzinfo=UTC),
    "way": "–", "reason": "–", "steps": [check_label("interview")], "check": check_label("conduct"),
    "checks": [(check_label("conduct"), DAY), (check_label("interview"), None)],
    "kinds": [skill_label("company"), skill_label("letters")],
}  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_written(app: Flask, name: str, language: str) -> None:
    with app.app_context(), noted_misses() as missing:
        for channel in Channel:
            written = write(
                f"helper_profiles/messages/{name}", channel=channel, language=language, words=WORDS
            )
            assert written.subject
            assert "Erna" not in written.subject
            assert ("Erna" in written.text) is (channel is not Channel.TEXT)
            assert "%(" not in written.subject + written.text
            assert "{{" not in written.text
            assert channel is not Channel.TEXT or len(written.text) < 320
    assert missing == set()


def test_there_are_messages() -> None:
    assert len(NAMES) >= 16
