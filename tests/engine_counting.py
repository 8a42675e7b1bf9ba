"""Counts the records of a folder by SQLite, with the working days of England, as a build without settings does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpidsl.counting.count import Asked, count
from kpidsl.data.model import Observation
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome, has_errors
from kpidsl.engines import sqlite
from kpidsl.period import Period
from kpidsl.pipeline import Counter
from kpidsl.source import Source
from kpidsl.spec.calendars import ENGLAND, workdays
from kpidsl.spec.record import Records


def counter(folder: Path) -> Counter:
    """Counts CSV files that stand in the folder."""

    def text(records: Records) -> Source:
        return Source(records.file, (folder / records.file).read_text("utf-8"))

    def counted(records: Sequence[Records], periods: Sequence[Period]) -> Outcome[tuple[Observation, ...]]:
        asked = Asked(tuple(periods), max(one.end for one in periods), None, {}, workdays(ENGLAND))
        found: list[Observation] = []
        problems: list[Diagnostic] = []
        for one in records:
            outcome = count(one, asked, sqlite.for_files(text))
            problems.extend(outcome.diagnostics)
            found.extend(outcome.value.observations if outcome.value else ())
        return Outcome(None if has_errors(problems) else tuple(found), tuple(problems))

    return counted
