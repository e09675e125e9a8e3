"""A Dask scheduler and workers of the tests' own: processes on free ports of this machine, gone after use."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 120.0
ROOT = Path(__file__).parents[2]


@dataclass
class DaskCluster:
    """A scheduler, and the workers that were begun; logs stand in `folder`."""

    address: str
    folder: Path
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def begin_worker(self) -> None:
        """Begin a worker for one task at a time; nobody begins it again when it dies."""
        number = len(self.workers)
        words = [
            *("--no-nanny", "--nthreads", "1", "--preload", "matching.pairing.warming"),
            *("--local-directory", str(self.folder / f"worker{number}")),
        ]
        self.workers.append(_begin(self.folder / f"worker{number}.log", "worker", self.address, *words))

    def kill_worker(self, number: int) -> None:
        """End a worker as the kernel does when memory is short."""
        os.kill(self.workers[number].pid, signal.SIGKILL)


@contextmanager
def running_dask(folder: Path) -> Iterator[DaskCluster]:
    """Run a scheduler without workers; whatever was begun ends with it."""
    note = folder / "scheduler.json"
    scheduler = _begin(folder / "scheduler.log", "scheduler", "--port", "0", "--scheduler-file", str(note))
    cluster = DaskCluster("", folder)
    try:
        cluster.address = _address(note, scheduler)
        yield cluster
    finally:
        for process in (*cluster.workers, scheduler):
            process.kill()
        for process in (*cluster.workers, scheduler):
            process.wait()


def _begin(log: Path, *words: str) -> "subprocess.Popen[bytes]":
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *words, "--host", "127.0.0.1", "--no-dashboard"],
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _address(note: Path, scheduler: "subprocess.Popen[bytes]") -> str:
    """Return the address that the scheduler writes down once it listens."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and scheduler.poll() is None:
        try:
            address: str = json.loads(note.read_text(encoding="utf-8"))["address"]
        except (OSError, ValueError):
            time.sleep(0.05)
        else:
            return address
    raise RuntimeError(f"no Dask scheduler: {(note.parent / 'scheduler.log').read_text(encoding='utf-8')}")
