"""The machines of a Dask cluster as an executor for the parts of a match; needs the extra `distributed`."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from matching.errors import ClusterError
from matching.pairing.executors import Crew
from matching.versions import library_versions

# How long a cluster may take to answer, and to have its first worker.
CONNECT_S = 10.0
# How often a task on another machine asks whether to stop: each time costs a message.
_ASK_EVERY_S = 0.5
# Those that decide what the answer is.
_SAME_EVERYWHERE = ("helpexchange", "ortools", "numba", "numpy")


@contextmanager
def cluster(address: str, *, connect_s: float | None = None) -> Iterator[Crew]:
    """Yield the workers of a cluster; some may die meanwhile, others may join.

    Args:
        address: of the scheduler, as "tcp://10.0.0.5:8786".
        connect_s: how long to wait for it; `CONNECT_S` unless given.

    Raises:
        ClusterError: Dask is not installed, nobody answers, or the machines have other versions.
    """
    distributed = _distributed()
    from dask import config

    # A part's arrays travel with its task; Dask would warn about each of more than 10 MB.
    with config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        client = _connected(distributed, address, CONNECT_S if connect_s is None else connect_s)
        try:
            _refuse_other_versions(client, address)
            name = f"stop {client.id}"
            yield Crew(
                client.get_executor(pure=False),
                lambda: _workers(client),
                ring=lambda: distributed.Event(name, client=client).set(),
                heard=_Rung(name),
            )
        finally:
            client.close()


def _distributed() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise ClusterError(
            "a cluster needs Dask, which is not installed: pip install 'helpexchange[distributed]'"
        ) from error
    return distributed


def _connected(distributed: Any, address: str, connect_s: float) -> Any:
    """Return a client of the scheduler that has at least one worker."""
    if not _has_port(address):
        raise ClusterError(
            f"no Dask scheduler answers at {address!r}; an address is such as tcp://10.0.0.5:8786"
        )
    try:
        client = distributed.Client(address, timeout=connect_s, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address} within {connect_s:.0f} s") from error
    try:
        client.wait_for_workers(1, timeout=connect_s)
    except OSError as error:
        client.close()
        raise ClusterError(f"the Dask scheduler at {address} has no workers") from error
    return client


def _has_port(address: str) -> bool:
    """Whether an address names a host and a port; for an empty one Dask starts a cluster of its own."""
    try:
        parts = urlsplit(address if "://" in address else f"//{address}")
        return bool(parts.hostname and parts.port)
    except ValueError:
        return False


def _workers(client: Any) -> int:
    """Tasks that all machines together work on at once."""
    threads: Mapping[str, int] = client.nthreads()
    return max(1, sum(threads.values()))


def _own_versions() -> Mapping[str, str]:
    return library_versions()


def _refuse_other_versions(client: Any, address: str) -> None:
    """The same input gives the same answer only with the same libraries."""
    here = _own_versions()
    try:
        found: Mapping[str, Mapping[str, str]] = client.run(library_versions)
    except Exception as error:
        raise ClusterError(f"the workers of {address} cannot load helpexchange: {error}") from error
    for worker, there in sorted(found.items()):
        for name in _SAME_EVERYWHERE:
            if there.get(name) != here[name]:
                words = f"the worker {worker} has {name} {there.get(name)}, and here is {here[name]}"
                raise ClusterError(f"{words}; they must be the same")


class _Rung:
    """Asks the scheduler, from a task on a worker, whether somebody rang; not too often."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._asked_at = float("-inf")
        self._is_rung = False

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._is_rung and now - self._asked_at >= _ASK_EVERY_S:
            self._is_rung, self._asked_at = _distributed().Event(self._name).is_set(), now
        return self._is_rung
