"""Who comes by a link of a message, as whom they act, and about what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, make_response, render_template

from helpexchange.core.clock import today
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.core.viewer import Viewer, current_viewer
from helpexchange.engagements.labels import span
from helpexchange.engagements.models import Engagement, Visit
from helpexchange.engagements.rules import Side
from helpexchange.follow_up.links import NEXT, QUESTION, VISIT, AnswerLink, answer_link_in
from helpexchange.follow_up.models import VisitQuestion
from helpexchange.follow_up.queries import engagement_to_follow, question_by_id, visit_to_follow
from helpexchange.help_requests.pages.acting_link import acting_viewer
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.representatives.queries import representation_by_id
from helpexchange.representatives.rules import is_in_force
from helpexchange.skills.labels import skill_name

GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLink:
    """Somebody who has come by a link, and about what.

    Attributes:
        by: as whom they act: nobody by name, or whoever acts for the person.
    """

    side: Side
    by: Viewer
    engagement: Engagement
    helper: HelperProfile
    visit: Visit | None = None
    question: VisitQuestion | None = None

    def about(self) -> dict[str, Any]:
        """Return what every page says: the kind of help, with whom, the office."""
        request = self.engagement.request
        person = request.person.first_name if request.person else ""
        return {
            "is_helper": self.side is Side.HELPER, "office": self.engagement.office,
            "kind": skill_name(self.engagement.kind_code, request.kind.name),
            "who": person if self.side is Side.HELPER else self.helper.first_name,
        }  # fmt: skip


def visit_of_link(token: str) -> tuple[ByLink, Visit]:
    """Return who has come by the link of a reminder, and the visit.

    Raises:
        NotFoundRefusal: we have not signed it, or somebody else visits now.
        HTTPException: the link is over.
    """
    link = _link(VISIT, token)
    visit = visit_to_follow(current_viewer(), link.record_id)
    whose = None if visit is None else visit.helper_id if link.side is Side.HELPER else visit.request_id
    if visit is None or whose != link.whose_id:
        raise NotFoundRefusal
    return _come(link, visit.engagement, visit.helper, visit=visit), visit


def question_of_link(token: str) -> tuple[ByLink, VisitQuestion]:
    """Return who has come by the link of a question, and the question.

    Raises:
        NotFoundRefusal: we have not signed it.
        HTTPException: the link is over.
    """
    link = _link(QUESTION, token)
    question = question_by_id(current_viewer(), link.record_id)
    if question is None or question.side is not link.side:
        raise NotFoundRefusal
    engagement = _own(link, question.engagement)
    return _come(link, engagement, engagement.helper, question=question), question


def engagement_of_link(token: str) -> ByLink:
    """Return who has come by the link of the thanks.

    Raises:
        NotFoundRefusal: we have not signed it.
        HTTPException: the link is over.
    """
    link = _link(NEXT, token)
    engagement = _own(link, engagement_to_follow(current_viewer(), link.record_id))
    return _come(link, engagement, engagement.helper)


def visit_words(visit: Visit) -> dict[str, Any]:
    """Return when a visit is."""
    return {"day": visit.day, "span": span(visit.start_min, visit.end_min)}


def _link(purpose: str, token: str) -> AnswerLink:
    link = answer_link_in(purpose, token)
    if link is None:
        raise NotFoundRefusal
    return link


def _own(link: AnswerLink, engagement: Engagement | None) -> Engagement:
    if engagement is None:
        raise NotFoundRefusal
    whose = engagement.helper_id if link.side is Side.HELPER else engagement.request_id
    if whose != link.whose_id:
        raise NotFoundRefusal
    return engagement


def _come(link: AnswerLink, engagement: Engagement, helper: HelperProfile, **about: Any) -> ByLink:
    viewer = current_viewer()
    by = Viewer(language=viewer.language, reads_easy=viewer.reads_easy)
    number = helper.link_number if link.side is Side.HELPER else engagement.request.link_number
    if link.representation_id:
        acts = representation_by_id(viewer, link.representation_id)
        is_theirs = acts is not None and acts.person_id == engagement.request.person_id
        if acts is None or not is_theirs or not is_in_force(acts.state, acts.until, today()):
            raise NotFoundRefusal
        by, number = acting_viewer(acts), acts.link_number
    if link.number != number or not link.is_in_time:
        page = render_template("follow_up/over.html", office=engagement.office)
        abort(make_response(page, GONE))
    return ByLink(side=link.side, by=by, engagement=engagement, helper=helper, **about)
