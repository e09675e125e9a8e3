"""What the tables cannot hold, or what the folder leaves open: found before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matching import Fault, Helper, Pair, Problem, Request

LONGEST_ID = 60
LONGEST_CODE = 60
LONGEST_LANGUAGE = 8
LARGEST_NUMBER = 2**31 - 1

HELPERS_FILE, REQUESTS_FILE, PAIRS_FILE = "helpers.csv", "requests.csv", "pairs.csv"


def import_faults(problem: Problem, known_districts: Iterable[str], *, has_office: bool) -> list[Fault]:
    """Return everything that stands in the way of writing `problem` into the tables.

    Args:
        problem: what was read.
        known_districts: the districts' words that the tables know.
        has_office: True when an office is named for records whose district is unknown.
    """
    faults = [
        *(fault for helper in problem.helpers for fault in _helper_faults(helper)),
        *(fault for request in problem.requests for fault in _request_faults(request)),
        *(fault for pair in problem.pairs for fault in _pair_faults(pair)),
    ]
    if not has_office:
        known = set(known_districts)
        faults += _district_faults(HELPERS_FILE, problem.helpers, known)
        faults += _district_faults(REQUESTS_FILE, problem.requests, known)
    return faults


def _helper_faults(helper: Helper) -> Iterator[Fault]:
    codes = {"skills": helper.skills, "checks": helper.checks, "district": [helper.district]}
    yield from _text_faults(HELPERS_FILE, "helper_id", helper.id, codes, helper.languages)


def _request_faults(request: Request) -> Iterator[Fault]:
    codes = {
        "skills": request.skills, "wished_skills": request.wished_skills, "checks": request.checks,
        "district": [request.district],
    }  # fmt: skip
    yield from _text_faults(REQUESTS_FILE, "request_id", request.id, codes, request.languages)
    yield from _number_faults(REQUESTS_FILE, "value", request.id, request.value)


def _pair_faults(pair: Pair) -> Iterator[Fault]:
    yield from _number_faults(PAIRS_FILE, "score", f"{pair.helper_id}, {pair.request_id}", pair.score)


def _text_faults(
    file: str, id_column: str, its_id: str, codes: Mapping[str, Iterable[str]], languages: Iterable[str]
) -> Iterator[Fault]:
    texts = [(id_column, its_id, LONGEST_ID)]
    texts += [(column, word, LONGEST_CODE) for column, words in codes.items() for word in words]
    texts += [("languages", language, LONGEST_LANGUAGE) for language in languages]
    for column, text, longest in texts:
        if len(text) > longest:
            problem = f"{text[:20]}… of {its_id[:20]} has {len(text)} characters"
            yield Fault(file, 0, column, problem, f"{longest} characters or fewer")
        if "\x00" in text:
            yield Fault(file, 0, column, f"{its_id[:20]!r} has a character with code 0", "plain text")


def _number_faults(file: str, column: str, its_id: str, number: int | None) -> Iterator[Fault]:
    """The engine counts in 64 bits, a column of the tables in 32; all other numbers are smaller anyway."""
    if number is not None and abs(number) > LARGEST_NUMBER:
        yield Fault(file, 0, column, f"{its_id[:40]} has {number}", f"{LARGEST_NUMBER} or less")


def _district_faults(file: str, records: Iterable[Helper | Request], known: set[str]) -> Iterator[Fault]:
    expected = "a district of this town, or --office CODE to say whose it is"
    for district in sorted({record.district for record in records} - known):
        problem = f"the district {district!r} is not known" if district else "some rows have no district"
        yield Fault(file, 0, "district", problem, expected)
