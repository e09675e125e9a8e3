"""English sentences for the codes of the engine: for `unmatched.csv` and the report, and nowhere else."""

from __future__ import annotations

from matching.pairing.answer import Assignment, Visit
from matching.pairing.explanation import Fix, FixKind, Reason, Unmatched, UnmatchedReason

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

REASON_TITLES = {
    UnmatchedReason.NO_SKILL_IN_REACH: "Nobody with the skill within reach",
    UnmatchedReason.NOBODY_FREE_THEN: "Nobody free at these times",
    UnmatchedReason.CHECKS_MISSING: "A check is missing",
    UnmatchedReason.KIND_NOT_ALLOWED: "Only other kinds of helper",
    UnmatchedReason.ALL_FULL: "All who could come have enough to do",
    UnmatchedReason.OUTWEIGHED: "Others are served better instead",
    UnmatchedReason.PLACE_UNKNOWN: "The place is not known",
    UnmatchedReason.BLOCKED_OR_NOT_LISTED: "No pair is allowed",
    UnmatchedReason.PARTLY_SERVED: "Some helpers found, not all",
    UnmatchedReason.NOT_SETTLED: "Not settled in the time given",
}

_REASONS = {
    UnmatchedReason.NOBODY_FREE_THEN: "{who} in reach with the skills, but nobody free at these times.",
    UnmatchedReason.CHECKS_MISSING: "{who} could come, but nobody with the check needed ({checks}).",
    UnmatchedReason.KIND_NOT_ALLOWED: "{who} in reach, but only {kinds} may come.",
    UnmatchedReason.ALL_FULL: "{who} could come, but all have as many requests or minutes as they take.",
    UnmatchedReason.OUTWEIGHED: (
        "{who} could come ({with_room} with room left), but their time does more good for other requests."
    ),
    UnmatchedReason.PLACE_UNKNOWN: "The place is not known, so nobody can be said to be near.",
    UnmatchedReason.BLOCKED_OR_NOT_LISTED: "Every pair with this request is blocked or not on the list.",
    UnmatchedReason.PARTLY_SERVED: "{served} of {needed} helpers found.",
    UnmatchedReason.NOT_SETTLED: (
        "{who} could come ({with_room} with room left), but the search ended before it had settled this."
    ),
}

AT_A_TIME = frozenset({FixKind.OTHER_TIME, FixKind.HELPER_TIME})
_FIXES = {
    FixKind.ASK_HELPER: "Helper {helper_id} could come as things are.",
    FixKind.OTHER_TIME: "Helper {helper_id} could come on {weekday} from {start} to {end}.",
    FixKind.HELPER_TIME: "Helper {helper_id} could come if also free on {weekday} from {start} to {end}.",
    FixKind.MORE_DISTANCE: "Helper {helper_id} could come if {needed_km} km were allowed, not {limit_km} km.",
    FixKind.MORE_CAPACITY: "Helper {helper_id} could come by taking one request more than {max_requests}.",
    FixKind.MORE_MINUTES: (
        "Helper {helper_id} could come by giving {needed_minutes} minutes a week, not {minutes_per_week}."
    ),
    FixKind.OTHER_KIND: "Helper {helper_id} could come if this kind were allowed: {kind_of_helper}.",
    FixKind.CHECK_NEEDED: "Helper {helper_id} could come with this check: {check}.",
    FixKind.NONE: "No single change would help.",
}

_PARTS = {
    "skills": "has the skills",
    "language": "speaks the language",
    "continuity": "known or wished for",
    "idle": "not asked for a while",
    "stability": "proposed before",
    "rare_skill": "spends a rare skill",
    "given": "score given",
}


def explanation(unmatched: Unmatched) -> str:
    """Why, and what would help, in one or two sentences."""
    return f"{reason_words(unmatched.reason)} {fix_words(unmatched.fix)}"


def reason_words(reason: Reason) -> str:
    """The reason as a sentence, and which requests come first."""
    words = _reason_sentence(reason)
    return f"{words} Served instead: {', '.join(reason.by)}." if reason.by else words


def _reason_sentence(reason: Reason) -> str:
    if reason.code is UnmatchedReason.NO_SKILL_IN_REACH:
        return _reach_words(reason)
    words = dict(reason.values)
    if int(words.get("days", 0)) < int(words.get("visits", 0)):
        return _days_words(int(words["visits"]), int(words["days"]))
    if "helpers" in words:
        words["who"] = _helpers(int(words["helpers"]))
    if int(words.get("together", 1)) > 1:
        return "{who} in reach with the skills, but never {together} of them free together.".format(**words)
    for name in ("checks", "kinds"):
        if name in words:
            words[name] = _listed(str(words[name]))
    return _REASONS[reason.code].format(**words)


def _days_words(visits: int, days: int) -> str:
    """The times asked for cannot hold the visits, whoever comes."""
    on_days = {0: "no day", 1: "one day only"}.get(days, f"{days} days only")
    asked = "One visit" if visits == 1 else f"{visits} visits, each on a day of its own,"
    return f"{asked} cannot be held: the times asked for are long enough on {on_days}."


def _reach_words(reason: Reason) -> str:
    able, skills = int(reason.values["helpers_with_skill"]), _listed(str(reason.values["skills"]))
    what = f" with {skills}" if skills else ""
    if not able:
        return f"There is no helper{what}."
    nearest = reason.values.get("nearest_km")
    way = f"; the nearest lives {nearest} km away" if nearest is not None else ""
    return f"{_helpers(able)}{what}, but nobody near enough{way}."


def fix_words(fix: Fix) -> str:
    """The nearest fix as a sentence."""
    words = dict(fix.values)
    if fix.kind is FixKind.RECRUIT:
        return _recruit_words(fix)
    if fix.kind is FixKind.ASK_HELPER and int(words["helpers"]) > 1:
        return "{helpers} helpers could come together as things are, {helper_id} among them.".format(**words)
    if fix.kind is FixKind.OTHER_KIND:
        words["kind_of_helper"] = _listed(str(words["kind_of_helper"]))
    if fix.kind in AT_A_TIME:
        words["weekday"] = WEEKDAYS[int(words["weekday"])]
        words["start"] = clock_words(int(words["start_min"]))
        words["end"] = clock_words(int(words["end_min"]))
    return _FIXES[fix.kind].format(**words)


def _recruit_words(fix: Fix) -> str:
    count = int(fix.values["helpers"])
    skills, checks = _listed(str(fix.values["skills"])), _listed(str(fix.values["checks"]))
    district = str(fix.values["district"])
    who = "a new helper" if count == 1 else f"{count} new helpers"
    what = f" with {skills}" if skills else ""
    checked = f", checked ({checks})," if checks else ""
    where = f" in {district}" if district else " nearby"
    return f"It needs {who}{what}{checked}{where}."


def fix_code(fix: Fix) -> str:
    """The nearest fix for programs: `kind key=value key=value`, times as HH:MM; "none" when there is none."""
    words = dict(fix.values)
    if fix.kind in AT_A_TIME:
        words = {
            "helper_id": words["helper_id"],
            "weekday": WEEKDAY_CODES[int(words["weekday"])],
            "start": clock_words(int(words["start_min"])),
            "end": clock_words(int(words["end_min"])),
        }
    return " ".join([fix.kind, *(f"{key}={value}" for key, value in words.items())])


def visit_words(visit: Visit) -> str:
    """A visit as "Tue 14:00-15:00"."""
    return f"{WEEKDAYS[visit.weekday][:3]} {clock_words(visit.start_min)}–{clock_words(visit.end_min)}"


def clock_words(minute_of_day: int) -> str:
    """Minutes after midnight as HH:MM; the end of the day is 24:00."""
    return f"{minute_of_day // 60:02d}:{minute_of_day % 60:02d}"


def part_words(assignment: Assignment) -> list[str]:
    """What speaks for a proposal (or a little against it), each with its points."""
    way = [] if assignment.distance_m is None else [f"{assignment.distance_m / 1000:.1f} km away"]
    near = assignment.parts.get("closeness", 0)
    words = [f"{way[0]} ({near:+d})"] if way and near else way
    for name, phrase in _PARTS.items():
        if assignment.parts.get(name):
            words.append(f"{phrase} ({assignment.parts[name]:+d})")
    return words


def _helpers(count: int) -> str:
    return "1 helper" if count == 1 else f"{count:,} helpers"


def _listed(codes: str) -> str:
    return ", ".join(code.replace("_", " ") for code in codes.split(";") if code)
