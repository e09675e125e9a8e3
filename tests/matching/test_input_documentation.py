"""The page about the input files says what the reader reads."""

import re
import tomllib
from pathlib import Path

import pytest

from matching.files import read_folder
from matching.files.people import HELPER_COLUMNS, REQUEST_COLUMNS
from matching.pairing.problem import Policy, Weights

PAGE = (Path(__file__).parents[2] / "docs" / "input-files.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    """The part of the page under a heading."""
    return PAGE.split(f"## {name}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    ("file", "known"), [("helpers.csv", HELPER_COLUMNS.known), ("requests.csv", REQUEST_COLUMNS.known)]
)
def test_every_column_is_described_and_no_other(file: str, known: tuple[str, ...]) -> None:
    rows = re.findall(r"^\| ([a-z_*, ]+) \|", section(file), flags=re.MULTILINE)
    described = [column.strip("* ") for row in rows if row != "column" for column in row.split(",")]
    assert sorted(described) == sorted(known)


def test_the_policy_shown_is_the_default(tmp_path: Path) -> None:
    shown = section("policy.toml").split("```toml\n")[1].split("```")[0]
    (tmp_path / "policy.toml").write_text(shown, encoding="utf-8")
    for side in ("helper", "request"):
        (tmp_path / f"{side}s.csv").write_text(f"{side}_id,latitude,longitude\n", encoding="utf-8")
    assert read_folder(tmp_path).problem.policy == Policy(weights=Weights(load=Policy().load_weight))
    assert len(tomllib.loads(shown)) == 8
