"""The house: what all reports of a council share."""

from __future__ import annotations

from datetime import date

from kpidsl.books.names import AS_OURS, Names
from kpidsl.render.paper import A4, LARGE_PRINT, LargePrint, Paper
from kpidsl.render.sheet import USUAL, Sheet
from kpidsl.render.theme import Theme as Look
from kpidsl.render.typeface import LIBERATION, Typeface
from kpidsl.source import Named
from kpidsl.spec.abbreviations import KNOWN_TO_ALL
from kpidsl.spec.database import Database
from kpidsl.terms import HeadingCase
from kpidsl.values import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask. `telephone` and `email` are empty where there is none."""

    name: str
    role: str
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class RequiredChapter:
    """A chapter that every report must have. `standing` is printed where the report has nothing to say."""

    title: str
    mandatory: bool
    standing: str


@dataclass(frozen=True, slots=True)
class Codes:
    """What official statistics call the council's area: the name and the codes of the Office for National Statistics
    (`new`) and of the Department for Education (`old`), and the code of its region. Those that are not given are empty.
    """

    name: str
    new: str
    old: str
    region: str


@dataclass(frozen=True, slots=True)
class House:
    council: str
    language: str
    theme: Look
    contacts: tuple[tuple[str, Contact], ...]
    recommendation_lead: str
    formats_statement: str
    chapters: tuple[RequiredChapter, ...]
    financial_year_starts: int  # the month, 1 to 12
    known_abbreviations: tuple[str, ...] = KNOWN_TO_ALL  # those that need no explanation
    codes: Codes | None = None  # None where the house does not say
    braille: Sheet = USUAL
    headings: HeadingCase = HeadingCase.AS_WRITTEN
    names: tuple[str, ...] = ()  # that keep their capitals in headings
    typeface: Typeface = LIBERATION
    paper: Paper = A4
    large_print: LargePrint = LARGE_PRINT
    data: Names = AS_OURS
    database: Database | None = None  # in which tables of records stand
    calendar: str = "england"  # whose bank holidays are no working days
    closed: tuple[date, ...] = ()  # days on which the council was closed besides


@dataclass(frozen=True, slots=True)
class NamedLogo:
    """The file of the logo, and what it shows."""

    file: Named
    alt: str
