"""A few people put there on purpose, so that every reason for an open wish can be seen in the demo town.

Sign language, sewing, pushing a wheelchair and experience with dementia are offered by the helpers here and
by nobody else, so what happens to these requests does not hang on chance.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from helpexchange.demo_town.times import WEEK, Times, all_day

_TUESDAY, _SUNDAY = 1, 6
_TUESDAY_AT_TEN: Times = [(_TUESDAY, 10 * 60, 11 * 60)]
_BEFORE_DAWN: Times = [(day, 5 * 60, 6 * 60) for day in range(5)]
_SUNDAY_NIGHT: Times = [(_SUNDAY, 21 * 60, 22 * 60 + 30)]


@dataclass(frozen=True, slots=True)
class HelperCase:
    """A helper who is the only one, or one of few, with a skill."""

    key: str
    district: str
    first: str
    last: str
    skills: tuple[str, ...]
    max_distance_km: float
    max_requests: int = 1
    times: Times = field(default_factory=lambda: all_day(WEEK))
    training_has_expired: bool = False


@dataclass(frozen=True, slots=True)
class RequestCase:
    """A request with a known fate.

    Attributes:
        skill: needed beside the kind of help.
        is_placed: False when the office does not know the address yet.
    """

    key: str
    district: str
    first: str
    last: str
    kind: str
    note: str
    skill: str = ""
    times: Times = field(default_factory=list)
    kinds: tuple[str, ...] = ()
    helpers_needed: int = 1
    priority: int = 2
    is_placed: bool = True


HELPER_CASES = (
    HelperCase("H-SIGN", "aplerbeck", "Martina", "Rademacher", ("company", "sign_language"), 3),
    HelperCase("H-SEWING", "hombruch", "Elzbieta", "Pawlak", ("sewing", "company"), 6, 3, _TUESDAY_AT_TEN),
    HelperCase("H-WHEEL-1", "hoerde", "Kemal", "Aksoy", ("walking", "wheelchair"), 12),
    HelperCase("H-WHEEL-2", "hoerde", "Bernd", "Kortmann", ("walking", "wheelchair"), 12),
    HelperCase(
        "H-CARE-1", "brackel", "Ulrike", "Steinkamp", ("company", "dementia"), 15, training_has_expired=True
    ),
    HelperCase("H-CARE-2", "eving", "Tamara", "Lebedewa", ("company", "dementia"), 15),
    HelperCase("H-FRIEND", "hoerde", "Sevim", "Arslan", ("company", "shopping"), 10, 2),
)

REQUEST_CASES = (
    RequestCase(
        "R-SIGN", "mengede", "Gerhard", "Thiel", "company", "Spricht mit den Händen.", skill="sign_language"
    ),
    RequestCase(
        "R-SEWING-1",
        "hombruch",
        "Waltraud",
        "Nolte",
        "sewing",
        "Die Vorhänge sind zu lang.",
        times=_TUESDAY_AT_TEN,
        priority=3,
    ),
    RequestCase(
        "R-SEWING-2",
        "hombruch",
        "Rita",
        "Ebert",
        "sewing",
        "Ein Mantel braucht neue Knöpfe.",
        times=_TUESDAY_AT_TEN,
        priority=1,
    ),
    RequestCase(
        "R-NIGHT-1",
        "brackel",
        "Horst",
        "Wiese",
        "snow",
        "Der Weg muss vor der Frühschicht frei sein.",
        times=_BEFORE_DAWN,
    ),
    RequestCase(
        "R-NIGHT-2",
        "huckarde",
        "Ingrid",
        "Pohl",
        "walking",
        "Geht gern, wenn die Straßen leer sind.",
        times=_SUNDAY_NIGHT,
    ),
    RequestCase(
        "R-CARE-1",
        "brackel",
        "Lieselotte",
        "Hagedorn",
        "company",
        "Der Mann möchte einmal in der Woche raus.",
        skill="dementia",
    ),
    RequestCase(
        "R-CARE-2",
        "eving",
        "Hannelore",
        "Busch",
        "company",
        "Die Tochter braucht zwei Stunden für sich.",
        skill="dementia",
    ),
    RequestCase(
        "R-KIND",
        "innenstadt-ost",
        "Johanna",
        "Vogel",
        "music",
        "Möchte mit jungen Leuten musizieren.",
        kinds=("student",),
    ),
    RequestCase("R-WHEEL-1", "hoerde", "Werner", "Dreier", "walking", "Mag den Phoenix-See.", "wheelchair"),
    RequestCase("R-WHEEL-2", "hoerde", "Danuta", "Sikora", "walking", "Mag den Markt.", "wheelchair"),
    RequestCase("R-WHEEL-3", "hoerde", "Karl", "Kampmann", "walking", "Mag den Rombergpark.", "wheelchair"),
    RequestCase(
        "R-WHEEL-4",
        "aplerbeck",
        "Nurten",
        "Celik",
        "walking",
        "Mag den Rodenbergpark.",
        "wheelchair",
        priority=1,
    ),
    RequestCase(
        "R-PLACE-1",
        "scharnhorst",
        "Raissa",
        "Pawlowa",
        "shopping",
        "Die Adresse fehlt noch, bitte zurückrufen.",
        is_placed=False,
    ),
    RequestCase(
        "R-PLACE-2",
        "innenstadt-nord",
        "Omar",
        "Haddad",
        "letters",
        "Zieht nächste Woche um.",
        is_placed=False,
    ),
    RequestCase(
        "R-TWO",
        "hoerde",
        "Friedrich",
        "Lohmann",
        "walking",
        "Die Rampe ist steil, zwei sind besser.",
        skill="wheelchair",
        helpers_needed=2,
        priority=0,
    ),
    RequestCase(
        "R-FRIEND", "hoerde", "Gülsen", "Polat", "company", "Kennt Frau Arslan seit Jahren und vertraut ihr."
    ),
)
