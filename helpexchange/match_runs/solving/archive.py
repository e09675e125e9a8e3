"""The proof of a run as a folder that anybody can check without this program's database: ids, no names."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from helpexchange.match_runs.models import MatchRunArchive
from matching import Answer, Candidates, Problem
from matching.answer_files import Provenance, write_answer
from matching.files.writing import write_folder
from matching.pairing.explanation import Unmatched
from matching.report import render_report

INPUT, ANSWER = "input", "answer"
#: Exact places are kept no longer than somebody may want to check a match.
KEPT = timedelta(days=90)
_ABOUT = """\
What was matched (input), what came of it (answer), and who decided what (decisions.csv).
People stand here by their ids only. Their places are exact, because distances are part of the proof:
keep this folder as you keep a list of addresses.

To check it, with the program installed:

    python -m matching check input answer
"""


def archive(
    problem: Problem,
    candidates: Candidates,
    answer: Answer,
    unmatched: Sequence[Unmatched],
    provenance: Provenance,
) -> bytes:
    """Return a ZIP of the match folder and the answer folder, as the engine writes them."""
    with TemporaryDirectory(prefix="helpexchange-proof-") as scratch:
        folder, out = Path(scratch, INPUT), Path(scratch, ANSWER)
        write_folder(problem, folder)
        of_files = replace(provenance, sha256=_hashes(folder))
        report = render_report(problem, candidates, answer=answer, unmatched=unmatched, provenance=of_files)
        write_answer(out, answer=answer, unmatched=unmatched, provenance=of_files, report=report)
        return _zipped(Path(scratch))


def keep_archive(session: Session, run_id: int, content: bytes, *, now: datetime) -> None:
    """Keep the archive of a run, in place of an earlier one of it; those kept long enough go."""
    too_old = MatchRunArchive.made_at < now - KEPT
    session.execute(delete(MatchRunArchive).where(or_(MatchRunArchive.run_id == run_id, too_old)))
    if content:
        session.add(MatchRunArchive(run_id=run_id, made_at=now, content=content))


def _hashes(folder: Path) -> dict[str, str]:
    """The sha256 of every file: the checker compares them with the files it reads."""
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(folder.iterdir())}


def _zipped(root: Path) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("README.txt", _ABOUT)
        for path in sorted(each for each in root.rglob("*") if each.is_file()):
            target.write(path, path.relative_to(root).as_posix())
    return content.getvalue()
