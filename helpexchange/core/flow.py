"""Questions asked one a page; the answers wait in the visitor's own signed cookie until they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

#: Letters and digits that nobody confuses on the phone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
REFERENCE_LENGTH = 8
UNPROCESSABLE = 422
#: With this in the query, a question leads back to the page where all answers are checked.
CHANGING = "changing"
#: In an answer that followed from the one before, so that its page need not be shown.
SETTLED = "is_settled"


class Flow:
    """A row of questions, each on a page of its own, and a last page where all answers are checked.

    The answers are kept in the session cookie: they leave the visitor's browser only with the visitor's own
    requests, and nothing of a flow that is given up is ever stored.
    """

    def __init__(
        self,
        name: str,
        *,
        prefix: str,
        endpoint: str,
        steps: Sequence[str],
        last: str,
        uncounted: Collection[str],
    ) -> None:
        """Make the flow `name` (its key in the session).

        Args:
            prefix: first letter of its references.
            endpoint: of the view that takes `step`.
            steps: words of the questions, in order.
            last: word of the page where all is checked and sent.
            uncounted: steps that are only asked of some people; each bears the number of the one before.
        """
        self.name = name
        self.prefix = prefix
        self.endpoint = endpoint
        self.steps = tuple(steps)
        self.last = last
        self.uncounted = uncounted

    def answers(self) -> dict[str, Any]:
        """Return all answers so far, by the names of the fields."""
        return {name: value for answer in self._kept().values() for name, value in answer.items()}

    def answer(self, step: str) -> dict[str, Any]:
        """Return the answer to one question; empty if it was not given yet."""
        return dict(self._kept().get(step, {}))

    def keep(self, step: str, answer: dict[str, Any]) -> None:
        """Keep the answer to one question."""
        self._set({**self._kept(), step: answer})

    def forget(self, step: str) -> None:
        """Drop the answer to one question, because another made it moot."""
        self._set({name: answer for name, answer in self._kept().items() if name != step})

    def first_missing(self) -> str | None:
        """Return the first question without an answer, or None when all have theirs."""
        kept = self._kept()
        return next((step for step in self.steps if step not in kept), None)

    def may_show(self, step: str) -> bool:
        """Return whether every question before `step` has its answer."""
        missing = self.first_missing()
        order = (*self.steps, self.last)
        return missing is None or order.index(missing) >= order.index(step)

    def reference(self) -> str:
        """Return the reference of what these answers become: the same however often they are sent."""
        kept = session.get(self.name, {})
        if "reference" not in kept:
            letters = "".join(secrets.choice(ALPHABET) for _place in range(REFERENCE_LENGTH))
            session[self.name] = kept = {**kept, "reference": f"{self.prefix}-{letters}"}
        return str(kept["reference"])

    def start_with(self, answers: dict[str, dict[str, Any]]) -> None:
        """Begin anew, with answers that are known already."""
        session[self.name] = {"answers": answers}

    def finish(self) -> None:
        """Forget the answers, and keep the reference for the page that says thank you."""
        session[self.name] = {"sent": self.reference()}

    def sent_reference(self) -> str | None:
        """Return the reference of what was sent last, if anything was."""
        sent: str | None = session.get(self.name, {}).get("sent")
        return sent

    def url(self, step: str, **query: Any) -> str:
        """Return the address of a page of this flow."""
        return url_for(self.endpoint, step=step, **query)

    def change_url(self, step: str) -> str:
        """Return the address of a question that leads back to the last page."""
        return self.url(step, **{CHANGING: "1"})

    def go_on(self, step: str) -> Response:
        """Return the redirect to the next question, or to the last page if an answer was only changed."""
        missing = self.first_missing()
        if request.args.get(CHANGING):
            return redirect(self.change_url(missing) if missing else self.url(self.last))
        asked = self._asked(step)
        following = asked[asked.index(step) + 1 :]
        return redirect(self.url(following[0]))

    def to_first_missing(self) -> Response:
        """Return the redirect to the first question without an answer."""
        return redirect(self.url(self.first_missing() or self.last))

    def page(self, step: str, form: FlaskForm, template: str, **words: Any) -> tuple[str, int]:
        """Return the page of a question and its status: 422 with the errors of a form that was sent."""
        asked = self._asked(step)
        before = self.url(asked[asked.index(step) - 1]) if step != asked[0] else None
        back_url = self.url(self.last) if request.args.get(CHANGING) else before
        total = len(self.steps) - len(self.uncounted)
        words = {"back_url": back_url, "number": self._number(step), "total": total, **words}
        page = render_template(template, form=form, flow=self, step=step, **words)
        return page, UNPROCESSABLE if form.errors else 200

    def _number(self, step: str) -> int:
        """Return the number of a question, counted from 1; one past the last for the page after them."""
        counted = [each for each in (*self.steps, self.last) if each not in self.uncounted]
        return counted.index(step) + 1 if step in counted else counted.index(self._before(step)) + 1

    def _before(self, step: str) -> str:
        return self.steps[self.steps.index(step) - 1]

    def _asked(self, shown: str) -> list[str]:
        """Return the pages in order without questions that need not be asked; the one that is shown stays."""
        kept, order = self._kept(), (*self.steps, self.last)
        return [step for step in order if step == shown or not kept.get(step, {}).get(SETTLED)]

    def _kept(self) -> dict[str, dict[str, Any]]:
        kept: dict[str, dict[str, Any]] = session.get(self.name, {}).get("answers", {})
        return kept

    def _set(self, answers: dict[str, dict[str, Any]]) -> None:
        session[self.name] = {**session.get(self.name, {}), "answers": answers}
