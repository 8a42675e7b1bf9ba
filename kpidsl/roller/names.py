"""What the spec of the next period is called: the name of the last one, with its year and quarter moved on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kpidsl.period import MONTHS, Calendar, Period
from kpidsl.terms import Grain

_LETTERS = {Grain.QUARTER: "q", Grain.HALF: "h"}


def slug(period: Period) -> str:
    """A period as part of a name: `2026-27-q1`, `2025-10`."""
    if period.grain is Grain.MONTH:
        return f"{period.start.year}-{period.start.month:02}"
    return str(period).lower().replace(" ", "-")


def next_stem(stem: str, old: Period, new: Period) -> str | None:
    """The name (without its ending) of the spec for `new`, from that for `old`; None where it cannot be told.

    That is so where the name does not say the period, says it twice, or says no year while the year turns: `q4` would
    become `q1`, which is what that of a year before is called.
    """
    if old.grain is not new.grain or old.calendar is not new.calendar:
        return None
    whole = _moved(stem, _months(old, new)) if old.grain is Grain.MONTH else None
    if whole is not None:
        return whole
    dated = _moved(stem, _years(old, new))
    if dated is None and (old.grain is Grain.YEAR or _year(old) != _year(new)):
        return None
    if old.grain is Grain.YEAR:
        return dated
    return _moved(stem if dated is None else dated, _parts(old, new))


def _moved(stem: str, spellings: Iterator[tuple[str, str]]) -> str | None:
    """The name with the first spelling that stands in it put anew; None where none does, or one does twice."""
    for old, new in spellings:
        found = list(re.finditer(rf"(?<![^\W_]){re.escape(old)}(?![^\W_])", stem, re.IGNORECASE))
        if len(found) == 1:
            match = found[0]
            return stem[: match.start()] + _in_case_of(match[0], new) + stem[match.end() :]
        if found:
            return None
    return None


def _in_case_of(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    return new.capitalize() if old[:1].isupper() else new


def _year(period: Period) -> int:
    return period.start.year if period.grain is Grain.MONTH else period.year


def _years(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    one, other = _year(old), _year(new)
    if old.calendar is not Calendar.CALENDAR and old.grain is not Grain.MONTH:
        for between in ("-", "_", ""):
            yield f"{one}{between}{one + 1}", f"{other}{between}{other + 1}"
            yield f"{one}{between}{(one + 1) % 100:02}", f"{other}{between}{(other + 1) % 100:02}"
        for between in ("-", "_", ""):
            yield (
                f"{one % 100:02}{between}{(one + 1) % 100:02}",
                f"{other % 100:02}{between}{(other + 1) % 100:02}",
            )
        return
    yield str(one), str(other)


def _months(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    for between in ("-", "_", ""):
        yield (
            f"{old.start.year}{between}{old.start.month:02}",
            f"{new.start.year}{between}{new.start.month:02}",
        )


def _parts(old: Period, new: Period) -> Iterator[tuple[str, str]]:
    if old.grain is Grain.MONTH:
        one, other = MONTHS[old.start.month - 1].lower(), MONTHS[new.start.month - 1].lower()
        yield one, other
        yield one[:3], other[:3]
        return
    letter, word = _LETTERS[old.grain], old.grain.value.partition("-")[0]
    yield f"{letter}{old.number}", f"{letter}{new.number}"
    for between in ("-", "_", ""):
        yield f"{word}{between}{old.number}", f"{word}{between}{new.number}"
