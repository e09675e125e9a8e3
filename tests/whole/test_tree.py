"""The tree is what README, contracts and house rules say it is."""

import subprocess
import tomllib
from pathlib import Path

from scripts import check_sizes, check_tree

ROOT = Path(__file__).resolve().parents[2]
# Packages that are no feature: they hold the ground, the edges, or files only.
NO_FEATURES = {
    "config",
    "core",
    "cli",
    "jobs",
    "migrations",
    "demo_town",
    "styleguide",
    "templates",
    "static",
}


def contracts() -> dict[str, dict[str, list[str]]]:
    """Return the import contracts of pyproject.toml by their id."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    return {contract["id"]: contract for contract in tools["importlinter"]["contracts"]}


def test_readme_names_every_folder() -> None:
    assert check_tree.unnamed_folders((ROOT / "README.md").read_text(encoding="utf-8")) == []


def test_a_folder_that_the_readme_forgets_is_noticed() -> None:
    unnamed = check_tree.unnamed_folders("core/ and front-offices")
    assert "helpexchange/offices" in unnamed
    assert "helpexchange/core" not in unnamed


def test_every_feature_keeps_the_inner_order() -> None:
    folders = {path.parent.name for path in (ROOT / "helpexchange").glob("*/__init__.py")}
    features = {f"helpexchange.{name}" for name in folders - NO_FEATURES}
    assert features == set(contracts()["inside"]["containers"])


def test_no_lock_names_a_registry() -> None:
    locks = [*ROOT.glob("*.lock"), *ROOT.glob("scripts/locks/*.lock")]
    assert {path.name for path in locks} >= {"requirements.lock", "requirements-dev.lock", "setup.lock"}
    assert [path.name for path in locks if "://" in path.read_text(encoding="utf-8")] == []
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")


def test_a_long_function_is_noticed() -> None:
    source = "def long():\n" + "    x = 1\n" * 50 + "\ndef short():\n    return 1\n"
    assert [name for name, _ in check_sizes.long_functions(source)] == ["long"]


def test_a_docstring_does_not_make_a_function_long() -> None:
    source = 'def told():\n    """Say.\n' + "\n    More.\n" * 30 + '    """\n    return 1\n'
    assert list(check_sizes.long_functions(source)) == []


def test_shell_scripts_can_be_read_by_any_shell() -> None:
    for script in (ROOT / "scripts").glob("*.sh"):
        subprocess.run(["sh", "-n", str(script)], check=True)
