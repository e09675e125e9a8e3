"""Refuse a README that does not name every folder a newcomer meets."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
# Folders whose inner order is explained by their own name or by CONTRIBUTING.md.
UNNAMED = {"templates", "static", "versions", "LC_MESSAGES", "components", "errors", "data"}


def kept_files() -> list[PurePosixPath]:
    """Return every file that git keeps, relative to the root."""
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [PurePosixPath(line) for line in listing.stdout.splitlines()]


def folders_to_name() -> set[str]:
    """Return the folders of the first two levels that hold kept files, such as `helpexchange/offices`."""
    folders = set()
    for path in kept_files():
        parts = path.parent.parts[:2]
        for depth in range(1, len(parts) + 1):
            if parts[depth - 1] not in UNNAMED:
                folders.add("/".join(parts[:depth]))
    return folders


def unnamed_folders(readme: str) -> list[str]:
    """Return the folders whose last name does not stand in the README as a word."""
    return sorted(folder for folder in folders_to_name() if not is_named(folder.rsplit("/", 1)[-1], readme))


def is_named(name: str, readme: str) -> bool:
    """Tell whether a name stands in the README as a word of its own."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", readme) is not None


def main() -> int:
    """Print the folders the README leaves out; return how the process shall exit."""
    missing = unnamed_folders((ROOT / "README.md").read_text(encoding="utf-8"))
    for folder in missing:
        print(f"README.md does not name {folder}/")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
