"""Whose visits a page shows: a helper's, those of a request, or an office's; each page is written once.

Whoever acts for a person sees the pages of that person's side, below their own link and under their own name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, url_for

from helpexchange.accounts.roles import Permission
from helpexchange.core.audience import PUBLIC, audience
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.i18n import easy_to_read
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.engagements.models import Visit
from helpexchange.engagements.pages.blueprint import blueprint
from helpexchange.engagements.queries import visit_of_office, visit_of_side
from helpexchange.engagements.rules import Side
from helpexchange.help_requests.messages import PERSON_TYPE
from helpexchange.help_requests.pages.acting_link import acting_viewer, representation_of_link
from helpexchange.help_requests.pages.my_request import request_of_link
from helpexchange.help_requests.queries.acting import request_acted_for
from helpexchange.helper_profiles.pages.whose import own_page
from helpexchange.helper_profiles.queries import OBJECT_TYPE as HELPER_TYPE
from helpexchange.helper_profiles.queries import own_helper
from helpexchange.notifications.rules import About
from helpexchange.offices.models import Office

#: Below which address the pages of each side stand.
PREFIX = {Side.HELPER: "/my-help", Side.PERSON: "/my-request/<token>", Side.OFFICE: "/engagements"}
ACTING, ACTING_PREFIX = "acting", "/acting-for/<token>/requests/<int:request_id>"
BOTH = (Side.HELPER, Side.PERSON)
ALL = (Side.HELPER, Side.PERSON, Side.OFFICE)
View = Callable[..., Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """The side on which somebody looks.

    Attributes:
        whose_id: of the helper, or of the help request; 0 for an office.
        person: the record of the human; None for an office, and for a request without a person.
        token: of the link to the request, or of whoever acts; empty for the others.
        by: who looks, as the history names them.
        acts_for: first name of the person for whom the viewer acts; empty for everybody else.
    """

    side: Side
    by: Viewer
    whose_id: int = 0
    person: About | None = None
    office: Office | None = None
    language: str | None = None
    token: str = ""
    acts_for: str = ""

    @property
    def is_acting(self) -> bool:
        """True when somebody else looks for the person."""
        return bool(self.acts_for)

    def url(self, name: str, feature: str = "engagements", **values: Any) -> str:
        """Return the address of a page of this side, of this feature or of one above."""
        if self.token:
            values["token"] = self.token
        if self.is_acting:
            return url_for(f"{feature}.{ACTING}_{name}", request_id=self.whose_id, **values)
        return url_for(f"{feature}.{self.side}_{name}", **values)

    def visit(self, visit_id: int) -> Visit:
        """Return a visit of this side.

        Raises:
            NotFoundRefusal: it is somebody else's, or there is none.
        """
        if self.side is Side.OFFICE:
            return visit_of_office(self.by, visit_id)
        return visit_of_side(self.by, self.side, self.whose_id, visit_id)

    def after(self, visit: Visit) -> str:
        """Return where one goes after an act about a visit."""
        if self.side is Side.OFFICE:
            return url_for("engagements.show_engagement", engagement_id=visit.engagement_id)
        return self.url("visits")

    def human(self) -> About:
        """Return the record of the human.

        Raises:
            NotFoundRefusal: there is none.
        """
        if self.person is None:
            raise NotFoundRefusal
        return self.person


def page_for(
    sides: Sequence[Side], path: str, *methods: str, on: Blueprint = blueprint, for_acting: bool = True
) -> Callable[[View], View]:
    """Register a view, which is given a `Mine` first, for these sides; GET when no method is named.

    Args:
        on: of the feature whose page it is.
        for_acting: False for what only the person does, not whoever acts for them.
    """

    def mark(view: View) -> View:
        doors = [(str(side), PREFIX[side], _SHOWN[side]) for side in sides]
        if for_acting and Side.PERSON in sides:
            doors.append((ACTING, ACTING_PREFIX, _for_acting))
        for door, prefix, shown in doors:
            on.add_url_rule(
                f"{prefix}{path}", endpoint=f"{door}_{view.__name__}", view_func=shown(view),
                methods=list(methods or ("GET",)),
            )  # fmt: skip
        return view

    return mark


def _for_helper(view: View) -> View:
    @wraps(view)
    def shown(*, reference: str, **address: Any) -> Any:
        helper = own_helper(current_viewer(), reference)
        mine = Mine(
            side=Side.HELPER, by=current_viewer(), whose_id=helper.id, language=helper.language,
            person=About(object_type=HELPER_TYPE, object_id=helper.id),
            office=helper.office,
        )  # fmt: skip
        return view(mine, **address)

    return audience(PUBLIC)(own_page(shown))


def _for_person(view: View) -> View:
    @wraps(view)
    def shown(*, token: str, **address: Any) -> Any:
        record = request_of_link(token)
        person = record.person
        mine = Mine(
            side=Side.PERSON, by=current_viewer(), whose_id=record.id, office=record.office, token=token,
            language=person.language if person else None,
            person=About(object_type=PERSON_TYPE, object_id=person.id) if person else None,
        )  # fmt: skip
        return view(mine, **address)

    return easy_to_read(audience(PUBLIC)(shown))


def _for_acting(view: View) -> View:
    @wraps(view)
    def shown(*, token: str, request_id: int, **address: Any) -> Any:
        representation = representation_of_link(token, must_hold=True)
        viewer = acting_viewer(representation)
        record = request_acted_for(viewer, representation, request_id)
        mine = Mine(
            side=Side.PERSON, by=viewer, whose_id=record.id, office=record.office, token=token,
            language=representation.language, acts_for=record.person.first_name if record.person else "–",
        )  # fmt: skip
        return view(mine, **address)

    return audience(PUBLIC)(shown)


def _for_office(view: View) -> View:
    @wraps(view)
    def shown(**address: Any) -> Any:
        return view(Mine(side=Side.OFFICE, by=current_viewer()), **address)

    return audience(Permission.SEE_NEW_ARRIVALS)(shown)


_SHOWN = {Side.HELPER: _for_helper, Side.PERSON: _for_person, Side.OFFICE: _for_office}
