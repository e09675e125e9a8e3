"""Invented names of people in the demo town, by the language their family speaks."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that are usual in one language.

    Attributes:
        share: how often, in per cent of the town.
        feminine: what a woman's last name adds.
    """

    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    last_names: tuple[str, ...]
    feminine: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the language of the family."""

    first: str
    last: str
    language: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ORIGINS: tuple[Origin, ...] = (
    Origin(
        "de",
        54,
        _words(
            "Erika Helga Ursula Ingrid Gisela Renate Karin Monika Brigitte Hannelore Christa Gertrud Petra "
            "Sabine Martina Anke Heike Ulrike Birgit Annette Elke Margret Waltraud Doris Rita Lieselotte"
        ),
        _words(
            "Hans Günter Werner Horst Manfred Klaus Jürgen Wolfgang Dieter Helmut Heinz Bernd Uwe Rolf Karl "
            "Friedrich Gerhard Norbert Ulrich Rainer Peter Reinhard Siegfried Herbert Ernst Detlef"
        ),
        _words(
            "Schulte Becker Krause Hoffmann Brinkmann Lindner Wagner Schröder Vogel Berger Sommer Winter "
            "Kessler Hartmann Overbeck Westermann Pohl Kampmann Dreier Lohmann Busch Fischer Ebert Thiel "
            "Rademacher Nolte Steinkamp Wiese Hagedorn Kortmann"
        ),
    ),
    Origin(
        "tr",
        13,
        _words("Ayse Fatma Emine Hatice Zeynep Elif Gülsen Nurten Sevim Hülya Songül Meryem"),
        _words("Mehmet Mustafa Ali Hasan Hüseyin Ibrahim Osman Kemal Yusuf Cemal Orhan Ismail"),
        _words("Yilmaz Kaya Demir Celik Sahin Öztürk Aydin Arslan Dogan Koc Polat Aksoy"),
    ),
    Origin(
        "pl",
        9,
        _words("Danuta Krystyna Halina Barbara Teresa Jolanta Elzbieta Bozena Grazyna Malgorzata"),
        _words("Tomasz Andrzej Zbigniew Marek Piotr Jerzy Krzysztof Ryszard Stanislaw Leszek"),
        _words("Nowak Mazur Wieczorek Dudek Adamczyk Pawlak Stepien Sikora Baran Wrobel"),
    ),
    Origin(
        "ru",
        6,
        _words("Galina Tamara Ludmila Irina Swetlana Valentina Olga Nina Raissa"),
        _words("Viktor Wladimir Alexander Sergej Anatolij Nikolai Waldemar Eugen Juri"),
        _words("Petrow Sokolow Lebedew Morosow Wolkow Pawlow Fjodorow Romanow"),
        feminine="a",
    ),
    Origin(
        "ar",
        6,
        _words("Fatima Amina Layla Samira Nadia Rania Huda Mariam Zahra"),
        _words("Ahmad Khaled Omar Youssef Hassan Nabil Tarek Walid Karim"),
        _words("Haddad Khoury Mansour Nasser Saleh Darwish Hamdan Farah Suleiman"),
    ),
    Origin(
        "it",
        4,
        _words("Maria Giuseppina Concetta Rosaria Lucia Carmela"),
        _words("Giuseppe Salvatore Antonio Vincenzo Domenico Carmelo"),
        _words("Russo Esposito Bianchi Romano Greco Marino Lombardi"),
    ),
    Origin(
        "uk",
        4,
        _words("Oksana Natalija Iryna Ljudmyla Halyna Switlana"),
        _words("Petro Mykola Oleksandr Wassyl Iwan Andrij"),
        _words("Schewtschenko Kowalenko Bondarenko Tkatschenko Melnyk Boiko"),
    ),
    Origin(
        "es",
        2,
        _words("Carmen Dolores Pilar Isabel"),
        _words("José Manuel Francisco Luis"),
        _words("García Moreno Ortega Navarro"),
    ),
    Origin(
        "ta",
        2,
        _words("Lakshmi Selvi Kamala Shanthi"),
        _words("Ravi Kumar Sivan Rajan"),
        _words("Nadarajah Sivakumar Ramanathan Kandiah"),
    ),
)

_STUDENTS = {
    "de": (
        _words("Lena Mia Hannah Lea Marie Nele Clara Johanna"),
        _words("Jonas Luca Paul Ben Felix Max Tim Moritz"),
    ),
    "tr": (_words("Melisa Esra Ceyda Defne"), _words("Emre Can Kaan Deniz")),
}


def invent_name(rng: Random, *, is_young: bool = False) -> Name:
    """Return a name; the origins are as frequent as their shares. Young people bear younger first names."""
    origin = rng.choices(ORIGINS, [origin.share for origin in ORIGINS])[0]
    is_woman = rng.random() < 0.58
    women, men = (
        _STUDENTS.get(origin.language, (origin.women, origin.men)) if is_young else (origin.women, origin.men)
    )
    last = rng.choice(origin.last_names)
    return Name(
        first=rng.choice(women if is_woman else men),
        last=last + (origin.feminine if is_woman else ""),
        language=origin.language,
    )


def invent_phone(rng: Random) -> str:
    """Return a phone number that cannot exist: no German number begins with 0 after the area code."""
    return f"0231 0000-{rng.randrange(1000, 10000)}"


_TRANSLITERATION = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "í": "i"})


def invent_email(name: Name, number: int) -> str:
    """Return an address at example.org, which by its definition delivers to nobody."""
    local = f"{name.first}.{name.last}.{number}".lower().translate(_TRANSLITERATION)
    return f"{local}@example.org"
