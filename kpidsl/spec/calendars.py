"""Calendars of working days: those that come with the program, and what the house file says of them.

A calendar is a YAML file that people read and mend, so this module knows YAML, as `kpidsl/spec/house.py` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

from kpidsl.source import Named
from kpidsl.spec.literals import day_in
from kpidsl.spec.problems import Problems
from kpidsl.values import replace
from kpidsl.workdays import Workdays

ENGLAND = "england"
CALENDARS = (ENGLAND,)
_LONGEST = 366  # days of one range: more is a slip in the year


def workdays(name: str, closed: Sequence[date] = ()) -> Workdays:
    """The calendar of one of `CALENDARS`, with the days on which the council was closed besides."""
    return replace(_shipped(name), closed=tuple(sorted(set(closed))))


@cache
def _shipped(name: str) -> Workdays:
    from importlib import resources  # only here, as YAML: most reports count no working days

    import yaml

    text = resources.files("kpidsl").joinpath("calendars", f"{name}.yaml").read_text("utf-8")
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # in C, where it was built: a tenth of 6 ms
    said = yaml.load(text, Loader=loader)
    days = tuple(_day(written) for written in said["bank holidays"])
    return Workdays(said["title"], said["source"], _day(said["as at"]), _day(said["from"]), _day(said["to"]), days)


def _day(written: str) -> date:
    found = day_in(written)
    assert found is not None, f"a calendar of ours has the day {written}"
    return found


def calendar(said: Named | None, problems: Problems) -> str:
    """The name of the calendar that the house file asks for; England's where it asks for none."""
    if said is None or not said.text or said.text.lower() in CALENDARS:
        return said.text.lower() if said and said.text else ENGLAND
    message = f"`{said.text}` is not a calendar of working days that comes with kpic"
    problems.unknown("house-file", message, said.span, said.text, CALENDARS)
    return ENGLAND


def closures(said: Sequence[Named], name: str, problems: Problems) -> tuple[date, ...]:
    """The days on which the council was closed: each `27 December 2021`, or from one day `to` another."""
    found: set[date] = set()
    for entry in said:
        first, _, last = (part.strip() for part in entry.text.partition(" to "))
        days = _range(entry, first, last or first, problems) if entry.text else []
        if days:
            known = _shipped(name)
            strange = next((day for day in days if not known.covers(day)), None)
            if strange is not None:
                message = f"the calendar `{name}` has no {_spelt(strange)}"
                help_ = f"it knows the days from {_spelt(known.first)} to {_spelt(known.last)}"
                problems.add("house-file", message, entry.span, help_)
        found.update(days)
    return tuple(sorted(found))


def _range(entry: Named, first: str, last: str, problems: Problems) -> list[date]:
    """The days of an entry; none where it is wrong, which is said."""
    example = "write `27 December 2021`, or `27 December 2021 to 31 December 2021`"
    start, end = day_in(first), day_in(last)
    if start is None or end is None:
        problems.add("house-file", f"there is no such day as `{first if start is None else last}`", entry.span, example)
        return []
    if end < start:
        problems.add("house-file", f"`{last}` is before `{first}`", entry.span, example)
        return []
    if (end - start).days >= _LONGEST:
        problems.add("house-file", "the council cannot have been closed for more than a year", entry.span, example)
        return []
    return [start + timedelta(days=at) for at in range((end - start).days + 1)]


def _spelt(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
