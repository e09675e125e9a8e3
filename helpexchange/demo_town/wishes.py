"""What people in the demo town ask for, and how they put it. No note speaks of illness."""

from __future__ import annotations

from dataclasses import dataclass

from helpexchange.demo_town.times import AFTERNOON, EVENING, MORNING

SENIOR, NEWCOMER, FAMILY = "senior", "newcomer", "family"


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of request.

    Attributes:
        share: how often, in parts of the sum of all shares.
        minutes: usual lengths of a visit.
        weekly: usual numbers of visits a week.
        asker: who asks for it.
        wished_skills: would be welcome, now and then.
        remote: may be done without coming.
    """

    kind: str
    share: int
    minutes: tuple[int, ...]
    notes: tuple[str, ...]
    parts: tuple[str, ...] = (MORNING, AFTERNOON)
    weekly: tuple[int, ...] = (1,)
    asker: str = SENIOR
    wished_skills: tuple[str, ...] = ()
    remote: bool = False


REASONS = {
    SENIOR: (
        "Der Sohn wohnt jetzt in München.",
        "Die Tochter ist berufstätig und kommt nur am Wochenende.",
        "Die vertraute Nachbarin ist weggezogen.",
        "Ist vor Kurzem umgezogen und kennt hier noch niemanden.",
        "Lebt allein und freut sich über ein bekanntes Gesicht.",
        "Hat bisher alles selbst gemacht und fragt zum ersten Mal.",
        "Der Weg ist weiter geworden, seit der Laden um die Ecke zu hat.",
    ),
    NEWCOMER: (
        "Ist seit einem halben Jahr in Dortmund.",
        "Lernt noch Deutsch und versteht Briefe vom Amt schwer.",
        "Hat hier noch keine Verwandten.",
    ),
    FAMILY: (
        "Beide Eltern arbeiten im Schichtdienst.",
        "Die Eltern können bei den Aufgaben nicht helfen, möchten aber dabei sein.",
        "Das Kind ist neu in der Klasse.",
        "Zu Hause gibt es einen ruhigen Tisch in der Küche.",
    ),
}

WISHES: tuple[Wish, ...] = (
    Wish(
        "shopping",
        18,
        (60, 60, 90),
        (
            "Wohnt im dritten Stock ohne Aufzug.",
            "Geht am liebsten zum Wochenmarkt und möchte mitkommen.",
            "Der Einkaufszettel liegt bereit, vor allem Getränke sind zu schwer.",
            "Der Laden ist zehn Minuten zu Fuß entfernt.",
        ),
    ),
    Wish(
        "company",
        16,
        (60, 90, 90),
        (
            "Spielt gern Rommé und erzählt gern von früher.",
            "Freut sich über Kaffee und ein Gespräch.",
            "Hört gern Fußball im Radio, am liebsten mit jemandem zusammen.",
            "Hat viele Fotoalben und niemanden, der sie anschaut.",
        ),
        parts=(AFTERNOON,),
        weekly=(1, 1, 1, 2),
        wished_skills=("music", "reading"),
    ),
    Wish(
        "escort",
        13,
        (90, 120),
        (
            "Möchte bei Wegen zum Amt nicht allein sein.",
            "Fährt nicht gern allein mit der U-Bahn.",
            "Der Termin steht fest, der Weg ist mit Bus und Bahn zu schaffen.",
        ),
        parts=(MORNING, MORNING, AFTERNOON),
    ),
    Wish(
        "walking",
        10,
        (45, 60),
        (
            "Eine Runde durch den Westfalenpark wäre schön.",
            "Geht langsam, aber gern.",
            "Mag den Weg am Kanal.",
        ),
        weekly=(1, 1, 2),
        wished_skills=("company",),
    ),
    Wish(
        "technology",
        9,
        (60,),
        (
            "Das neue Telefon liegt noch in der Schachtel.",
            "Möchte den Enkeln Bilder schicken.",
            "Der Drucker will nicht mehr.",
            "Möchte lernen, wie man am Tablet mit der Familie spricht.",
        ),
    ),
    Wish(
        "letters",
        8,
        (60,),
        (
            "Ein Stapel Briefe ist liegen geblieben.",
            "Braucht Hilfe bei einem Antrag.",
            "Möchte einen Brief vom Vermieter in Ruhe besprechen.",
        ),
        asker=NEWCOMER,
    ),
    Wish(
        "phone_company",
        6,
        (30,),
        (
            "Freut sich über einen Anruf am Abend.",
            "Ein Anruf nach dem Frühstück wäre schön.",
            "Telefoniert gern und lange über Bücher.",
        ),
        parts=(MORNING, EVENING),
        weekly=(1, 2),
        remote=True,
    ),
    Wish(
        "garden",
        6,
        (90, 120),
        (
            "Die Hecke ist über den Zaun gewachsen.",
            "Das Laub vor dem Haus muss weg.",
            "Die Hochbeete sollen winterfest werden.",
        ),
    ),
    Wish(
        "repair",
        6,
        (60, 90),
        (
            "Eine Lampe hängt lose, eine Leiter ist da.",
            "Der Wasserhahn tropft.",
            "Ein Regal soll an die Wand.",
        ),
    ),
    Wish(
        "driving",
        6,
        (90, 120),
        (
            "Möchte das Grab auf dem Hauptfriedhof besuchen.",
            "Die Schwester wohnt in Unna, dorthin fährt kein direkter Bus.",
            "Der Baumarkt ist zu weit für den Bus.",
        ),
    ),
    Wish(
        "reading",
        3,
        (60,),
        ("Hört gern die Zeitung vorgelesen.", "Die Schrift in den Büchern ist zu klein geworden."),
    ),
    Wish(
        "pets",
        4,
        (30, 45),
        (
            "Der Dackel heißt Waldi und zieht nicht an der Leine.",
            "Zwei Katzen, die nur morgens hungrig sind.",
        ),
        weekly=(1, 2),
    ),
    Wish(
        "study_support",
        9,
        (60,),
        (
            "Vierte Klasse, vor allem Rechnen.",
            "Sechste Klasse, Englisch und Deutsch.",
            "Das Kind liest gern, schreibt aber ungern.",
            "Achte Klasse, Mathematik vor den Arbeiten.",
        ),
        parts=(AFTERNOON, EVENING),
        weekly=(2,),
        asker=FAMILY,
    ),
    Wish(
        "cooking",
        3,
        (90, 120),
        ("Kocht gern, aber nicht gern für eine Person.", "Möchte deutsche Gerichte kennenlernen."),
        asker=NEWCOMER,
    ),
    Wish("snow", 2, (45,), ("Der Gehweg vor dem Haus ist lang.",), parts=(MORNING,)),
)
