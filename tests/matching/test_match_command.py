"""`helpexchange match` and `python -m matching`: files in, files out, exit codes, the check of an answer."""

import io
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpexchange.cli.match_commands import match
from matching.__main__ import main
from matching.answer_files import ANSWER_FILES
from matching.commands import check_command, match_command
from matching.examples import Town, example_town
from matching.files.writing import write_folder
from matching.settings import RunSettings


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    write_folder(example_town(Town(helpers=30, requests=40, seed=2)), folder)
    return folder


@pytest.fixture
def out(town: Path, tmp_path: Path) -> Path:
    """A fresh answer."""
    folder = tmp_path / "answer"
    assert run("--out", str(folder), str(town)).exit_code == 0
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(match, list(words))


def test_a_folder_is_matched_and_the_answer_passes_the_check(town: Path, tmp_path: Path) -> None:
    done = run(
        str(town), "--out", str(tmp_path / "answer"), "--time-limit", "30", "--gap", "0", "--workers", "1"
    )
    assert done.exit_code == 0, done.output
    assert "of 40 requests served" in done.stdout
    assert {entry.name for entry in (tmp_path / "answer").iterdir()} == ANSWER_FILES
    judged = run("check", str(town), str(tmp_path / "answer"))
    assert (judged.exit_code, judged.stderr) == (0, "")
    assert "The answer is valid" in judged.stdout


def test_both_ways_to_call_give_the_same_answer(town: Path, out: Path, tmp_path: Path) -> None:
    assert main([str(town), "--out", str(tmp_path / "again")]) == 0
    for name in ("proposals.csv", "unmatched.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()
    assert main(["check", str(town), str(tmp_path / "again")]) == 0


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("proposals.csv", lambda text: "".join(text.splitlines(keepends=True)[:-1]), "fault"),
        ("unmatched.csv", lambda text: "".join(text.splitlines(keepends=True)[:-1]), "unmatched.csv with"),
        ("certificate.json", lambda text: text.replace('"gap": ', '"gap": 0.5, "old": '), "gap 0.5"),
        ("certificate.json", lambda text: text.replace('"seconds"', '"prices": {}, "seconds"', 1), ""),
        ("certificate.json", lambda text: text.replace('"objective": ', '"objective": 1'), "objective_wrong"),
        (
            "certificate.json",
            lambda text: text.replace('"helpers.csv": "', '"helpers.csv": "0'),
            "helpers.csv",
        ),
    ],
)
def test_a_tampered_answer_fails_the_check(
    town: Path, out: Path, file: str, change: Callable[[str], str], words: str
) -> None:
    path = out / file
    text = path.read_text(encoding="utf-8")
    path.write_text(change(text), encoding="utf-8")
    judged = run("check", str(town), str(out))
    if words:
        assert judged.exit_code == 1
        assert words in judged.stderr
    else:  # the later of two entries counts, and it is the true one
        assert judged.exit_code == 0


def test_a_status_beyond_the_gap_wanted_fails_the_check(town: Path, out: Path) -> None:
    path = out / "certificate.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    bound = content["objective"] * 1.01
    content |= {"bound": bound, "gap": bound / content["objective"] - 1, "status": "within_gap"}
    path.write_text(json.dumps(content), encoding="utf-8")
    judged = run("check", str(town), str(out))
    assert judged.exit_code == 1
    assert "status_too_good" in judged.stderr


def test_bad_input_names_every_fault_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "helpers.csv").write_text(
        "helper_id,latitude,longitude\nada,north,7.4\n,51.5,7.4\n", encoding="utf-8"
    )
    (folder / "requests.csv").write_text(
        "request_id,latitude,longitude,priority\nr,51.5,7.4,9\n", encoding="utf-8"
    )
    done = run(str(folder), "--out", str(tmp_path / "answer"))
    assert done.exit_code == 2
    for words in ("helpers.csv, row 2", "helpers.csv, row 3", "requests.csv, row 2", "Nothing was written"):
        assert words in done.stderr
    assert not (tmp_path / "answer").exists()


def test_an_output_folder_with_other_files_is_refused(town: Path) -> None:
    before = sorted(entry.name for entry in town.iterdir())
    done = run(str(town), "--out", str(town))
    assert (done.exit_code, "the folder holds other files" in done.stderr) == (2, True)
    assert sorted(entry.name for entry in town.iterdir()) == before


def test_an_earlier_answer_is_replaced(town: Path, out: Path) -> None:
    assert run(str(town), "--out", str(out)).exit_code == 0
    assert run("check", str(town), str(out)).exit_code == 0


def test_an_answer_that_is_not_there_cannot_be_checked(town: Path, tmp_path: Path) -> None:
    judged = run("check", str(town), str(tmp_path / "nothing"))
    assert judged.exit_code == 2
    assert "proposals.csv: the file cannot be read" in judged.stderr


def test_help_shows_both_forms() -> None:
    shown = run("--help").output
    assert "helpexchange match town --out answer" in shown
    assert "helpexchange match check town answer" in shown
    assert "--time-limit" in run("run", "--help").output


@pytest.mark.parametrize("words", [(), ("town",), ("town", "--out", "x", "--gap", "-1"), ("check", "town")])
def test_words_that_make_no_sense_are_refused(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize(
    "words", [["town", "--out", "x", "--gap", "nan"], ["town", "--out", "x", "--workers", "0"]]
)
def test_the_other_way_to_call_refuses_them_too(words: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_wiped_away(town: Path, tmp_path: Path) -> None:
    errors, output = Terminal(), io.StringIO()
    settings = RunSettings(time_limit_s=30)
    assert match_command(town, tmp_path / "answer", settings=settings, output=output, errors=errors) == 0
    assert "points, gap" in errors.getvalue()
    assert errors.getvalue().endswith("\r")
    assert "\r" not in output.getvalue()


def test_no_progress_is_written_into_a_file(town: Path, tmp_path: Path) -> None:
    errors = io.StringIO()
    match_command(town, tmp_path / "answer", settings=RunSettings(), output=io.StringIO(), errors=errors)
    assert errors.getvalue() == ""


def test_many_faults_are_cut_short(town: Path, out: Path) -> None:
    path = out / "proposals.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:1] + ["x,y\n"] * 150), encoding="utf-8")
    errors = io.StringIO()
    assert check_command(town, out, output=io.StringIO(), errors=errors) == 2
    assert "150 faults" in errors.getvalue()
    assert "and 50 more" in errors.getvalue()


class Impatient(Terminal):
    """A terminal at which somebody presses Ctrl-C as soon as the first progress is shown."""

    def write(self, text: str) -> int:
        if not self.getvalue():
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


def test_an_interrupt_ends_the_search_with_the_best_answer_so_far(tmp_path: Path) -> None:
    folder, out = tmp_path / "town", tmp_path / "answer"
    write_folder(example_town(Town(helpers=150, requests=200, seed=4)), folder)
    before = signal.getsignal(signal.SIGINT)
    output = io.StringIO()
    settings = RunSettings(gap=0)
    assert match_command(folder, out, settings=settings, output=output, errors=Impatient()) == 0
    assert "requests served" in output.getvalue()
    assert check_command(folder, out, output=io.StringIO(), errors=io.StringIO()) == 0
    assert signal.getsignal(signal.SIGINT) is before
