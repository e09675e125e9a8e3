"""Reading what follows an agreement: whom to remind and ask, what is silent, and the office's concerns."""

from helpexchange.follow_up.queries.by_link import (
    engagement_of_side,
    engagement_to_follow,
    engagements_of_request,
    visit_to_follow,
)
from helpexchange.follow_up.queries.check_ins import CheckIn, check_in_due_at, check_ins_of
from helpexchange.follow_up.queries.concerns import (
    CONCERN,
    concern_of_office,
    concerns_due,
    concerns_of_engagement,
    concerns_of_office,
    concerns_to_settle,
    noticed_concern,
    noticed_of_helper,
    same_concern,
)
from helpexchange.follow_up.queries.questions import (
    ToAsk,
    question_by_id,
    question_of_office,
    questions_of_engagement,
    to_ask,
)
from helpexchange.follow_up.queries.upkeep import (
    SCHEDULER,
    has_check_in,
    lively_again,
    silent_engagements,
    to_check_in,
    visits_to_remind_of,
)

__all__ = [
    "CONCERN",
    "SCHEDULER",
    "CheckIn",
    "ToAsk",
    "check_in_due_at",
    "check_ins_of",
    "concern_of_office",
    "concerns_due",
    "concerns_of_engagement",
    "concerns_of_office",
    "concerns_to_settle",
    "engagement_of_side",
    "engagement_to_follow",
    "engagements_of_request",
    "has_check_in",
    "lively_again",
    "noticed_concern",
    "noticed_of_helper",
    "question_by_id",
    "question_of_office",
    "questions_of_engagement",
    "same_concern",
    "silent_engagements",
    "to_ask",
    "to_check_in",
    "visit_to_follow",
    "visits_to_remind_of",
]
