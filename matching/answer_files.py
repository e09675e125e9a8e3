"""The answer folder: proposals, unmatched requests, certificate and report, written whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from matching.errors import Fault, InputError
from matching.pairing.answer import Answer, Assignment, MeetingPrice
from matching.pairing.explanation import Unmatched
from matching.pairing.problem import Policy
from matching.pairing.scoring import PART_NAMES
from matching.wording import WEEKDAY_CODES, clock_words, explanation, fix_code

PROPOSALS, UNMATCHED, CERTIFICATE, REPORT = (
    "proposals.csv",
    "unmatched.csv",
    "certificate.json",
    "report.html",
)
ANSWER_FILES = frozenset({PROPOSALS, UNMATCHED, CERTIFICATE, REPORT})
PART_COLUMNS = (*PART_NAMES, "given")
PROPOSAL_COLUMNS = (
    "helper_id",
    "request_id",
    "weekday",
    "start",
    "end",
    "score",
    *PART_COLUMNS,
    "distance_m",
)
UNMATCHED_COLUMNS = ("request_id", "reason", "explanation", "nearest_fix")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What an answer came from, so that it can be repeated.

    Attributes:
        gap_wanted, time_limit_s: what the solver was asked for.
        versions: of Python and of each library that takes part.
        sha256: of each input file, by its name.
        coverage_steps: how often districts were raised to reach the floor (`coverage.Evened.steps`).
    """

    policy: Policy
    gap_wanted: float
    time_limit_s: float
    versions: Mapping[str, str]
    sha256: Mapping[str, str]
    coverage_steps: Mapping[str, int] = field(default_factory=dict)


def refuse_foreign_folder(out: Path) -> None:
    """Make sure that writing an answer to `out` destroys nothing but an earlier answer.

    Raises:
        InputError: `out` is a file, or holds anything that no answer consists of.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise InputError([Fault(str(out), 0, "", "this is a file", "a folder for the answer, new or empty")])
    foreign = sorted(entry.name for entry in out.iterdir() if entry.name not in ANSWER_FILES)
    if foreign:
        found = f"the folder holds other files ({', '.join(foreign[:3])})"
        raise InputError(
            [Fault(str(out), 0, "", found, "a new or empty folder, or one with an earlier answer")]
        )


def write_answer(
    out: Path, *, answer: Answer, unmatched: Sequence[Unmatched], provenance: Provenance, report: str
) -> None:
    """Write the four files of an answer; a reader sees the whole old answer or the whole new one.

    Raises:
        InputError: see `refuse_foreign_folder`.
        OSError: the folder cannot be written; nothing is left behind.
    """
    refuse_foreign_folder(out)
    texts = {
        PROPOSALS: proposals_csv(answer.assignments),
        UNMATCHED: unmatched_csv(unmatched),
        CERTIFICATE: certificate_json(answer, provenance),
        REPORT: report,
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        fresh, old = Path(scratch, "new"), Path(scratch, "old")
        fresh.mkdir()
        for name, text in texts.items():
            (fresh / name).write_text(text, encoding="utf-8", newline="")
        _swap(fresh, out, old)


def _swap(fresh: Path, out: Path, old: Path) -> None:
    """Put `fresh` in the place of `out`; the old folder comes back when that fails."""
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
    shutil.rmtree(old)


def proposals_csv(assignments: Iterable[Assignment]) -> str:
    """A row per visit; a pair without times has one row with empty weekday, start and end."""
    rows = [row for item in assignments for row in _proposal_rows(item)]
    return _csv(PROPOSAL_COLUMNS, rows)


def _proposal_rows(item: Assignment) -> Iterable[list[object]]:
    distance = "" if item.distance_m is None else f"{item.distance_m:.1f}"
    points = [item.score, *(item.parts.get(name, "") for name in PART_COLUMNS), distance]
    times = [
        [WEEKDAY_CODES[visit.weekday], clock_words(visit.start_min), clock_words(visit.end_min)]
        for visit in item.visits
    ]
    for time in times or [["", "", ""]]:
        yield [item.helper_id, item.request_id, *time, *points]


def unmatched_csv(unmatched: Iterable[Unmatched]) -> str:
    """A row per request that lacks helpers."""
    rows = [[one.request_id, one.reason.code, explanation(one), fix_code(one.fix)] for one in unmatched]
    return _csv(UNMATCHED_COLUMNS, rows)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _meeting_price(one: MeetingPrice) -> Mapping[str, object]:
    starts = [f"{WEEKDAY_CODES[day]} {clock_words(start_min)}" for day, start_min in one.starts]
    return {"request_id": one.request_id, "helper_id": one.helper_id, "starts": starts, "price": one.price}


def certificate_json(answer: Answer, provenance: Provenance) -> str:
    """Everything needed to prove the answer again, as JSON; the prices keep every digit."""
    policy = provenance.policy
    weights = {**asdict(policy.weights), "load": policy.load_weight}
    content = {
        "format": FORMAT,
        "objective": answer.objective,
        "bound": answer.bound,
        "gap": answer.gap,
        "status": answer.status.value,
        "seconds": round(answer.seconds, 3),
        "gap_wanted": provenance.gap_wanted,
        "time_limit_s": provenance.time_limit_s,
        "seed": policy.seed,
        "policy": {**asdict(policy), "weights": weights},
        "versions": dict(sorted(provenance.versions.items())),
        "sha256": dict(sorted(provenance.sha256.items())),
        "coverage_steps": dict(provenance.coverage_steps),
        "prices": dict(sorted(answer.prices.items())),
        "meeting_prices": [_meeting_price(one) for one in answer.meeting_prices],
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
