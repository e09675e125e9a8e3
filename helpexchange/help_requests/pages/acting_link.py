"""The signed link of whoever acts for somebody: what it opens, and as whom they act."""

from __future__ import annotations

from flask import abort, make_response, render_template, url_for

from helpexchange.core.clock import today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.help_requests.models import PersonInNeed
from helpexchange.help_requests.queries.acting import represented
from helpexchange.representatives.messages import is_over, link_in
from helpexchange.representatives.models import Representation
from helpexchange.representatives.queries import representation_by_reference
from helpexchange.representatives.rules import RepresentationState, is_in_force

GONE = 410


def representation_of_link(token: str, *, must_hold: bool = False) -> Representation:
    """Return the representation that a link leads to, while it waits or holds.

    Args:
        must_hold: True if it is not enough that it waits for the person's word.

    Raises:
        NotFoundRefusal: we have not signed it, or it is over: from then on at once, also by old links.
        HTTPException: the link is too old; its answer offers a new one.
    """
    representation = linked(token)
    link = link_in(token)
    if link is None or is_over(link, representation):
        fresh_url = url_for("help_requests.fresh_acting_link", token=token)
        page = render_template("link_over.html", fresh_url=fresh_url, office=representation.office)
        abort(make_response(page, GONE))
    if must_hold and representation.state is not RepresentationState.IN_FORCE:
        raise NotFoundRefusal
    return representation


def acting_viewer(representation: Representation) -> Viewer:
    """Return whoever acts, as the history names them; what they may otherwise do does not count here."""
    viewer = current_viewer()
    is_theirs = representation.account_id is not None and viewer.account_id == representation.account_id
    return Viewer(
        account_id=viewer.account_id if is_theirs else None, name=representation.name,
        representation_id=representation.id, language=viewer.language, reads_easy=viewer.reads_easy,
    )  # fmt: skip


def person_of(representation: Representation) -> PersonInNeed:
    """Return for whom somebody acts."""
    return represented(current_viewer(), [representation])[representation.person_id]


def linked(token: str) -> Representation:
    """Return the representation of a link, however old the link is.

    Raises:
        NotFoundRefusal: we have not signed it, or the representation is over.
    """
    link = link_in(token)
    found = representation_by_reference(current_viewer(), link.subject) if link else None
    if link is None or found is None or link.number > found.link_number:
        raise NotFoundRefusal
    is_open = found.state is RepresentationState.WAITING or is_in_force(found.state, found.until, today())
    if not is_open:
        raise NotFoundRefusal
    return found
