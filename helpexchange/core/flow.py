"""Questions asked one a page; the answers wait in the visitor's own signed cookie until they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from flask import session

#: Letters and digits that nobody confuses on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 8


class Flow:
    """A row of questions, each on a page of its own.

    The answers are kept in the session cookie: they leave the visitor's browser only with the visitor's own
    requests, and nothing of a flow that is given up is ever stored.
    """

    def __init__(self, name: str, *, prefix: str, steps: Sequence[str], optional: Sequence[str] = ()) -> None:
        """Make the flow `name` (its key in the session).

        Args:
            prefix: first letter of its references.
            steps: words of the pages, in order.
            optional: steps that may be left out; they are not asked for in `first_missing`.
        """
        self.name = name
        self.prefix = prefix
        self.steps = tuple(steps)
        self.optional = frozenset(optional)

    def answers(self) -> dict[str, Any]:
        """Return all answers so far, by the names of the fields."""
        return {name: value for answer in self._kept().values() for name, value in answer.items()}

    def answer(self, step: str) -> dict[str, Any]:
        """Return the answer to one question; empty if it was not given yet."""
        return dict(self._kept().get(step, {}))

    def keep(self, step: str, answer: dict[str, Any]) -> None:
        """Keep the answer to one question."""
        session[self.name] = {**session.get(self.name, {}), "answers": {**self._kept(), step: answer}}

    def forget(self, step: str) -> None:
        """Drop the answer to one question, because another made it moot."""
        answers = {name: answer for name, answer in self._kept().items() if name != step}
        session[self.name] = {**session.get(self.name, {}), "answers": answers}

    def first_missing(self) -> str | None:
        """Return the first question without an answer, or None when all have theirs."""
        kept = self._kept()
        return next((step for step in self.steps if step not in kept and step not in self.optional), None)

    def may_show(self, step: str) -> bool:
        """Return whether every question before `step` has its answer."""
        missing = self.first_missing()
        return missing is None or self.steps.index(missing) >= self.steps.index(step)

    def reference(self) -> str:
        """Return the reference of what these answers become: the same however often they are sent."""
        kept = session.get(self.name, {})
        if "reference" not in kept:
            letters = "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE_LENGTH))
            session[self.name] = kept = {**kept, "reference": f"{self.prefix}-{letters}"}
        return str(kept["reference"])

    def finish(self) -> None:
        """Forget the answers, and keep the reference for the page that says thank you."""
        session[self.name] = {"sent": self.reference()}

    def sent_reference(self) -> str | None:
        """Return the reference of what was sent last, if anything was."""
        sent: str | None = session.get(self.name, {}).get("sent")
        return sent

    def _kept(self) -> dict[str, dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = session.get(self.name, {}).get("answers", {})
        return kept
