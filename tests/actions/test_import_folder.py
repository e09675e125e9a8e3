"""Importing a folder: all of it or nothing, and twice does no harm."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from helpexchange.audit_trail.queries import history
from helpexchange.core.errors import NotAllowedRefusal
from helpexchange.core.viewer import VISITOR, system_viewer
from helpexchange.help_requests.models import HelpRequest
from helpexchange.help_requests.rules import Channel, RequestState
from helpexchange.helper_profiles.models import HelperProfile
from helpexchange.helper_profiles.rules import HelperKind, HelperState
from helpexchange.match_runs.models import PairRelation
from helpexchange.match_runs.solving.import_folder import (
    ImportCounts,
    ImportInput,
    import_folder,
    read_import,
)
from helpexchange.match_runs.solving.import_tables import Counts
from helpexchange.match_runs.solving.problem import read_problem
from helpexchange.offices.queries import district_by_code
from helpexchange.skills.queries import kinds_of_help, skills
from matching import FolderInput, Helper, InputError, Pair, Request, build_problem
from matching.examples import Town, example_town
from matching.files.writing import write_folder
from tests.cast import Cast, DbSession
from tests.fakes import FakeClock

LEAD = system_viewer("test")
FILES = {
    "helpers.csv": (
        "helper_id,latitude,longitude,max_distance_km,max_requests,skills,languages,kind,checks,district,"
        "last_engaged_days\n"
        "anna,51.5,7.5,3.5,2,weaving:3;shopping,de;tr,student,interview,,12\n"
        "bert,,,,,shopping,,,,Hörde,\n"
    ),
    "helper_times.csv": "helper_id,weekday,start,end\nanna,tue,09:00,11:00\nanna,tue,11:00,13:00\n",
    "requests.csv": (
        "request_id,latitude,longitude,skills,wished_skills,languages,kinds,checks,helpers_needed,priority,"
        "waiting_days,district\n"
        "rug,51.5,7.5,weaving;shopping,sewing,tr,student;volunteer,interview,1,3,9,loom street\n"
        "chat,51.5,7.5,,,,,,2,0,0,hoerde\n"
    ),
    "request_times.csv": "request_id,weekday,start,end\nrug,tue,09:00,12:00\n",
    "pairs.csv": "helper_id,request_id,relation,score,minutes\nanna,rug,knows,,90\nbert,chat,blocked,,\n",
}


def folder(path: Path, **changes: str) -> ImportInput:
    """Write the files above, some of them changed (`helpers=` for helpers.csv), and read them."""
    path.mkdir(exist_ok=True)
    for name, text in {**FILES, **{f"{key}.csv": text for key, text in changes.items()}}.items():
        (path / name).write_text(text, encoding="utf-8")
    return read_import(path)


def bring_in(folder_input: ImportInput, cast: Cast, clock: FakeClock, **more: Any) -> ImportCounts:
    values: Mapping[str, Any] = {
        "office": cast.eving,
        "by": LEAD,
        "now": clock.now(),
        "today": clock.now().date(),
        **more,
    }
    return import_folder(folder_input=folder_input, **values)


def helper(session: DbSession, reference: str) -> HelperProfile:
    return session.scalars(select(HelperProfile).filter_by(reference=reference)).one()


def request(session: DbSession, reference: str) -> HelpRequest:
    return session.scalars(select(HelpRequest).filter_by(reference=reference)).one()


def test_a_helper_arrives_with_everything(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    anna = helper(db_session, "anna")
    assert (anna.state, anna.kind, anna.office_id) == (HelperState.ACTIVE, HelperKind.STUDENT, cast.eving.id)
    assert (anna.max_distance_m, anna.max_requests, anna.district_id) == (3500.0, 2, None)
    assert {skill.skill_code: skill.level for skill in anna.skills} == {"weaving": 3, "shopping": 2}
    assert [language.language for language in anna.languages] == ["de", "tr"]
    assert [(check.check_code, check.expires_on) for check in anna.checks] == [("interview", None)]
    assert [(time.weekday, time.start_min, time.end_min) for time in anna.times] == [(1, 540, 780)]
    assert anna.last_engaged_on == date(2026, 11, 2) - timedelta(days=12)


def test_an_empty_place_stays_unknown_and_a_district_is_found_by_name(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    bert = helper(db_session, "bert")
    assert (bert.latitude, bert.office_id) == (None, cast.hoerde.id)
    assert bert.district_id == cast.hoerde.districts[0].id


def test_a_request_arrives_open_under_its_first_skill(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    counts = bring_in(folder(tmp_path), cast, clock)
    rug = request(db_session, "rug")
    assert (rug.state, rug.channel, rug.kind_code) == (RequestState.OPEN, Channel.IMPORT, "weaving")
    assert {skill.skill_code: skill.is_needed for skill in rug.skills} == {"shopping": True, "sewing": False}
    assert (rug.helper_kinds, rug.checks, rug.priority) == (["student", "volunteer"], ["interview"], 3)
    assert rug.submitted_at == clock.now() - timedelta(days=9)
    assert (counts.new_skills, counts.new_districts) == (3, 1)
    assert district_by_code(VISITOR, "loom street").office == cast.eving
    assert "weaving" in {kind.code for kind in kinds_of_help(VISITOR)}


def test_a_request_without_skills_is_filed_under_other(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    chat = request(db_session, "chat")
    assert (chat.kind_code, chat.skills, chat.helpers_needed) == ("other", [], 2)
    assert chat.office_id == cast.hoerde.id


def test_pairs_arrive(db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path) -> None:
    bring_in(folder(tmp_path), cast, clock)
    known = db_session.get_one(PairRelation, (helper(db_session, "anna").id, request(db_session, "rug").id))
    assert (known.relations, known.score, known.minutes) == (["knows"], None, 90)


def test_the_import_is_audited_once(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    [entry] = history(LEAD, object_type="import", object_ids=[0])
    assert (entry.act, entry.office_id, entry.at) == ("import_folder", cast.eving.id, clock.now())
    assert entry.details["helpers"] == {"new": 2, "changed": 0, "unchanged": 0}
    assert set(entry.details["sha256"]) == set(FILES)


def test_twice_does_no_harm_even_days_later(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    first = bring_in(folder(tmp_path), cast, clock)
    assert (first.helpers, first.requests, first.pairs) == (Counts(2), Counts(2), Counts(2))
    before = request(db_session, "rug").submitted_at
    clock.advance(days=3)
    second = bring_in(folder(tmp_path), cast, clock)
    assert {second.helpers, second.requests, second.pairs} == {Counts(0, 0, 2)}
    assert (second.new_skills, second.new_districts) == (0, 0)
    assert request(db_session, "rug").submitted_at == before


def test_what_the_file_says_now_replaces_what_it_said(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    helper(db_session, "anna").first_name = "Anna"
    request(db_session, "rug").state = RequestState.AGREED
    changed = folder(
        tmp_path,
        helpers=FILES["helpers.csv"].replace("weaving:3;shopping", "weaving:1").replace("3.5,2", "3.5,5"),
        helper_times="helper_id,weekday,start,end\nanna,wed,09:00,11:00\n",
        requests=FILES["requests.csv"].replace("student;volunteer", "student"),
        pairs=FILES["pairs.csv"].replace("knows", "wished"),
    )
    counts = bring_in(changed, cast, clock)
    assert {counts.helpers, counts.requests, counts.pairs} == {Counts(0, 1, 1)}
    anna, rug = helper(db_session, "anna"), request(db_session, "rug")
    assert (anna.max_requests, {skill.skill_code: skill.level for skill in anna.skills}) == (
        5,
        {"weaving": 1},
    )
    assert [(time.weekday, time.start_min) for time in anna.times] == [(2, 540)]
    assert (rug.helper_kinds, rug.state, anna.first_name) == (["student"], RequestState.AGREED, "Anna")
    assert db_session.get_one(PairRelation, (anna.id, rug.id)).relations == ["wished"]


def test_the_day_a_check_was_seen_stays(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    bring_in(folder(tmp_path), cast, clock)
    [check] = helper(db_session, "anna").checks
    check.seen_on = date(2025, 1, 1)
    db_session.flush()
    bring_in(folder(tmp_path), cast, clock, today=date(2026, 12, 1))
    assert helper(db_session, "anna").checks[0].seen_on == date(2025, 1, 1)


def test_what_was_imported_is_matched_as_the_files_are(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    """A town with everything in it, read back from the tables, is the problem that the files hold."""
    problem = example_town(Town(helpers=80, requests=60, locked_share=0.0))
    write_folder(problem, tmp_path / "town")
    for table in (PairRelation, HelpRequest, HelperProfile):
        for row in db_session.scalars(select(table)):
            db_session.delete(row)
    for skill in skills(VISITOR):
        skill.checks = []  # a known kind of help asks for its checks, whatever the file says
    db_session.flush()
    bring_in(read_import(tmp_path / "town"), cast, clock)
    back = read_problem(db_session(), office_id=None, now=clock.now(), today=clock.now().date()).problem

    def same(people: Sequence[Any]) -> list[Any]:
        return [replace(one, district="") for one in people]

    # The coarse districts are named by code here and by name there; everything else is the same.
    assert same(back.helpers) == same(problem.helpers)
    assert same(back.requests) == same(problem.requests)
    assert {(pair.helper_id, pair.request_id) for pair in back.pairs} == {
        (pair.helper_id, pair.request_id) for pair in problem.pairs
    }


def test_without_an_office_an_unknown_district_is_refused(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        bring_in(folder(tmp_path), cast, clock, office=None)
    assert [(fault.file, fault.column) for fault in refused.value.faults] == [
        ("helpers.csv", "district"),
        ("requests.csv", "district"),
    ]
    assert "'loom street'" in str(refused.value)
    assert "--office" in str(refused.value)


def test_every_fault_is_named_and_nothing_is_written(
    db_session: DbSession, cast: Cast, clock: FakeClock
) -> None:
    problem = build_problem(
        helpers=[
            Helper(
                id="h" * 61,
                latitude=51.5,
                longitude=7.5,
                skills={"s" * 61: 2},
                languages=frozenset({"l" * 9}),
            )
        ],
        requests=[
            Request(id="r", latitude=51.5, longitude=7.5, value=2**40, checks=frozenset({"\x00"})),
        ],
        pairs=[Pair(helper_id="h" * 61, request_id="r", score=-(2**40))],
    )
    read = ImportInput(folder=FolderInput(problem=problem, warnings=(), sha256={}), kinds={"r": "other"})
    with pytest.raises(InputError) as refused:
        bring_in(read, cast, clock)
    assert sorted(fault.column for fault in refused.value.faults) == [
        "checks", "helper_id", "languages", "score", "skills", "value",
    ]  # fmt: skip
    assert db_session.scalar(select(func.count()).where(HelpRequest.reference == "r")) == 0


def test_only_who_answers_for_the_town_imports(
    db_session: DbSession, cast: Cast, clock: FakeClock, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowedRefusal):
        bring_in(folder(tmp_path), cast, clock, by=VISITOR)
