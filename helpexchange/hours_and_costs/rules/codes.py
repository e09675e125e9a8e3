"""The code of a certificate: easy to type, impossible to guess."""

from __future__ import annotations

import secrets

#: Without letters that are taken for another: I, L, O, U (Crockford's base 32).
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 12, 4
_TAKEN_FOR = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a new code: 60 bits of chance."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown_code(code: str) -> str:
    """Return a code as it is printed: "7K3M-9QXH-2PDR"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """Return the code that somebody typed, with or without dashes, O for 0; None for what is none."""
    letters = "".join(text.upper().split()).replace("-", "").replace("–", "").translate(_TAKEN_FOR)
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else None


def initials_of(name: str) -> str:
    """Return the first letters of a name, each with its point."""
    return " ".join(f"{part[0].upper()}." for part in name.split())
