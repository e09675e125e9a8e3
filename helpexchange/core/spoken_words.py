"""The words for times of the week in four languages, as people type them: in full or shortened, any case."""

from __future__ import annotations

from helpexchange.core.week import DayPart

ANY_TIME = "any"
WHOLE_DAY_WORDS = "whole day"

_DAY_NAMES = (
    "mo mon monday montag ma maandag man mandag",
    "di tue tues tuesday dienstag dinsdag tir ti tirsdag",
    "mi wed wednesday mittwoch wo woe woensdag ons onsdag",
    "do thu thur thurs thursday donnerstag don donderdag to tor torsdag",
    "fr fri friday freitag vr vrij vrijdag fre fredag",
    "sa sat saturday samstag sonnabend za zat zaterdag lø lør lørdag lordag",
    "so sun sunday sonntag zo zon zondag sø søn søndag sondag",
)
_WORKING_DAYS = (
    "werktags werktag werktage wochentags weekday weekdays werkdag werkdagen weekdagen hverdag hverdage"
)

#: Word -> weekdays; 0 is Monday.
DAYS: dict[str, tuple[int, ...]] = {
    **{word: (day,) for day, words in enumerate(_DAY_NAMES) for word in words.split()},
    **dict.fromkeys(_WORKING_DAYS.split(), (0, 1, 2, 3, 4)),
    **dict.fromkeys(["wochenende", "weekend", "weekends", "weekenden"], (5, 6)),
    **dict.fromkeys(["täglich", "daily", "dagelijks", "dagligt", "daglig"], (0, 1, 2, 3, 4, 5, 6)),
}

PARTS: dict[str, DayPart] = {
    **dict.fromkeys(
        ["vormittag", "morgen", "früh", "vm", "morning", "ochtend", "voormiddag", "formiddag"],
        DayPart.MORNING,
    ),
    **dict.fromkeys(
        ["nachmittag", "nm", "afternoon", "namiddag", "eftermiddag"],
        DayPart.AFTERNOON,
    ),
    **dict.fromkeys(["mittag", "midday", "noon", "middag"], DayPart.MIDDAY),
    **dict.fromkeys(["abend", "evening", "avond", "aften"], DayPart.EVENING),
}

FREQUENCIES: dict[str, str] = {
    **dict.fromkeys(["einmal", "einmalig", "once", "eenmalig", "diesen", "dieser", "this", "deze"], "once"),
    **dict.fromkeys(["wöchentlich", "weekly", "wekelijks", "ugentlig", "ugentligt"], "weekly"),
    **dict.fromkeys(["zweimal", "twice", "tweemaal"], "twice"),
    **dict.fromkeys(["dreimal", "thrice", "driemaal"], "thrice"),
}

_A_WEEK = ("pro woche", "die woche", "in der woche", "a week", "per week", "in de week", "om ugen", "i ugen")
_TIMES_A_WEEK: dict[str, str] = {
    "weekly": "einmal,1x,once,één keer,een keer,én gang,en gang",
    "twice": "zweimal,2x,2 x,2 mal,twice,two times,twee keer,to gange",
    "thrice": "dreimal,3x,3 x,3 mal,three times,drie keer,tre gange",
}
_SAYINGS: dict[str, str] = {
    "weekly": "jede woche,every week,each week,elke week,iedere week,hver uge",
    "twice": "2x,2 mal,two times,twee keer,to gange",
    "thrice": "3x,3 mal,three times,drie keer,tre gange",
    "once": "1x,nur einmal,één keer,een keer,én gang,en gang,diese woche,this week,deze week,denne uge",
    "daily": "jeden tag,every day,elke dag,iedere dag,hver dag",
    WHOLE_DAY_WORDS: "den ganzen tag,ganzen tag,ganztags,all day,de hele dag,hele dag,hele dagen",
    ANY_TIME: (
        "ist mir egal,egal wann,egal,jederzeit,immer,any time,anytime,i don't mind,i do not mind,don't mind,"
        "whenever,always,maakt me niet uit,maakt niet uit,altijd,om het even,ligegyldigt,når som helst,altid,"
        "lige meget"
    ),
}

#: Several words that mean one thing, and what; the longer ones first.
PHRASES: tuple[tuple[str, str], ...] = (
    *(
        (f"{count} {unit}", meaning)
        for meaning, counts in _TIMES_A_WEEK.items()
        for count in counts.split(",")
        for unit in _A_WEEK
    ),
    *((words, meaning) for meaning, several in _SAYINGS.items() for words in several.split(",")),
)

#: Between two days: "Monday to Friday".
DAY_RANGE = frozenset({"bis", "to", "tot", "til", "till", "until", "through"})
FROM_WORDS = frozenset({"ab", "from", "after", "nach", "vanaf", "na", "fra", "efter", "von", "van"})
UNTIL_WORDS = frozenset({"bis", "until", "till", "before", "vor", "tot", "voor", "til", "inden", "før"})
FILLERS = frozenset(
    [
        "am",
        "an",
        "um",
        "im",
        "in",
        "der",
        "die",
        "den",
        "dem",
        "das",
        "und",
        "oder",
        "gern",
        "gerne",
        "lieber",
        "uhr",
        "jeden",
        "jeder",
        "jede",
        "the",
        "on",
        "at",
        "or",
        "and",
        "every",
        "each",
        "o'clock",
        "preferably",
        "op",
        "de",
        "het",
        "'s",
        "om",
        "en",
        "of",
        "elke",
        "iedere",
        "uur",
        "graag",
        "den",
        "og",
        "eller",
        "hver",
        "kl",
        "om",
        "i",
        "på",
        "gerne",
        "klokken",
        "h",
        "u",
        "x",
        "s",
    ]
)
