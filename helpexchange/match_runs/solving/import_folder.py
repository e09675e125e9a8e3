"""Importing a folder of helpers and requests into the database: all of it or nothing, twice does no harm.

A record is known by its id in the file. What the file says replaces what is there; names, contact data, the
state, and dates that the system counts on by itself (waiting since, last engaged, check seen) stay as they
are. Records that the folder does not name stay too. A request is filed under the first skill it lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from helpexchange.audit_trail.actions import record
from helpexchange.core.database import db
from helpexchange.core.viewer import Viewer
from helpexchange.match_runs.rules import OTHER_KIND
from helpexchange.match_runs.solving.import_checks import import_faults
from helpexchange.match_runs.solving.import_pairs import write_pairs
from helpexchange.match_runs.solving.import_records import (
    HELPERS,
    REQUESTS,
    Arrival,
    incoming_helper,
    incoming_request,
)
from helpexchange.match_runs.solving.import_tables import Advance, Counts, write_family
from helpexchange.offices import queries as offices
from helpexchange.offices.actions import districts_by_code
from helpexchange.offices.models import Office
from helpexchange.skills.actions import add_skills
from matching import FolderInput, InputError, Problem, read_folder
from matching.files.people import REQUEST_COLUMNS
from matching.files.tables import Reading, read_table

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportInput:
    """A folder that was read; `kinds` is the first skill each request lists, by its id."""

    folder: FolderInput
    kinds: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportCounts:
    """What an import does."""

    helpers: Counts
    requests: Counts
    pairs: Counts
    new_skills: int
    new_districts: int


def read_import(path: Path) -> ImportInput:
    """Read a folder in the format of the engine's files.

    Raises:
        InputError: names everything that is wrong in all files.
    """
    return ImportInput(folder=read_folder(path), kinds=_first_skills(path))


def _first_skills(path: Path) -> dict[str, str]:
    """Return the first skill of each request; the engine keeps skills as a set, which has no first."""
    rows = read_table(Reading(path), "requests.csv", REQUEST_COLUMNS, is_required=True)
    listed = {row.text("request_id"): row.items("skills") for row in rows}
    return {request_id: next(iter(skills), OTHER_KIND) for request_id, skills in listed.items()}


def import_folder(
    *,
    folder_input: ImportInput,
    office: Office | None,
    by: Viewer,
    now: datetime,
    today: date,
    progress: Progress | None = None,
) -> ImportCounts:
    """Write a folder into the tables and return what that did; roll back instead of committing to try only.

    Args:
        folder_input: from `read_import`.
        office: serves the districts that are new, and records without a district; None when all are known.
        by: somebody who answers for the whole town.
        now: new records begin here; waiting days are counted back from it.
        today: the calendar day in the town.
        progress: is told what is written, how many are done, and of how many.

    Raises:
        InputError: the tables cannot hold something, or the office of a record is not clear.
        NotAllowedRefusal: `by` does not answer for the whole town.
    """
    problem = folder_input.folder.problem
    _refuse_faulty(problem, office, by)
    districts_before = len(offices.districts(by))
    new_skills = _add_skills(folder_input, by=by, now=now)
    places = _places(problem, office, by=by, now=now)
    new_districts = len(offices.districts(by)) - districts_before
    arrival = Arrival(now, today, places, folder_input.kinds)
    helpers, requests, pairs = _write(problem, arrival, progress or _silent)
    counts = ImportCounts(
        helpers=helpers, requests=requests, pairs=pairs, new_skills=new_skills, new_districts=new_districts
    )
    _record(counts, folder_input.folder, office, by=by, now=now)
    return counts


def _silent(_what: str, _done: int, _total: int) -> None:
    pass


def _refuse_faulty(problem: Problem, office: Office | None, by: Viewer) -> None:
    known = [word for district in offices.districts(by) for word in (district.code, district.name)]
    faults = import_faults(problem, known, has_office=office is not None)
    if faults:
        raise InputError(faults)


def _add_skills(folder_input: ImportInput, *, by: Viewer, now: datetime) -> int:
    problem = folder_input.folder.problem
    codes = {skill for helper in problem.helpers for skill in helper.skills}
    codes |= {skill for request in problem.requests for skill in request.skills | request.wished_skills}
    return add_skills(codes=codes, kinds_of_help=set(folder_input.kinds.values()), by=by, now=now)


def _places(
    problem: Problem, office: Office | None, *, by: Viewer, now: datetime
) -> dict[str, tuple[int, int | None]]:
    """Return office and district of each word for a district: its code, or else its name."""
    words = {helper.district for helper in problem.helpers}
    words |= {request.district for request in problem.requests}
    known = {district.name: district for district in offices.districts(by)}
    known |= {district.code: district for district in known.values()}
    places: dict[str, tuple[int, int | None]] = {}
    if office is not None:
        fresh = sorted(words - known.keys() - {""})
        known |= districts_by_code(codes=fresh, office=office, by=by, now=now)
        places[""] = (office.id, None)
    places.update((word, (known[word].office_id, known[word].id)) for word in words - {""})
    return places


def _write(problem: Problem, arrival: Arrival, progress: Progress) -> tuple[Counts, Counts, Counts]:
    session = db.session()
    session.flush()
    helpers, helper_ids = write_family(
        session, HELPERS, [incoming_helper(helper, arrival) for helper in problem.helpers],
        _advance("helpers", len(problem.helpers), progress),
    )  # fmt: skip
    requests, request_ids = write_family(
        session, REQUESTS, [incoming_request(request, arrival) for request in problem.requests],
        _advance("requests", len(problem.requests), progress),
    )  # fmt: skip
    pairs = write_pairs(
        session, problem.pairs, helper_ids=helper_ids, request_ids=request_ids,
        advance=_advance("pairs", len(problem.pairs), progress),
    )  # fmt: skip
    session.expire_all()  # rows were written past the objects that the session may hold
    return helpers, requests, pairs


def _advance(what: str, total: int, progress: Progress) -> Advance:
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        progress(what, done, total)

    return tell


def _record(
    counts: ImportCounts, folder: FolderInput, office: Office | None, *, by: Viewer, now: datetime
) -> None:
    written = {
        name: {"new": each.new, "changed": each.changed, "unchanged": each.unchanged}
        for name, each in (
            ("helpers", counts.helpers),
            ("requests", counts.requests),
            ("pairs", counts.pairs),
        )
    }
    record(
        act="import_folder", object_type="import", object_id=0, office_id=office.id if office else None,
        by=by, now=now, sha256=dict(folder.sha256), **written,
    )  # fmt: skip
    db.session.flush()
