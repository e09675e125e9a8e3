"""What is loaded when: the engine stands alone, and a command answers at once."""

import json
import subprocess
import sys

import pytest


def loaded_by(code: str) -> set[str]:
    """Return the names of the top-level packages that a new Python has loaded after running `code`."""
    code += "\nimport json, sys; print(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_matching_loads_no_web_and_no_solver() -> None:
    assert not loaded_by("import matching") & {"helpexchange", "flask", "sqlalchemy", "ortools", "numba"}


@pytest.mark.parametrize("arguments", [["--help"], ["match", "--help"]])
def test_help_of_a_command_loads_neither_engine_nor_web(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['helpexchange', *{arguments!r}]\n"
        "from helpexchange.cli import main\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
    )
    assert not loaded_by(code) & {"ortools", "numba", "flask", "sqlalchemy", "scipy", "pyproj"}
