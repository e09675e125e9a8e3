"""Whose hours and costs a page shows; each page is written once, for helpers and for their office."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from flask import url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.http import takes_files
from helpexchange.core.viewer import current_viewer
from helpexchange.engagements.rules import Side
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import own_helper
from helpexchange.hours_and_costs.pages.blueprint import blueprint
from helpexchange.hours_and_costs.queries import helper_with_hours
from helpexchange.hours_and_costs.rules import month_of

#: Below which address the pages of each side stand.
PREFIX = {Side.HELPER: "/my-help/hours", Side.OFFICE: "/hours/helpers/<int:helper_id>"}
View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Whose:
    """The helper whose page it is, and on which side somebody looks."""

    side: Side
    helper: HelperProfile

    @property
    def is_office(self) -> bool:
        """True when the office looks."""
        return self.side is Side.OFFICE

    @property
    def may_enter(self) -> bool:
        """True when something can be entered here: by the helper, and by who decides for the office."""
        return not self.is_office or current_viewer().may(Permission.DECIDE_COSTS)

    def url(self, name: str, /, **values: Any) -> str:
        """Return the address of a page of this side."""
        if self.is_office:
            values["helper_id"] = self.helper.id
        return url_for(f"hours_and_costs.{self.side}_{name}", **values)

    def month_url(self, day: date) -> str:
        """Return the address of the month in which a day lies."""
        return self.url("month", month=month_of(day).word)


def page_for(path: str, *methods: str, most_bytes: int | None = None) -> Callable[[View], View]:
    """Register a view, which is given a `Whose` first, for both sides; GET when no method is named.

    Args:
        most_bytes: how large a request may be, where files are sent.
    """

    def mark(view: View) -> View:
        for side, make in ((Side.HELPER, _for_helper), (Side.OFFICE, _for_office)):
            shown = make(view, is_writing="POST" in methods)
            blueprint.add_url_rule(
                f"{PREFIX[side]}{path}", endpoint=f"{side}_{view.__name__}",
                view_func=takes_files(most_bytes)(shown) if most_bytes else shown,
                methods=list(methods or ("GET",)),
            )  # fmt: skip
        return view

    return mark


def _for_helper(view: View, *, is_writing: bool) -> View:  # noqa: ARG001  # their own they may change
    @wraps(view)
    def shown(*, reference: str, **address: Any) -> Any:
        return view(Whose(Side.HELPER, own_helper(current_viewer(), reference)), **address)

    return audience(PUBLIC)(own_page(shown))


def _for_office(view: View, *, is_writing: bool) -> View:
    @wraps(view)
    def shown(*, helper_id: int, **address: Any) -> Any:
        return view(Whose(Side.OFFICE, helper_with_hours(current_viewer(), helper_id)), **address)

    return audience(Permission.DECIDE_COSTS if is_writing else Permission.SEE_COSTS)(shown)
