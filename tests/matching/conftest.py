"""The engine's loops are at hand before its first test, whose time limit is too short to compile them."""

import fcntl
import os
import sys
import tempfile
from pathlib import Path

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Load the loops or, in a fresh checkout, compile them: in one test process, while others wait for it."""
    if session.config.option.collectonly or "matching.pairing.compiled" not in sys.modules:
        return
    from matching.pairing.warming import warm_up

    with (Path(tempfile.gettempdir()) / f"helpexchange-tests-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        warm_up()
