"""The words for times of the week in four languages, as people type them: in full or shortened, any case."""

from __future__ import annotations

from helpexchange.core.week import DayPart

ANY_TIME, ALL_DAY, DAILY = "any time", "all day", "daily"


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_DAY_NAMES = (
    "mo mon monday montag ma maandag man mandag",
    "di tue tues tuesday dienstag dinsdag tir ti tirsdag",
    "mi wed wednesday mittwoch wo woe woensdag ons onsdag",
    "do thu thur thurs thursday donnerstag don donderdag tor torsdag",
    "fr fri friday freitag vr vrij vrijdag fre fredag",
    "sa sat saturday samstag sonnabend za zat zaterdag lø lør lørdag lordag",
    "so sun sunday sonntag zo zon zondag sø søn søndag sondag",
)
_WORKING_DAYS = (
    "werktags werktag werktage wochentags weekday weekdays werkdag werkdagen weekdagen hverdag hverdage"
)
_EVERY_DAY = "täglich daily everyday dagelijks dagligt daglig"

#: Word -> weekdays; 0 is Monday.
DAYS: dict[str, tuple[int, ...]] = {
    **{word: (day,) for day, words in enumerate(_DAY_NAMES) for word in _words(words)},
    **dict.fromkeys(_words(_WORKING_DAYS), (0, 1, 2, 3, 4)),
    **dict.fromkeys(_words("wochenende weekend weekenden weekender"), (5, 6)),
    **dict.fromkeys(_words(_EVERY_DAY), (0, 1, 2, 3, 4, 5, 6)),
}
#: Danish short names that are little words in the other languages: Wednesday and Thursday.
DANISH_DAYS = {"on": (2,), "to": (3,)}

PARTS: dict[str, DayPart] = {
    **dict.fromkeys(_words("vormittag morgen früh vm morning ochtend voormiddag formiddag"), DayPart.MORNING),
    **dict.fromkeys(_words("mittag midday noon lunchtime middag"), DayPart.MIDDAY),
    **dict.fromkeys(_words("nachmittag nm afternoon namiddag eftermiddag"), DayPart.AFTERNOON),
    **dict.fromkeys(_words("abend evening avond aften"), DayPart.EVENING),
}

FREQUENCIES: dict[str, str] = {
    **dict.fromkeys(_words("einmal einmalig once eenmalig diesen dieser dieses this deze denne"), "once"),
    **dict.fromkeys(_words("wöchentlich weekly wekelijks ugentlig ugentligt"), "weekly"),
    **dict.fromkeys(_words("zweimal twice tweemaal"), "twice"),
    **dict.fromkeys(_words("dreimal thrice driemaal"), "thrice"),
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
    DAILY: (
        "jeden tag,alle tage,every day,each day,all days,elke dag,iedere dag,alle dagen,hver dag,alle dage"
    ),
    ALL_DAY: (
        "den ganzen tag,ganzen tag,ganztags,all day,the whole day,whole day,all day long,"
        "de hele dag,hele dag,hele dagen,hele dagen lang"
    ),
    ANY_TIME: (
        "ist mir egal,egal wann,egal,jederzeit,immer,any time,at any time,anytime,i don't mind,i do not mind,"
        "don't mind,whenever,always,maakt me niet uit,maakt niet uit,altijd,om het even,ligegyldigt,"
        "når som helst,altid,lige meget"
    ),
}

#: Several words that mean one thing, and what.
PHRASES: dict[str, str] = {
    **{
        f"{count} {unit}": meaning
        for meaning, counts in _TIMES_A_WEEK.items()
        for count in counts.split(",")
        for unit in _A_WEEK
    },
    **{words: meaning for meaning, several in _SAYINGS.items() for words in several.split(",")},
}

#: Between two days or two hours: "Monday to Friday".
TO_WORDS = _words("bis to tot til till until through t/m t.m")
BETWEEN_WORDS = _words("between zwischen tussen mellem")
AND_WORDS = _words("and und en og")
FROM_WORDS = _words("ab from after since nach vanaf na fra efter von van")
UNTIL_WORDS = _words("bis until till before vor tot voor til inden før")
#: Words that say nothing about when.
FILLERS = (
    AND_WORDS
    | BETWEEN_WORDS
    | _words(
        "am an um im in der die den dem das oder gern gerne lieber uhr jeden jeder jede jedes nur "
        "the on at or every each o'clock preferably only "
        "op de het 's om of elke ieder iedere uur graag alleen "
        "eller hver kl i på klokken kun h u x s"
    )
)
