"""Every fault in the input files is named with file, row, column and what was expected."""

from pathlib import Path

import pytest

from matching.errors import InputError
from matching.files import read_folder
from tests.matching.input_folder import HELPERS, MATRIX, REQUESTS, Folder

HELPER_HEAD = "helper_id,latitude,longitude,max_distance_km,max_requests,skills,kind\n"
REQUEST_HEAD = "request_id,latitude,longitude,skills,remote,kinds,helpers_needed\n"
TIMES_HEAD = "helper_id,weekday,start,end\n"
PAIRS_HEAD = "helper_id,request_id,relation,score,minutes\n"
ONE_FAULT = {
    "a cell that must not be empty": ("helpers.csv", HELPERS + ",1,1\n", 3, "helper_id", "empty"),
    "a number with a comma": ("helpers.csv", HELPERS + 'i,"51,5",7\n', 3, "latitude", "such as 51.5"),
    "no number": ("helpers.csv", HELPERS + "i,nan,7\n", 3, "latitude", '"nan"'),
    "out of range": ("helpers.csv", HELPERS + "i,95,7\n", 3, "latitude", "swapped"),
    "half a place": ("helpers.csv", HELPERS + "i,,7.4\n", 3, "latitude", "both, or neither"),
    "half a request": ("helpers.csv", HELPER_HEAD + "h,51,7,,1.5,,\n", 2, "max_requests", "whole number"),
    "digits of another script": ("helpers.csv", HELPER_HEAD + "h,51,7,,٣,,\n", 2, "max_requests", "whole"),
    "a number without end": (
        "helpers.csv",
        HELPER_HEAD + f"h,51,7,,{'9' * 30},,\n",
        2,
        "max_requests",
        "whole",
    ),
    "a negative distance": ("helpers.csv", HELPER_HEAD + "h,51,7,-1,,,\n", 2, "max_distance_km", "from 0"),
    "a level of 4": ("helpers.csv", HELPER_HEAD + "h,51,7,,,garden:4,\n", 2, "skills", "garden:3"),
    "a level alone": ("helpers.csv", HELPER_HEAD + "h,51,7,,,:2,\n", 2, "skills", "garden:3"),
    "a skill twice": ("helpers.csv", HELPER_HEAD + "h,51,7,,,a:1;a:2,\n", 2, "skills", "named twice"),
    "a kind of no sort": ("helpers.csv", HELPER_HEAD + "h,51,7,,,,nurse\n", 2, "kind", "peer_supporter"),
    "a cell too many": ("helpers.csv", HELPERS + "i,51,7,1\n", 3, "", "4 cells"),
    "a cell too few": ("helpers.csv", HELPERS + "i,51\n", 3, "", "2 cells"),
    "an id twice": ("helpers.csv", HELPERS + "i,51,7\nh,51,7\n", 4, "helper_id", "first in row 2"),
    "a column missing": ("helpers.csv", "helper_id,latitude\nh,51\n", 1, "longitude", "missing"),
    "a column twice": ("helpers.csv", HELPERS.replace("id,", "id,latitude,", 1), 1, "latitude", "twice"),
    "semicolons": ("helpers.csv", HELPERS.replace(",", ";"), 1, "", "semicolons"),
    "an open quote": ("helpers.csv", HELPERS + '"i,51,7\n', 3, "", "no CSV"),
    "a level asked for": ("requests.csv", REQUEST_HEAD + "r,51,7,a:2,,,\n", 2, "skills", "without a level"),
    "yes in another language": ("requests.csv", REQUEST_HEAD + "r,51,7,,ja,,\n", 2, "remote", "yes or no"),
    "a kind in a list": ("requests.csv", REQUEST_HEAD + "r,51,7,,,student;x,\n", 2, "kinds", '"x"'),
    "nobody needed": ("requests.csv", REQUEST_HEAD + "r,51,7,,,,0\n", 2, "helpers_needed", "from 1"),
    "a day of no week": ("helper_times.csv", TIMES_HEAD + "h,monday,1:00,2:00\n", 2, "weekday", "mon, tue"),
    "no time": ("helper_times.csv", TIMES_HEAD + "h,mon,,2:00\n", 2, "start", "empty"),
    "a start at 24:00": ("helper_times.csv", TIMES_HEAD + "h,mon,24:00,24:00\n", 2, "start", "23:59"),
    "a time like 9.30": ("helper_times.csv", TIMES_HEAD + "h,mon,9.30,11:00\n", 2, "start", "00:00"),
    "an end at 24:30": ("helper_times.csv", TIMES_HEAD + "h,mon,9:30,24:30\n", 2, "end", "24:00 as an end"),
    "over midnight": ("helper_times.csv", TIMES_HEAD + "h,mon,22:00,2:00\n", 2, "end", "two rows"),
    "times of nobody": (
        "helper_times.csv",
        TIMES_HEAD + "x,mon,1:00,2:00\n",
        2,
        "helper_id",
        "of helpers.csv",
    ),
    "a pair of nobody": ("pairs.csv", PAIRS_HEAD + "h,x,knows,,\n", 2, "request_id", "of requests.csv"),
    "a relation of no sort": ("pairs.csv", PAIRS_HEAD + "h,r,likes,,\n", 2, "relation", "locked, blocked"),
    "two scores": ("pairs.csv", PAIRS_HEAD + "h,r,,1,\nh,r,,1,\n", 3, "score", "earlier row"),
    "locked and blocked": (
        "pairs.csv",
        PAIRS_HEAD + "h,r,locked,,\nh,r,blocked,,\n",
        2,
        "relation",
        "one of",
    ),
    "no TOML": ("policy.toml", "seed = 1\ngrid_minutes 15\n", 2, "", "no TOML"),
    "an unknown key": ("policy.toml", "grid = 15\n", 0, "grid", "grid_minutes"),
    "an unknown weight": ("policy.toml", "[weights]\nspeed = 15\n", 0, "speed", "closeness"),
    "true for a number": ("policy.toml", "grid_minutes = true\n", 0, "grid_minutes", "a whole number"),
    "a number for true": ("policy.toml", "only_listed_pairs = 1\n", 0, "only_listed_pairs", "true or false"),
    "half a grid": ("policy.toml", "grid_minutes = 7.5\n", 0, "grid_minutes", "a whole number"),
    "a word for a number": ("policy.toml", 'speed_kmh = "fast"\n', 0, "speed_kmh", "a number"),
    "travel by air": ("policy.toml", 'travel = "air"\n', 0, "travel", "beeline"),
    "weights as a number": ("policy.toml", "weights = 3\n", 0, "weights", "[weights]"),
    "a grid that does not divide the day": ("policy.toml", "grid_minutes = 25\n", 0, "grid_minutes", "1440"),
    "a matrix without times": ("policy.toml", MATRIX, 0, "", "no such file"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize("case", ONE_FAULT.values(), ids=ONE_FAULT)
def test_a_fault_names_file_row_column_and_what_was_expected(
    folder: Folder, case: tuple[str, str, int, str, str]
) -> None:
    file, text, row, column, words = case
    folder.write(file, text)
    found_file, found_row, found_column, sentence = folder.only_fault()
    assert found_file == (file if words != "no such file" else "travel_times.csv")
    assert (found_row, found_column) == (row, column)
    assert words in sentence
    assert "expected" in sentence


@pytest.mark.parametrize(
    ("rows", "row", "column", "words"),
    [
        ("r,x,5\n", 2, "to_id", "unknown"),
        ("r,r,\n", 2, "minutes", "0 to 1440"),
        ("r,r,1441\n", 2, "minutes", "0 to 1440"),
        ("r,r,1.5\n", 2, "minutes", "whole number"),
        ("r,r,0\nr,r,0\n", 3, "", "twice"),
    ],
)
def test_wrong_travel_times_are_refused(folder: Folder, rows: str, row: int, column: str, words: str) -> None:
    folder.write("policy.toml", MATRIX)
    folder.write("travel_times.csv", "from_id,to_id,minutes\n" + rows)
    file, found_row, found_column, sentence = folder.only_fault()
    assert (file, found_row, found_column) == ("travel_times.csv", row, column)
    assert words in sentence


def test_rows_are_counted_by_lines_even_when_a_cell_has_two(folder: Folder) -> None:
    folder.write("helpers.csv", HELPERS + '"i\nj",51,7\nk,51,x\n')
    assert folder.only_fault()[1] == 5


def test_a_file_that_is_no_utf8_is_refused_with_its_line(folder: Folder) -> None:
    (folder.path / "helpers.csv").write_bytes(HELPERS.encode() + "Jürgen,51,7\n".encode("latin-1"))
    file, row, _, sentence = folder.only_fault()
    assert (file, row) == ("helpers.csv", 3)
    assert "0xfc is no UTF-8" in sentence


def test_files_and_folders_that_are_missing_are_refused(folder: Folder) -> None:
    (folder.path / "helpers.csv").unlink()
    (folder.path / "requests.csv").unlink()
    assert [(fault.file, fault.problem) for fault in folder.faults()] == [
        ("helpers.csv", "there is no such file in the folder"),
        ("requests.csv", "there is no such file in the folder"),
    ]
    with pytest.raises(InputError, match="there is no such folder"):
        read_folder(folder.path / "nowhere")


def test_an_empty_file_is_refused(folder: Folder) -> None:
    folder.write("helpers.csv", "")
    assert {fault.column for fault in folder.faults()} == {"helper_id", "latitude", "longitude"}


def test_everything_wrong_in_all_files_is_said_at_once_and_nothing_twice(folder: Folder) -> None:
    folder.write("helpers.csv", HELPERS + "i,x,7\nj,91,7\n")
    folder.write("requests.csv", REQUESTS + "s,51,\n")
    folder.write("helper_times.csv", TIMES_HEAD + "i,mon,9:00,10:00\nj,xxx,9:00,10:00\n")
    folder.write("pairs.csv", PAIRS_HEAD + "i,r,knows,,\nh,r,,,-1\n")
    folder.write("policy.toml", "grid_minutes = 11\n")
    assert [(fault.file, fault.row, fault.column) for fault in folder.faults()] == [
        ("helper_times.csv", 3, "weekday"),
        ("helpers.csv", 3, "latitude"),
        ("helpers.csv", 4, "latitude"),
        ("pairs.csv", 3, "minutes"),
        ("policy.toml", 0, "grid_minutes"),
        ("requests.csv", 3, "longitude"),
    ]


def test_a_locked_pair_that_cannot_be_is_refused_with_its_row(folder: Folder) -> None:
    folder.write("requests.csv", REQUEST_HEAD + "r,51.5,7.4,garden,,,\n")
    folder.write("pairs.csv", PAIRS_HEAD + "h,r,locked,,\n")
    file, row, column, sentence = folder.only_fault()
    assert (file, row, column) == ("pairs.csv", 2, "relation")
    assert "lacks the skill garden" in sentence
