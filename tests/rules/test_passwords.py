"""Which passwords are refused, and which are not."""

import pytest

from helpexchange.accounts.rules import EasyPasswordError, ShortPasswordError, check_password

ABOUT = ("Ada Muster", "ada.muster@example.org")


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Passwort2026!", "P@ssw0rt1234", "wachtwoord123", "adgangskode12", "qwertyuiop123",
        "111111111111", "121212121212", "123456789012", "01711234567890", "Sommer2026!!!", "Dortmund1909!",
        "AdaMuster1941", "hallohallo12", "letmeinletmein", "abcdefghijkl",
    ],
)  # fmt: skip
def test_what_anybody_would_try_is_refused(password: str) -> None:
    with pytest.raises(EasyPasswordError):
        check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    "password",
    [
        "a long enough password", "vier Wörter ohne Zusammenhang", "demo town without secrets",
        "k7#9!x2$5&8@3q",
        "Kirschbaum-Regenrohr", "Мой старый велосипед", "τέσσερις λέξεις",
    ],
)  # fmt: skip
def test_words_that_do_not_belong_together_are_fine(password: str) -> None:
    check_password(password, about=ABOUT)


def test_short_ones_are_refused() -> None:
    with pytest.raises(ShortPasswordError):
        check_password("Kirschbaum1")
