"""Refuse functions and files that have grown too long to be read at once."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("matching", "helpexchange", "tests", "scripts", "benchmarks")
MOST_FILE_LINES = 300
MOST_FUNCTION_LINES = 45


def long_functions(source: str) -> Iterator[tuple[str, int]]:
    """Yield name and length in lines of each function that is too long, docstring and decorators aside."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node) is not None else None
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if docstring is not None:
                lines -= (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                yield node.name, lines


def faults_of(path: Path) -> Iterator[str]:
    """Yield a sentence for everything too long in one file."""
    source = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    lines = source.count("\n")
    if lines > MOST_FILE_LINES:
        yield f"{name}: {lines} lines, at most {MOST_FILE_LINES}; make it a folder of the same name"
    for function, length in long_functions(source):
        yield f"{name}: {function} has {length} lines, at most {MOST_FUNCTION_LINES}; split it by verb"


def main() -> int:
    """Print all faults; return how the process shall exit."""
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    faults = [fault for path in files if "versions" not in path.parts for fault in faults_of(path)]
    print("\n".join(faults) or f"{len(files)} files, none too long")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
