"""The engine as a library: its public names, its example, and how little an import loads."""

import doctest
import subprocess
import sys

import pytest

import matching


@pytest.mark.parametrize("name", matching.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(matching, name).__name__ == name
    assert name in dir(matching)


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        matching.nothing  # noqa: B018


def test_the_example_says_what_happens() -> None:
    results = doctest.testmod(matching)
    assert results.attempted >= 8
    assert results.failed == 0


def test_importing_the_engine_loads_no_heavy_library_and_no_web() -> None:
    heavy = ("numpy", "numba", "scipy", "pyproj", "ortools", "flask", "sqlalchemy", "helpexchange")
    look = f"import sys, matching; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
