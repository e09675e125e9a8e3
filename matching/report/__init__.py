"""The report of a match: one HTML file for people, readable without network, script or colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from jinja2 import Environment, PackageLoader, StrictUndefined

from matching.answer_files import Provenance
from matching.pairing.answer import Answer, Assignment, Status
from matching.pairing.candidates import Candidates
from matching.pairing.explanation import Alternative, Unmatched, alternatives
from matching.pairing.problem import Problem
from matching.report import figures, groups
from matching.report.drawing import draw_map
from matching.wording import REASON_TITLES, fix_words, part_words, reason_words, visit_words

LONGEST_LIST = 200
LEAST_SHARE = 1e-5

PROVEN_BEST = "No better answer exists: this one is proven to be the best."
_STATUS_WORDS = {
    Status.OPTIMAL: "This answer is proven to be the best but for less than a millionth of its points.",
    Status.WITHIN_GAP: "This answer is proven to be as close to the best as was asked for.",
    Status.TIME_LIMIT: "The time was up before more could be proven; the answer is valid all the same.",
}


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The numbers at the top.

    Attributes:
        served: requests with all the helpers they need.
        engaged: helpers with at least one request.
        median_km: half of the ways are shorter; None when no way is known.
    """

    requests: int
    served: int
    waiting: int
    helpers: int
    engaged: int
    proposals: int
    median_km: float | None
    total_km: float


def render_report(
    problem: Problem,
    candidates: Candidates,
    *,
    answer: Answer,
    unmatched: Sequence[Unmatched],
    provenance: Provenance,
) -> str:
    """Make the whole page as text."""
    template = _environment().get_template("report.html")
    return template.render(
        figures=_key_figures(problem, answer, unmatched),
        map=draw_map(problem, answer, [one.request_id for one in unmatched]),
        divisions=[
            ("districts", "By district", "District", groups.by_district(problem, answer, unmatched)),
            ("languages", "By wished language", "Language", groups.by_language(problem, answer, unmatched)),
            ("channels", "By the way they asked", "Channel", groups.by_channel(problem, answer, unmatched)),
        ],
        distances=figures.distances(answer),
        loads=figures.loads(problem, answer),
        reasons=figures.reasons(unmatched),
        gaps=figures.gaps(problem, answer),
        unmatched=_unmatched_rows(problem, unmatched),
        proposals=_proposal_rows(problem, candidates, answer),
        longest_list=LONGEST_LIST,
        answer=answer,
        status_words=PROVEN_BEST if _is_best(answer) else _STATUS_WORDS[answer.status],
        gap_words="none" if _is_best(answer) else _percent(answer.gap),
        provenance=provenance,
        load_weight=provenance.policy.load_weight,
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("matching"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["count"] = lambda number: f"{number:,}"
    environment.filters["words"] = lambda code: code.replace("_", " ")
    environment.filters["km"] = lambda way_km: f"{way_km:,.1f}"
    return environment


def _key_figures(problem: Problem, answer: Answer, unmatched: Sequence[Unmatched]) -> KeyFigures:
    ways_m = [item.distance_m for item in answer.assignments if item.distance_m is not None]
    return KeyFigures(
        requests=len(problem.requests),
        served=len(problem.requests) - len(unmatched),
        waiting=len(unmatched),
        helpers=len(problem.helpers),
        engaged=len({item.helper_id for item in answer.assignments}),
        proposals=len(answer.assignments),
        median_km=median(ways_m) / 1000 if ways_m else None,
        total_km=sum(ways_m) / 1000,
    )


def _is_best(answer: Answer) -> bool:
    """Whether not even one point more is possible; points are whole numbers."""
    return answer.bound < answer.objective + 1


def _percent(share: float) -> str:
    return "< 0.001 %" if share < LEAST_SHARE else f"{share * 100:.3f} %"


def _unmatched_rows(problem: Problem, unmatched: Sequence[Unmatched]) -> list[Mapping[str, object]]:
    """The requests that wait, the most urgent and longest waiting first."""
    requests = {request.id: request for request in problem.requests}
    ranked = sorted(
        unmatched,
        key=lambda one: (-requests[one.request_id].priority, -requests[one.request_id].waiting_days),
    )
    return [
        {
            "id": one.request_id,
            "district": requests[one.request_id].district,
            "priority": requests[one.request_id].priority,
            "waiting_days": requests[one.request_id].waiting_days,
            "title": REASON_TITLES[one.reason.code],
            "reason": reason_words(one.reason),
            "fix": fix_words(one.fix),
        }
        for one in ranked[:LONGEST_LIST]
    ]


def _proposal_rows(problem: Problem, candidates: Candidates, answer: Answer) -> list[Mapping[str, object]]:
    shown = answer.assignments[:LONGEST_LIST]
    others = alternatives(problem, candidates, answer, of=shown)
    return [
        {
            "request": item.request_id,
            "helper": item.helper_id,
            "visits": [visit_words(visit) for visit in item.visits],
            "score": item.score,
            "parts": part_words(item),
            "others": [_alternative_words(other) for other in others[_key(item)]],
        }
        for item in shown
    ]


def _key(item: Assignment) -> tuple[str, str]:
    return item.helper_id, item.request_id


def _alternative_words(other: Alternative) -> str:
    way = "" if other.distance_m is None else f", {other.distance_m / 1000:.1f} km"
    about = "" if other.is_exact else "about "
    cost = f"costs {about}{other.cost:,d}{_who_loses(other)}"
    return f"{other.helper_id} ({other.score_difference:+,d}{way}; {cost})"


def _who_loses(other: Alternative) -> str:
    if other.is_free:
        return ", free"
    if not other.loses:
        return ", nobody else loses"
    verb = "waits" if len(other.loses) == 1 else "wait"
    return f", {', '.join(other.loses)} {verb} instead"
