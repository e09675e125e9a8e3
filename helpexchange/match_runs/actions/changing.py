"""Making the change that somebody has said yes to: a limit or time of a helper, or a wish of the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from helpexchange.core.viewer import Viewer
from helpexchange.core.week import TimeOfWeek, WeeklyTime, joined_times
from helpexchange.help_requests.actions import Changes, change_own_request
from helpexchange.help_requests.models import HelpRequest
from helpexchange.helper_profiles.actions import change_reach, change_times
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.match_runs.models import FixCall
from helpexchange.match_runs.rules import Asked, metres_for


def make_change(call: FixCall, *, by: Viewer, now: datetime) -> None:
    """Change what the call asked for; some kinds (somebody has time, a check is made) change nothing yet.

    Raises:
        NotFoundRefusal: the helper belongs to another office.
        RequestEndedError: somebody helps already, or the request is over.
    """
    change = _CHANGES.get((call.asks.value, call.kind))
    if change is not None:
        change(call, by, now)


def state_of(call: FixCall) -> Any:
    """Return what a yes would change, as it stands now; None where a yes changes nothing."""
    name = _FIELDS.get((call.asks.value, call.kind))
    if name is None:
        return None
    value = getattr(_owner(call), name)
    return [list(each) for each in joined_times(value)] if name == _TIMES else value


def take_back_change(call: FixCall, *, by: Viewer, now: datetime) -> None:
    """Put back what stood before the yes, unless somebody has changed it again since.

    Raises:
        NotFoundRefusal: the helper belongs to another office.
        RequestEndedError: somebody helps already, or the request is over.
    """
    if not call.change or state_of(call) != call.change["after"]:
        return
    name, before = _FIELDS[call.asks.value, call.kind], call.change["before"]
    if name == _TIMES:
        times = [WeeklyTime(*each) for each in before]
        if call.asks is Asked.HELPER:
            change_times(reference=call.helper.reference, times=times, by=by, now=now)
        else:
            _set_times(call.request, times, by, now)
    elif call.asks is Asked.HELPER:
        _change_reach(call.helper, by, now, **{name: before})
    else:
        setattr(call.request, name, before)


def _owner(call: FixCall) -> HelperProfile | HelpRequest:
    return call.helper if call.asks is Asked.HELPER else call.request


def _more_times(call: FixCall, by: Viewer, now: datetime) -> None:
    helper = call.helper
    # Whoever has named no times has time always.
    if helper.times:
        times = joined_times([*helper.times, _time(call)])
        change_times(reference=helper.reference, times=times, by=by, now=now)


def _longer_way(call: FixCall, by: Viewer, now: datetime) -> None:
    needed_m = metres_for(call.details["needed_km"])
    helper = call.helper
    if helper.max_distance_m is not None and helper.max_distance_m < needed_m:
        _change_reach(helper, by, now, max_distance_m=needed_m)


def _more_requests(call: FixCall, by: Viewer, now: datetime) -> None:
    helper, needed = call.helper, int(call.details["max_requests"]) + 1
    if helper.max_requests < needed:
        _change_reach(helper, by, now, max_requests=needed)


def _more_minutes(call: FixCall, by: Viewer, now: datetime) -> None:
    helper, needed = call.helper, int(call.details["needed_minutes"])
    if helper.minutes_per_week is not None and helper.minutes_per_week < needed:
        _change_reach(helper, by, now, minutes_per_week=needed)


def _change_reach(
    helper: HelperProfile,
    by: Viewer,
    now: datetime,
    *,
    max_distance_m: float | None = None,
    max_requests: int | None = None,
    minutes_per_week: int | None = None,
) -> None:
    change_reach(
        reference=helper.reference,
        max_distance_m=max_distance_m or helper.max_distance_m,
        max_requests=max_requests or helper.max_requests,
        minutes_per_week=minutes_per_week or helper.minutes_per_week,
        by=by,
        now=now,
    )


def _other_time(call: FixCall, by: Viewer, now: datetime) -> None:
    request = call.request
    times: list[TimeOfWeek] = [*request.times, _time(call)] if request.times else []
    _set_times(request, times, by, now)


def _set_times(request: HelpRequest, times: Sequence[TimeOfWeek], by: Viewer, now: datetime) -> None:
    changes = Changes(
        times=joined_times(times), visits_per_week=request.visits_per_week, is_one_off=request.is_one_off,
        note=request.note, phone=request.person.phone if request.person else "",
        email=request.person.email if request.person else "",
    )  # fmt: skip
    change_own_request(request=request, changes=changes, by=by, now=now)


def _from_farther(call: FixCall, _by: Viewer, _now: datetime) -> None:
    request, needed_m = call.request, metres_for(call.details["needed_km"])
    if request.max_distance_m is not None and request.max_distance_m < needed_m:
        request.max_distance_m = needed_m


def _other_kind(call: FixCall, _by: Viewer, _now: datetime) -> None:
    request: HelpRequest = call.request
    if request.helper_kinds:
        request.helper_kinds = sorted({*request.helper_kinds, call.details["kind_of_helper"]})


def _time(call: FixCall) -> WeeklyTime:
    details = call.details
    return WeeklyTime(details["weekday"], details["start_min"], details["end_min"])


_TIMES = "times"
#: What a yes changes of whoever is asked, by who that is and what for.
_FIELDS: dict[tuple[str, str], str] = {
    ("helper", "helper_time"): _TIMES,
    ("helper", "more_distance"): "max_distance_m",
    ("helper", "more_capacity"): "max_requests",
    ("helper", "more_minutes"): "minutes_per_week",
    ("person", "other_time"): _TIMES,
    ("person", "more_distance"): "max_distance_m",
    ("person", "other_kind"): "helper_kinds",
}
#: How, likewise.
_CHANGES: dict[tuple[str, str], Callable[[FixCall, Viewer, datetime], None]] = {
    ("helper", "helper_time"): _more_times,
    ("helper", "more_distance"): _longer_way,
    ("helper", "more_capacity"): _more_requests,
    ("helper", "more_minutes"): _more_minutes,
    ("person", "other_time"): _other_time,
    ("person", "more_distance"): _from_farther,
    ("person", "other_kind"): _other_kind,
}
