"""Bad input on the command line: a message with file, row and column, exit code 2, and nothing written."""

import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from matching.commands import check_command, match_command
from matching.settings import RunSettings

HELPERS = "helper_id,latitude,longitude,max_requests\n"
REQUESTS = "request_id,latitude,longitude,value\n"
PAIRS = "helper_id,request_id,relation,score,minutes\n"
HELPER_TIMES = "helper_id,weekday,start,end\n"
REQUEST_TIMES = "request_id,weekday,start,end\n"
COMPANY = "request_id,latitude,longitude,helpers_needed,together\n"
SOUND = {"helpers.csv": HELPERS + "h,51.5,7.4,3\n", "requests.csv": REQUESTS + "r,51.5,7.4,\n"}
TWO_AT_TEN = REQUEST_TIMES + "r,mon,10:00,11:00\ns,mon,10:00,11:00\n"
TRILLIONS = "".join(f"r{number},51.5,7.4,1200000000000\n" for number in range(4))

BAD: dict[str, tuple[Mapping[str, str], str]] = {
    "an empty file": ({"helpers.csv": ""}, "helpers.csv, row 1, column helper_id: the column is missing"),
    "blank lines alone": ({"requests.csv": "\n\n"}, "requests.csv, row 1, column request_id"),
    "nobody who helps": ({"helpers.csv": HELPERS}, "helpers.csv, row 1: nobody stands below the header"),
    "nobody who asks": ({"requests.csv": REQUESTS}, "requests.csv, row 1: nobody stands below the header"),
    "an id twice": (
        {"helpers.csv": HELPERS + "h,51.5,7.4,3\nh,51.5,7.4,3\n"},
        "helpers.csv, row 3, column helper_id: helper h: stands here twice (first in row 2)",
    ),
    "an unknown helper": (
        {"pairs.csv": PAIRS + "x,r,knows,,\n"},
        'pairs.csv, row 2, column helper_id: "x" is unknown',
    ),
    "an unknown request": (
        {"pairs.csv": PAIRS + "h,r,knows,,\nh,y,knows,,\n"},
        'pairs.csv, row 3, column request_id: "y" is unknown',
    ),
    "a window that ends before it begins": (
        {"helper_times.csv": HELPER_TIMES + "h,mon,10:00,09:00\n"},
        "helper_times.csv, row 2, column end: 10:00 to 09:00; expected an end after the start",
    ),
    "a window of nothing": (
        {"request_times.csv": REQUEST_TIMES + "r,mon,10:00,10:00\n"},
        "request_times.csv, row 2, column end",
    ),
    "NaN": ({"helpers.csv": HELPERS + "h,NaN,7.4,3\n"}, 'helpers.csv, row 2, column latitude: "NaN"'),
    "infinity": (
        {"requests.csv": REQUESTS + "r,51.5,-inf,\n"},
        'requests.csv, row 2, column longitude: "-inf"',
    ),
    "swapped coordinates": (
        {"helpers.csv": HELPERS + "h,7.4,51.5,3\ni,51.5,7.4,1\nj,51.51,7.41,1\n"},
        "helpers.csv, row 2, column latitude: helper h: 7.4, 51.5 lies far from all others and looks swapped",
    ),
    "a latitude beyond the pole": (
        {"requests.csv": REQUESTS + "r,107.4,51.5,\n"},
        "requests.csv, row 2, column latitude: request r: latitude is 107.4, the two look swapped",
    ),
    "a negative capacity": (
        {"helpers.csv": HELPERS + "h,51.5,7.4,-3\n"},
        "helpers.csv, row 2, column max_requests: helper h: max_requests is -3",
    ),
    "a capacity of a billion": (
        {"helpers.csv": HELPERS + "h,51.5,7.4,1000000000\n"},
        "helpers.csv, row 2, column max_requests",
    ),
    "a billion minutes": (
        {"pairs.csv": PAIRS + "h,r,,,1000000000\n"},
        "pairs.csv, row 2, column minutes: helper h and request r: minutes is 1000000000",
    ),
    "more points than can be counted": (
        {"requests.csv": REQUESTS + TRILLIONS},
        "scores and load cost could add up to 4800000004060; expected at most 2**42",
    ),
    "one value beyond all": (
        {"requests.csv": REQUESTS + "r,51.5,7.4,9007199254740993\n"},
        "requests.csv, row 2, column value: request r: value is 9007199254740993",
    ),
    "a score beyond all": (
        {"pairs.csv": PAIRS + "h,r,,-9007199254740993,\n"},
        "pairs.csv: all points together",
    ),
    "a number of thirty digits": (
        {"requests.csv": REQUESTS + f"r,51.5,7.4,{'9' * 30}\n"},
        "requests.csv, row 2, column value",
    ),
    "locked and blocked": (
        {"pairs.csv": PAIRS + "h,r,blocked,,\nh,r,locked,,\n"},
        "pairs.csv, row 2, column relation: helper h and request r: both locked and blocked",
    ),
    "locked to more than needed": (
        {
            "helpers.csv": HELPERS + "h,51.5,7.4,3\ni,51.5,7.4,3\n",
            "pairs.csv": PAIRS + "h,r,locked,,\ni,r,locked,,\n",
        },
        "pairs.csv, row 3, column relation: helper i and request r: locked, but the request needs 1 and 2",
    ),
    "locked twice at one time": (
        {
            "requests.csv": REQUESTS + "r,51.5,7.4,\ns,51.5,7.4,\n",
            "request_times.csv": TWO_AT_TEN,
            "pairs.csv": PAIRS + "h,r,locked,,\nh,s,locked,,\n",
        },
        "pairs.csv, row 3, column relation: helper h and request s: locked, but its visits find no time",
    ),
    "locked to company that nobody can give": (
        {
            "helpers.csv": HELPERS + "a,51.5,7.4,2\nb,51.5,7.4,2\n",
            "requests.csv": COMPANY + "r,51.5,7.4,2,yes\ns,51.5,7.4,1,no\n",
            "request_times.csv": TWO_AT_TEN,
            "pairs.csv": PAIRS + "b,s,locked,,\na,r,locked,,\n",
        },
        "pairs.csv, row 3, column relation: helper a and request r: locked, but not all helpers found",
    ),
}  # fmt: skip


def matched(folder: Path, files: Mapping[str, str], out: Path) -> tuple[int, str]:
    """Exit code and everything said about a match of these files."""
    for file, text in {**SOUND, **files}.items():
        (folder / file).write_text(text, encoding="utf-8", newline="")
    output, errors = io.StringIO(), io.StringIO()
    code = match_command(folder, out, settings=RunSettings(), output=output, errors=errors)
    return code, output.getvalue() + errors.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "town").mkdir()
    return tmp_path / "town"


@pytest.mark.parametrize(("files", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_words_and_nothing_is_written(
    folder: Path, tmp_path: Path, files: Mapping[str, str], words: str
) -> None:
    code, said = matched(folder, files, tmp_path / "answer")
    assert words in said
    assert said.endswith("Nothing was written.\n")
    assert code == 2
    assert not (tmp_path / "answer").exists()


LARGE: dict[str, tuple[Mapping[str, str], str]] = {
    "values of a billion": (
        {"requests.csv": REQUESTS + "".join(f"r{n},51.5,7.4,1000000000\n" for n in range(9))},
        "3,000,0",
    ),
    "a score of a billion": ({"pairs.csv": PAIRS + "h,r,,1000000000,\n"}, "1,000,010,000 points"),
    "a score of minus a billion": ({"pairs.csv": PAIRS + "h,r,,-1000000000,\n"}, "0 points, at most 0.0"),
    "points just below the limit": (
        {"requests.csv": REQUESTS + "r,51.5,7.4,4398046508000\n"},
        "4,398,046,50",
    ),
    "a capacity of a million": ({"helpers.csv": HELPERS + "h,51.5,7.4,1000000\n"}, "1 of 1 requests served"),
}


@pytest.mark.parametrize(("files", "words"), LARGE.values(), ids=LARGE)
def test_large_numbers_are_counted_right_and_proven(
    folder: Path, tmp_path: Path, files: Mapping[str, str], words: str
) -> None:
    out = tmp_path / "answer"
    code, said = matched(folder, files, out)
    assert (code, words in said, "optimal" in said) == (0, True, True), said
    errors = io.StringIO()
    assert check_command(folder, out, output=io.StringIO(), errors=errors) == 0, errors.getvalue()


def test_a_town_without_any_possible_pair_is_told_so_with_a_reason_for_each(
    folder: Path, tmp_path: Path
) -> None:
    far = {"requests.csv": "request_id,latitude,longitude,max_distance_km\nr,10.0,7.4,1\n"}
    code, said = matched(folder, far, tmp_path / "answer")
    assert code == 0
    assert "Warning: helpers.csv: no helper can come to any request" in said
    assert "no_skill_in_reach" in (tmp_path / "answer" / "unmatched.csv").read_text(encoding="utf-8")
    assert check_command(folder, tmp_path / "answer", output=io.StringIO(), errors=io.StringIO()) == 0
