"""A real Dask cluster of two workers: the same answer, even when one is killed; and what it refuses."""

import io
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from matching import clusters
from matching.clusters import cluster
from matching.commands import match_command
from matching.errors import ClusterError
from matching.examples import Town, example_town
from matching.files.writing import write_folder
from matching.pairing import split
from matching.pairing.solver import Progress, solve
from matching.settings import RunSettings
from matching.versions import library_versions
from tests.matching.islands import islands
from tests.matching.written import written
from tests.servers.dask_cluster import START_SECONDS, DaskCluster, running_dask
from tests.servers.postgres import free_port

# Whichever test comes first waits for three processes; on a busy machine that takes a while.
pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with running_dask(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture(scope="module")
def two_workers(dask: DaskCluster) -> DaskCluster:
    dask.begin_worker()
    dask.begin_worker()
    with cluster(dask.address, connect_s=START_SECONDS) as crew:
        until = time.monotonic() + START_SECONDS
        while crew.workers() < 2 and time.monotonic() < until:
            time.sleep(0.1)
        assert crew.workers() == 2
    return dask


def test_a_killed_worker_loses_nothing(two_workers: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(split, "PAIRS_TOGETHER", 1)
    problem = islands(6, 80)
    seen: list[Progress] = []

    def kill_one(progress: Progress) -> None:
        seen.append(progress)
        if len(seen) == 1:
            two_workers.kill_worker(0)

    with cluster(two_workers.address) as crew:
        shared = solve(problem, executor=crew, on_progress=kill_one)
        assert crew.workers() == 1
    assert seen[-1].parts_done == seen[-1].parts
    # Whatever was solved here would tell more in between.
    assert len(seen) == seen[-1].parts > 5
    assert replace(shared, seconds=0) == replace(solve(problem), seconds=0)


def test_a_cluster_writes_the_same_bytes(
    two_workers: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split, "PAIRS_TOGETHER", 100)
    problem = islands(4, 40)
    alone = written(problem, tmp_path / "alone", RunSettings())
    shared = written(problem, tmp_path / "shared", RunSettings(cluster=two_workers.address))
    assert shared == alone


def no_match(address: str | None, tmp_path: Path) -> str:
    """What the command says about a cluster that it cannot use; it writes nothing."""
    town, out, errors = tmp_path / "town", tmp_path / "answer", io.StringIO()
    write_folder(example_town(Town(helpers=3, requests=3, seed=1)), town)
    settings = RunSettings(cluster=address)
    assert match_command(town, out, settings=settings, output=io.StringIO(), errors=errors) == 2
    assert not out.exists()
    assert errors.getvalue().endswith("Nothing was written.\n")
    return errors.getvalue()


def test_an_address_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    address = f"tcp://127.0.0.1:{free_port()}"
    assert f"no Dask scheduler answers at {address}" in no_match(address, tmp_path)


@pytest.mark.parametrize("address", ["there", "http://127.0.0.1", "tcp://127.0.0.1:x", ""])
def test_an_address_that_is_none_is_refused(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "CONNECT_S", 0.5)
    assert "no Dask scheduler answers" in no_match(address, tmp_path)


def test_without_the_extra_the_way_to_install_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert "pip install 'helpexchange[distributed]'" in no_match("tcp://127.0.0.1:8786", tmp_path)


def test_a_scheduler_without_workers_is_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    with (
        running_dask(tmp_path_factory.mktemp("dask")) as lonely,
        pytest.raises(ClusterError, match="has no workers"),
        cluster(lonely.address, connect_s=1),
    ):
        pass


def test_machines_with_another_engine_are_refused(
    two_workers: DaskCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = library_versions()
    monkeypatch.setattr(clusters, "_own_versions", lambda: {**here, "ortools": "0.1"})
    with pytest.raises(ClusterError, match=r"ortools 9.* and here is 0\.1"), cluster(two_workers.address):
        pass
