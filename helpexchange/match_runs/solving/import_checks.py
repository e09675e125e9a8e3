"""What the tables cannot hold, or what the folder leaves open: found before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matching import Fault, Helper, Pair, Problem, Request

LONGEST_ID = 60
LONGEST_CODE = 60
LONGEST_LANGUAGE = 8
LARGEST_NUMBER = 2**31 - 1
MOST_DAYS = 36_500

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
    numbers = {"max_requests": helper.max_requests, "minutes_per_week": helper.minutes_per_week}
    yield from _text_faults(HELPERS_FILE, "helper_id", helper.id, codes, helper.languages)
    yield from _number_faults(HELPERS_FILE, helper.id, numbers, LARGEST_NUMBER)
    days = {"last_engaged_days": helper.last_engaged_days}
    yield from _number_faults(HELPERS_FILE, helper.id, days, MOST_DAYS)


def _request_faults(request: Request) -> Iterator[Fault]:
    codes = {
        "skills": request.skills, "wished_skills": request.wished_skills, "checks": request.checks,
        "district": [request.district],
    }  # fmt: skip
    numbers = {"helpers_needed": request.helpers_needed, "value": request.value}
    yield from _text_faults(REQUESTS_FILE, "request_id", request.id, codes, request.languages)
    yield from _number_faults(REQUESTS_FILE, request.id, numbers, LARGEST_NUMBER)
    yield from _number_faults(REQUESTS_FILE, request.id, {"waiting_days": request.waiting_days}, MOST_DAYS)


def _pair_faults(pair: Pair) -> Iterator[Fault]:
    numbers = {"score": pair.score, "minutes": pair.minutes}
    yield from _number_faults(PAIRS_FILE, f"{pair.helper_id}, {pair.request_id}", numbers, LARGEST_NUMBER)


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


def _number_faults(
    file: str, its_id: str, numbers: Mapping[str, int | None], largest: int
) -> Iterator[Fault]:
    for column, number in numbers.items():
        if number is not None and abs(number) > largest:
            yield Fault(file, 0, column, f"{its_id[:40]} has {number}", f"{largest} or less")


def _district_faults(file: str, records: Iterable[Helper | Request], known: set[str]) -> Iterator[Fault]:
    expected = "a district of this town, or --office CODE to say whose it is"
    for district in sorted({record.district for record in records} - known):
        problem = f"the district {district!r} is not known" if district else "some rows have no district"
        yield Fault(file, 0, "district", problem, expected)
