"""The two commands as functions: what they print, and their exit codes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, TextIO

from matching.errors import ClusterError, InputError
from matching.settings import RunSettings

if TYPE_CHECKING:
    from matching.pairing.solver import Progress
    from matching.run import RunResult

DONE, FAULTY, BAD_INPUT = 0, 1, 2
MOST_FAULTS = 100


def match_command(folder: Path, out: Path, *, settings: RunSettings, output: TextIO, errors: TextIO) -> int:
    """Match a folder, say how it went and return the exit code: 0, or 2 for what cannot be used.

    Ctrl-C ends the search and writes the best answer found so far; a second one ends the command.
    """
    line = _ProgressLine(errors)
    try:
        with _stop_on_interrupt() as stop:
            from matching.run import run_folder

            result = run_folder(folder, out, settings=settings, on_progress=line.show, stop=stop)
    except InputError as error:
        line.clear()
        _print_faults([str(fault) for fault in error.faults], errors)
        errors.write("Nothing was written.\n")
        return BAD_INPUT
    except ClusterError as error:
        line.clear()
        errors.write(f"No match: {error}.\nNothing was written.\n")
        return BAD_INPUT
    line.clear()
    errors.writelines(f"Warning: {warning}\n" for warning in result.warnings)
    output.write(_summary(result, out))
    return DONE


def check_command(folder: Path, out: Path, *, workers: int = 1, output: TextIO, errors: TextIO) -> int:
    """Judge an answer and return the exit code: 0, 1 with the faults, or 2 for files that cannot be read."""
    from matching.run import check_folder

    try:
        faults = check_folder(folder, out, workers=workers)
    except InputError as error:
        _print_faults([str(fault) for fault in error.faults], errors)
        return BAD_INPUT
    if faults:
        _print_faults([str(fault) for fault in faults], errors)
        return FAULTY
    output.write("The answer is valid: every rule holds, the objective is right, and the bound is proven.\n")
    return DONE


def _print_faults(faults: list[str], errors: TextIO) -> None:
    errors.write("1 fault:\n" if len(faults) == 1 else f"{len(faults)} faults:\n")
    errors.writelines(f"  {fault}\n" for fault in faults[:MOST_FAULTS])
    if len(faults) > MOST_FAULTS:
        errors.write(f"  and {len(faults) - MOST_FAULTS} more\n")


def _summary(result: RunResult, out: Path) -> str:
    answer = result.answer
    return (
        f"{result.served:,} of {result.requests:,} requests served, {len(answer.assignments):,} proposals.\n"
        f"{answer.objective:,} points, at most {answer.bound:,.1f} are possible "
        f"(gap {answer.gap * 100:.3g} %, {answer.status}) after {answer.seconds:.1f} s.\n"
        f"Written to {out}: report.html is for reading.\n"
    )


class _ProgressLine:
    """One line that is written over again, on a terminal only."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream if stream.isatty() else None
        self._width = 0

    def show(self, progress: Progress) -> None:
        """Say how far the search is."""
        text = (
            f"{progress.seconds:5.1f} s, part {progress.parts_done} of {progress.parts}: "
            f"{progress.objective:,.0f} points, gap {progress.gap * 100:.3g} %"
        )
        self._write(text)

    def clear(self) -> None:
        """Leave an empty line behind."""
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(f"\r{text.ljust(self._width)}\r{text}")
            self._stream.flush()
            self._width = len(text)


@contextmanager
def _stop_on_interrupt() -> Iterator[Callable[[], bool]]:
    """A question whether Ctrl-C was pressed; a second press does what it always does."""
    pressed: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not the main thread: Ctrl-C is somebody else's matter
        yield lambda: False
        return
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, before)
