"""States of a help request and which change follows which."""

from __future__ import annotations

from enum import StrEnum


class RequestState(StrEnum):
    """Where a help request stands. `waiting` is not a state: it is `open` with no possible helper."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    OPEN = "open"
    REFERRED = "referred"
    DECLINED = "declined"
    PROPOSED = "proposed"
    AGREED = "agreed"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Channel(StrEnum):
    """How a request reached the office."""

    ONLINE = "online"
    PHONE = "phone"
    IMPORT = "import"


_ENDED_EARLY = frozenset({RequestState.WITHDRAWN, RequestState.EXPIRED})

NEXT_STATES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.DRAFT: frozenset({RequestState.SUBMITTED}) | _ENDED_EARLY,
    RequestState.SUBMITTED: frozenset({RequestState.OPEN, RequestState.REFERRED, RequestState.DECLINED})
    | _ENDED_EARLY,
    RequestState.OPEN: frozenset({RequestState.PROPOSED}) | _ENDED_EARLY,
    RequestState.PROPOSED: frozenset({RequestState.OPEN, RequestState.AGREED}) | _ENDED_EARLY,
    RequestState.AGREED: frozenset({RequestState.OPEN, RequestState.FINISHED}) | _ENDED_EARLY,
    RequestState.FINISHED: frozenset(),
    RequestState.REFERRED: frozenset(),
    RequestState.DECLINED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
    RequestState.EXPIRED: frozenset(),
}

HIGHEST_PRIORITY = 4


def may_change(state: RequestState, new: RequestState) -> bool:
    """Return whether a help request may go from `state` to `new`."""
    return new in NEXT_STATES[state]
