"""What a consent is for, how it was given, and what follows when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from helpexchange.core.viewer import Viewer


class ConsentPurpose(StrEnum):
    """What somebody agrees to."""

    ASK = "ask"
    HELP = "help"
    ACCOUNT = "account"
    REPRESENT = "represent"
    REPRESENT_AND_SEE = "represent_and_see"


class ConsentChannel(StrEnum):
    """How somebody agreed: with a tick on a page, on the phone after the words were read out, or on paper."""

    ONLINE = "online"
    PHONE = "phone"
    PAPER = "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words that people agree to. What was once published never changes: other words are a new version.

    Attributes:
        version: name of these words within their purpose.
        is_spoken: True for words to be read out on the phone.
        texts: the words by language.
        easy: the words in German easy language, where there are some.
    """

    purpose: ConsentPurpose
    version: str
    is_spoken: bool = False
    texts: Mapping[str, str]
    easy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """That somebody agreed: to which words, in which language, and how.

    Attributes:
        reads_easy: True if the words were shown in easy language.
    """

    wording: Wording
    language: str
    channel: ConsentChannel
    reads_easy: bool = False

    @property
    def text(self) -> str:
        """The words as they were shown or read out."""
        return (self.reads_easy and self.wording.easy) or self.wording.texts[self.language]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEnded:
    """Announced when somebody takes a consent back: what it allowed stops at once.

    Attributes:
        person_type: as in the audit trail.
    """

    person_type: str
    person_id: int
    purpose: ConsentPurpose
    by: Viewer
    now: datetime
