"""The page about the library shows what happens, and names what a certificate holds."""

import doctest
import json
from pathlib import Path

import matching
from matching.answer_files import PROPOSAL_COLUMNS, UNMATCHED_COLUMNS, Provenance, certificate_json
from matching.pairing.scoring import PART_NAMES

PAGE = Path(__file__).parents[2] / "docs" / "library.md"


def test_every_example_of_the_page_runs() -> None:
    results = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert results.attempted >= 20
    assert results.failed == 0


def test_the_page_names_every_column_and_every_entry_of_the_certificate() -> None:
    page = PAGE.read_text(encoding="utf-8").split("## What the answer folder holds")[1]
    problem = matching.build_problem(helpers=[], requests=[])
    origin = Provenance(policy=problem.policy, gap_wanted=0.0, time_limit_s=1.0, versions={}, sha256={})
    entries = set(json.loads(certificate_json(matching.solve(problem), origin))) - {"format"}
    columns = set(PROPOSAL_COLUMNS) - {*PART_NAMES, "given"} | set(UNMATCHED_COLUMNS)
    assert sorted(word for word in entries | columns if word not in page) == []
