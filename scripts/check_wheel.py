"""Install a wheel into a new environment and refuse it if a page would miss something there."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("de", "nl", "da")
# Prints where the two packages of the new environment lie, without importing what they need.
WHERE = "import importlib.util as u; print(u.find_spec('{0}').submodule_search_locations[0])"


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel alone into a new environment in `folder` and return that environment's Python."""
    uv = [str(Path(sys.prefix) / "bin" / "uv"), "--quiet"]
    subprocess.run([*uv, "venv", "--python", sys.executable, str(folder)], check=True)
    python = folder / "bin" / "python"
    subprocess.run([*uv, "pip", "install", "--python", str(python), "--no-deps", str(wheel)], check=True)
    return python


def package_folder(python: Path, name: str) -> Path:
    """Return where a package lies in the environment of `python`."""
    command = [str(python), "-I", "-c", WHERE.format(name)]
    return Path(subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout.strip())


def wanted_files() -> Iterator[str]:
    """Yield every file of both packages that git keeps, and those that are built."""
    listing = subprocess.run(
        ["git", "ls-files", "helpexchange", "matching"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    yield from (line for line in listing.stdout.splitlines() if (ROOT / line).exists())
    build = "helpexchange/static/build"
    manifest = json.loads((ROOT / build / "manifest.json").read_text(encoding="utf-8"))
    yield from (f"{build}/{name}" for name in ["manifest.json", *manifest.values()])
    yield from (f"helpexchange/translations/{code}/LC_MESSAGES/messages.mo" for code in LANGUAGES)


def missing_files(wheel: Path) -> list[str]:
    """Return the wanted files that the wheel does not install."""
    with tempfile.TemporaryDirectory() as name:
        python = install(wheel, Path(name) / "venv")
        site = package_folder(python, "helpexchange").parent
        return [file for file in wanted_files() if not (site / file).exists()]


def main() -> int:
    """Check the wheel named on the command line; return how the process shall exit."""
    wheel = Path(sys.argv[1])
    missing = missing_files(wheel)
    print("\n".join(f"{wheel.name} lacks {file}" for file in missing) or f"{wheel} carries everything")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
