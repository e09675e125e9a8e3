"""An answer folder reads back as it was written, replaces only answers, and is never half written."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matching import answer_files
from matching.answer_files import refuse_foreign_folder, write_answer
from matching.answer_reading import read_answer
from matching.errors import InputError
from matching.pairing.answer import Assignment
from tests.matching.answers import Solved, small_town

TWO_SCORES = "h,r,mon,09:00,10:00,1,,,,,,,,1,\nh,r,tue,09:00,10:00,2,,,,,,,,2,\n"


def write(out: Path, given: Solved | None = None) -> Path:
    given = given or small_town()
    write_answer(
        out, answer=given.answer, unmatched=given.unmatched, provenance=given.provenance, report="<html>"
    )
    return out


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return write(tmp_path / "answer")


def test_an_answer_reads_back_as_it_was(out: Path) -> None:
    stored = read_answer(out)
    assert replace(stored.answer, assignments=(), seconds=0.0) == replace(
        small_town().answer, assignments=(), seconds=0.0
    )
    assert [plain(item) for item in stored.answer.assignments] == [
        plain(item) for item in small_town().answer.assignments
    ]
    assert stored.unmatched == tuple(one.request_id for one in small_town().unmatched)


def plain(item: Assignment) -> tuple[object, ...]:
    metres = None if item.distance_m is None else round(item.distance_m, 1)
    return item.helper_id, item.request_id, item.visits, item.score, dict(item.parts), metres


def test_there_is_a_row_for_every_visit_with_the_parts_of_its_score(out: Path) -> None:
    found = rows(out / "proposals.csv")
    assert len(found) == sum(max(1, len(item.visits)) for item in small_town().answer.assignments)
    for row in found:
        assert sum(int(row[name]) for name in answer_files.PART_COLUMNS if row[name]) == int(row["score"])


def test_every_request_without_help_has_a_reason_and_a_sentence(out: Path) -> None:
    found = rows(out / "unmatched.csv")
    assert [tuple(row) for row in found][:1] == [answer_files.UNMATCHED_COLUMNS]
    assert len(found) == len(small_town().unmatched) > 5
    assert all(re.fullmatch(r"[a-z_]+", row["reason"]) for row in found)
    assert all(row["explanation"].endswith(".") and row["nearest_fix"] for row in found)


def test_the_certificate_holds_what_proves_the_answer(out: Path) -> None:
    content = json.loads((out / "certificate.json").read_text(encoding="utf-8"))
    assert content["prices"] == dict(small_town().answer.prices)
    assert (content["seed"], content["policy"]["weights"]["load"]) == (1, 20)
    assert content["sha256"] == {"helpers.csv": "ab" * 32}
    assert {"objective", "bound", "gap", "status", "seconds", "versions"} <= set(content)


def test_an_earlier_answer_is_replaced_and_nothing_is_left_beside_it(out: Path) -> None:
    given = small_town()
    write(out, replace(given, answer=replace(given.answer, assignments=())))
    assert rows(out / "proposals.csv") == []
    assert sorted(entry.name for entry in out.parent.iterdir()) == ["answer"]
    assert {entry.name for entry in out.iterdir()} == answer_files.ANSWER_FILES


def test_a_folder_with_other_files_is_refused(out: Path) -> None:
    (out / "holiday.jpg").write_bytes(b"")
    with pytest.raises(InputError, match=r"holiday\.jpg"):
        write(out)
    with pytest.raises(InputError, match="this is a file"):
        refuse_foreign_folder(out / "holiday.jpg")


def test_a_failure_while_writing_leaves_the_old_answer_alone(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {entry.name: entry.read_bytes() for entry in out.iterdir()}
    real = Path.rename

    def fails_for_the_new_one(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError("disk full")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_the_new_one)
    with pytest.raises(OSError, match="disk full"):
        write(out)
    assert {entry.name: entry.read_bytes() for entry in out.iterdir()} == before


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("proposals.csv", lambda t: t.replace("weekday", "day", 1), "row 1, column weekday"),
        ("proposals.csv", lambda t: t + "x,y\n", "2 cells; expected"),
        ("proposals.csv", lambda t: t + "h,r,someday,09:00,10:00,1,,,,,,,,1,\n", "column weekday: 'someday'"),
        ("proposals.csv", lambda t: t + "h,r,mon,9:00,25:00,1,,,,,,,,1,\n", "column start: '9:00'"),
        ("proposals.csv", lambda t: t + "h,r,,,,many,,,,,,,,1,\n", "column score: 'many'"),
        ("proposals.csv", lambda t: t + "h,r,,,,1,,,,,,,,1,far\n", "column distance_m: 'far'"),
        ("proposals.csv", lambda t: t + "h,r,,,,1,,,,,,,,1,\n" * 2, "the pair is there twice"),
        ("proposals.csv", lambda t: t + TWO_SCORES, "other points"),
        ("proposals.csv", lambda _: "", "row 1, column helper_id: the column is missing"),
        ("unmatched.csv", lambda t: t.replace("request_id", "id", 1), "column request_id"),
        ("certificate.json", lambda _: "[]", "no JSON object"),
        ("certificate.json", lambda _: "{", "no JSON object"),
        ("certificate.json", lambda t: t.replace('"bound": ', '"bound": "x", "b": '), "column bound: 'x'"),
        ("certificate.json", lambda t: t.replace('"status": "', '"status": "super'), "column status"),
        ("certificate.json", lambda t: t.replace('"prices": {', '"prices": {"x": null, '), "column prices"),
        ("certificate.json", lambda t: t.replace('"prices": {', '"prices": {"x": NaN, '), "column prices"),
        ("certificate.json", lambda t: t.replace('"objective": ', '"objective": 0.5, "o": '), "objective"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(out: Path, file: str, change: Callable[[str], str], words: str) -> None:
    path = out / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_answer(out)
    assert any(str(fault).startswith(file) and words in str(fault) for fault in refused.value.faults)


def test_a_missing_file_and_one_that_is_no_text_are_named_together(out: Path) -> None:
    (out / "proposals.csv").unlink()
    (out / "certificate.json").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError) as refused:
        read_answer(out)
    assert [fault.problem for fault in refused.value.faults] == [
        "the file is not UTF-8",
        "the file cannot be read",
    ]
