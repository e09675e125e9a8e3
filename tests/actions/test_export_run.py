"""The whole proof of a run as a file: the engine's checker accepts it, and no name is in it."""

import csv
import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from helpexchange.audit_trail.models import AuditEntry
from helpexchange.core.database import db
from helpexchange.core.errors import NotFoundRefusal
from helpexchange.match_runs.actions import approve_proposal, export_run
from helpexchange.match_runs.models import MatchRun, MatchRunArchive, Proposal
from helpexchange.match_runs.solving.archive import keep_archive
from matching.commands import DONE, check_command
from tests.cast import Cast
from tests.fakes import FakeClock
from tests.matched import as_viewer, done_run


def unpacked(content: bytes, folder: Path) -> Path:
    """The folder with everything of the ZIP in it."""
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    return folder


def test_the_checker_accepts_the_unpacked_folder_and_nobody_is_named(
    match_run: MatchRun, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    hanna = as_viewer(cast.coordinator_hoerde)
    proposal = db.session.scalars(select(Proposal).where(Proposal.run_id == match_run.id)).first()
    assert proposal is not None
    approve_proposal(proposal_id=proposal.id, by=hanna, now=clock.now())
    folder = unpacked(export_run(run_id=match_run.id, by=hanna, now=clock.now()), tmp_path)
    said = io.StringIO()
    assert check_command(folder / "input", folder / "answer", output=said, errors=said) == DONE, (
        said.getvalue()
    )
    written = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    assert not [name for name in ("Meryem", "Erna", "Muster", "Hanna", "@example") if name in written]
    (decision,) = csv.DictReader((folder / "decisions.csv").read_text(encoding="utf-8").splitlines())
    assert (decision["state"], decision["account_id"]) == ("approved", str(hanna.account_id))
    assert (decision["request_id"], decision["helper_id"]) == (cast.shopping.reference, cast.meryem.reference)


def test_who_takes_it_along_is_noted(match_run: MatchRun, cast: Cast, clock: FakeClock) -> None:
    export_run(run_id=match_run.id, by=as_viewer(cast.network_lead), now=clock.now())
    db.session.flush()
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.act == "export_run").order_by(AuditEntry.id)
    ).one()
    assert (entry.object_id, entry.account_id) == (match_run.id, cast.network_lead.id)


def test_only_who_sees_everybody_in_a_run_takes_it_along(
    match_run: MatchRun, cast: Cast, clock: FakeClock
) -> None:
    town = done_run(now=clock.now())
    keep_archive(db.session(), town.id, b"", now=clock.now())
    db.session.add(MatchRunArchive(run_id=town.id, made_at=clock.now(), content=b"a whole town"))
    db.session.commit()
    for run, stranger in (
        (match_run, cast.coordinator_eving), (match_run, cast.senior), (town, cast.coordinator_hoerde)
    ):  # fmt: skip
        with pytest.raises(NotFoundRefusal):
            export_run(run_id=run.id, by=as_viewer(stranger), now=clock.now())


def test_it_is_kept_for_ninety_days(match_run: MatchRun, clock: FakeClock) -> None:
    later = done_run(now=clock.now())
    keep_archive(db.session(), later.id, b"later", now=clock.now() + timedelta(days=91))
    db.session.flush()
    assert db.session.scalars(select(MatchRunArchive.run_id)).all() == [later.id]
