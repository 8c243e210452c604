"""Small text work: lines, excerpts, dates, and the spaces of French."""

import re
from datetime import date, datetime
from urllib.parse import quote

from graph.models.vocabulary import Language
from graph.text import mask_contacts, without_controls
from workers.mail.words import WITHHELD

NO_BREAK = "\u00a0"
ELLIPSIS = "…"
MOST_TITLE = 200

_BEFORE_HIGH_PUNCTUATION = re.compile(r" (?=[:;!?»])")
_AFTER_OPENING_QUOTE = re.compile(r"(?<=«) ")

_DAYS = {
    Language.FR: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    Language.EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    Language.FR: (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
        *("septembre", "octobre", "novembre", "décembre"),
    ),
    Language.EN: (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}


def one_line(text: str) -> str:
    """The text on one line: fit for a header, which a line break would end."""
    return re.sub(r"[ \t\n]+", " ", without_controls(text)).strip()


def short(text: str) -> str:
    """A name or a title on one line, cut where it is none any more."""
    return excerpt(one_line(text), MOST_TITLE)


def excerpt(text: str, most: int) -> str:
    """At most `most` characters, cut between words; the cut shows as an ellipsis."""
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    head, space, _ = kept.rpartition(" ")
    # A text without spaces is cut where it must be.
    return (head if space else kept).rstrip(" \n,;:.") + ELLIPSIS


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph; blank lines part paragraphs."""
    blocks = re.split(r"\n\s*\n", without_controls(text).strip())
    return [[line.strip() for line in block.split("\n")] for block in blocks if block.strip()]


def withhold_contacts(text: str, language: Language) -> str:
    """The text with e-mail addresses and telephone numbers masked."""
    return mask_contacts(text, WITHHELD[language])


def long_date(day: date, language: Language) -> str:
    """`mardi 1er décembre 2026`, `Tuesday 1 December 2026`; the day keeps to its month."""
    number = "1er" if day.day == 1 and language is Language.FR else str(day.day)
    name, month = _DAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{name} {number}{NO_BREAK}{month} {day.year}"


def clock_time(moment: datetime, language: Language) -> str:
    """`10 h 00`, `10:00`, as the moment's own zone shows it."""
    if language is Language.FR:
        return f"{moment.hour}{NO_BREAK}h{NO_BREAK}{moment.minute:02d}"
    return f"{moment.hour}:{moment.minute:02d}"


def french_spaces(source: str) -> str:
    """No-break spaces before : ; ! ? » and after «, where the source has plain ones."""
    return _AFTER_OPENING_QUOTE.sub(NO_BREAK, _BEFORE_HIGH_PUNCTUATION.sub(NO_BREAK, source))


def mailto(address: str) -> str:
    """The address as a link (RFC 6068)."""
    return "mailto:" + quote(address, safe="@+")
