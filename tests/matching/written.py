"""Answers as they are written, to be compared byte by byte."""

from pathlib import Path

from matching.files.writing import write_folder
from matching.pairing.problem import Problem
from matching.run import run_folder
from matching.settings import RunSettings


def written(problem: Problem, folder: Path, settings: RunSettings) -> list[bytes]:
    """Match a problem from folder to folder, and return what does not depend on the time it took."""
    write_folder(problem, folder / "town")
    run_folder(folder / "town", folder / "answer", settings=settings)
    return [(folder / "answer" / name).read_bytes() for name in ("proposals.csv", "unmatched.csv")]
