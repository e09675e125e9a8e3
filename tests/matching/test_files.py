"""Reading a folder: what each file and cell means."""

import hashlib
from pathlib import Path

import pytest

from matching.pairing.problem import (
    Helper,
    HelperKind,
    Pair,
    Policy,
    Relation,
    Request,
    Travel,
    Weights,
    Window,
)
from tests.matching.input_folder import HELPERS, MATRIX, REQUESTS, Folder

PAIRS_HEAD = "helper_id,request_id,relation,score,minutes\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_two_files_with_places_are_enough(folder: Folder) -> None:
    found = folder.read()
    assert found.problem.helpers == (Helper(id="h", latitude=51.5, longitude=7.4),)
    assert found.problem.requests == (Request(id="r", latitude=51.5, longitude=7.4),)
    assert (found.problem.pairs, found.problem.policy, found.warnings) == ((), Policy(), ())


def test_every_column_of_a_helper_is_read(folder: Folder) -> None:
    folder.write(
        "helpers.csv",
        "kind,helper_id,longitude,latitude,max_distance_km,max_requests,minutes_per_week,skills,languages,"
        "checks,district,last_engaged_days\n"
        'student,Ayşe,7.4,51.5,2.5,3,180, garden:3 ; shopping ;,de;tr,conduct;first aid,"Hörde, Süd",35\n',
    )
    folder.write(
        "helper_times.csv", "end,start,weekday,helper_id\n24:00,22:30,Sun,Ayşe\n11:00,9:00,mon,Ayşe\n"
    )
    assert folder.read().problem.helpers == (
        Helper(
            id="Ayşe",
            latitude=51.5,
            longitude=7.4,
            max_distance_m=2500.0,
            max_requests=3,
            minutes_per_week=180,
            skills={"garden": 3, "shopping": 2},
            languages=frozenset({"de", "tr"}),
            kind=HelperKind.STUDENT,
            checks=frozenset({"conduct", "first aid"}),
            windows=(Window(0, 540, 660), Window(6, 1350, 1440)),
            district="Hörde, Süd",
            last_engaged_days=35,
        ),
    )


def test_every_column_of_a_request_is_read(folder: Folder) -> None:
    folder.write(
        "requests.csv",
        "request_id,latitude,longitude,skills,wished_skills,languages,kinds,checks,helpers_needed,together,"
        "visits_per_week,visit_minutes,remote,priority,waiting_days,value,max_distance_km,district\n"
        "r,,,garden,walk;talk,tr,student;volunteer,conduct,2,yes,2,45,Yes,4,61,700,0.5,Hörde\n",
    )
    folder.write("request_times.csv", "request_id,weekday,start,end\nr,tue,14:00,14:45\nr,wed,09:15,10:00\n")
    assert folder.read().problem.requests == (
        Request(
            id="r",
            latitude=None,
            longitude=None,
            skills=frozenset({"garden"}),
            wished_skills=frozenset({"walk", "talk"}),
            languages=frozenset({"tr"}),
            kinds=frozenset({HelperKind.STUDENT, HelperKind.VOLUNTEER}),
            checks=frozenset({"conduct"}),
            helpers_needed=2,
            together=True,
            visits_per_week=2,
            visit_minutes=45,
            remote=True,
            priority=4,
            waiting_days=61,
            value=700,
            max_distance_m=500.0,
            windows=(Window(1, 840, 885), Window(2, 555, 600)),
            district="Hörde",
        ),
    )


def test_rows_on_one_pair_are_put_together(folder: Folder) -> None:
    folder.write(
        "pairs.csv", "helper_id,request_id,relation,score,minutes\nh,r,knows;wished,,30\nh,r,locked,-5,\n"
    )
    relations = frozenset({Relation.KNOWS, Relation.WISHED, Relation.LOCKED})
    assert folder.read().problem.pairs == (
        Pair(helper_id="h", request_id="r", relations=relations, score=-5, minutes=30),
    )


def test_the_policy_is_read(folder: Folder) -> None:
    folder.write(
        "policy.toml",
        'grid_minutes = 30\ntravel = "none"\ndetour = 2\nspeed_kmh = 12.5\n'
        "only_listed_pairs = true\nseed = 7\n"
        "[weights]\nload = 3\ncloseness = 10\n",
    )
    assert folder.read().problem.policy == Policy(
        grid_minutes=30,
        travel=Travel.NONE,
        detour=2.0,
        speed_kmh=12.5,
        only_listed_pairs=True,
        weights=Weights(load=3, closeness=10),
        seed=7,
    )


def test_travel_times_are_taken_where_given_and_the_straight_line_elsewhere(folder: Folder) -> None:
    """At 60 km/h without detour a kilometre is a minute; 0.09 degrees of latitude are 10.01 km."""
    folder.write("policy.toml", MATRIX)
    folder.write("requests.csv", "request_id,latitude,longitude\nb,51.59,7.4\na,51.5,7.4\nc,,\n")
    folder.write("travel_times.csv", "to_id,from_id,minutes\nb,a,45\na,c,7\n")
    travel_min = folder.read().problem.travel_min
    assert travel_min is not None
    assert travel_min.tolist() == [[0, 45, 0], [11, 0, 0], [7, 0, 0]]


def test_a_byte_order_mark_other_line_ends_blank_rows_and_spaces_do_no_harm(folder: Folder) -> None:
    folder.write("helpers.csv", "\ufeffhelper_id , latitude,longitude\r\n\r\n h ,51.5, 7.4\r\n,,\r\n")
    folder.write("requests.csv", REQUESTS.rstrip("\n"))
    assert folder.read().problem.helpers[0].id == "h"


def test_unknown_columns_are_left_out_with_a_warning(folder: Folder) -> None:
    folder.write("helpers.csv", "helper_id,latitude,longitude,phone\nh,51.5,7.4,0231\n")
    folder.write("travel_times.csv", "from_id,to_id,minutes\n")
    first, second = folder.read().warnings
    assert (first.file, first.column) == ("helpers.csv", "phone")
    assert "unknown and left out" in str(first)
    assert (second.file, second.problem) == ("travel_times.csv", "the file is not used")


def test_files_are_known_by_their_digest(folder: Folder) -> None:
    assert folder.read().sha256 == {
        "helpers.csv": hashlib.sha256(HELPERS.encode()).hexdigest(),
        "requests.csv": hashlib.sha256(REQUESTS.encode()).hexdigest(),
    }
