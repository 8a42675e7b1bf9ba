"""The observations behind a report as a file inside it, in the very form that data files have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from kpidsl.compose import words
from kpidsl.data.model import Observation
from kpidsl.document.model import Attachment
from kpidsl.evaluation.model import Evaluation
from kpidsl.quantity import Dimension, Unit, plain, spell
from kpidsl.saying import say
from kpidsl.terms import OWN_COLUMNS, Kind, Quality

_ORDER = {kind: at for at, kind in enumerate(Kind)}


def observations(evaluation: Evaluation, rows: Iterable[Observation]) -> Attachment:
    """Every observation that was read, by name, period and kind. Reading the file back gives the same observations."""
    return _attached(evaluation, OWN_COLUMNS, _lines(evaluation, rows))


def of_each(evaluation: Evaluation, rows: Iterable[tuple[str, Iterable[Observation]]]) -> Attachment:
    """The same for several authorities, each under its name."""
    lines = ((*line, name) for name, own in rows for line in _lines(evaluation, own))
    return _attached(evaluation, (*OWN_COLUMNS, "entity"), lines)


def _attached(evaluation: Evaluation, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> Attachment:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(lines)
    report = {"title": evaluation.spec.title, "period": words.period(evaluation.spec.period)}
    description = say("The observations behind “{title}”, {period}", **report)
    return Attachment("observations.csv", "text/csv", description, out.getvalue().encode("utf-8"))


def _lines(evaluation: Evaluation, rows: Iterable[Observation]) -> Iterator[tuple[str, ...]]:
    units, rows = evaluation.spec.measured(), tuple(rows)
    periods = {period: at for at, period in enumerate(sorted({row.period for row in rows}))}
    names = [str(period) for period in periods]
    keyed = [(row.name, periods[row.period], _ORDER[row.kind], at) for at, row in enumerate(rows)]
    for _, period, _, at in sorted(keyed):
        row = rows[at]
        if row.numerator is not None:
            value = ""
        elif row.amount is None:
            value = row.reason.value if row.reason else ""
        else:
            value = _written(row.amount, units[row.name])
        kind = "" if row.kind is Kind.ACTUAL else row.kind.value
        quality = "" if row.quality is Quality.FINAL else row.quality.value
        parts = tuple("" if part is None else plain(part) for part in (row.numerator, row.denominator))
        yield (row.name, names[period], value, *parts, kind, quality, row.note)


def _written(amount: Fraction, unit: Unit) -> str:
    """An amount as a data file holds it: a bare figure, with a £ sign where the unit prints thousands or millions."""
    match unit.dimension:
        case Dimension.MONEY if unit.scale:
            return f"£{plain(amount)}"
        case Dimension.PERCENT:
            return f"{plain(amount)}%"
        case Dimension.CLOCK:
            return spell(amount, unit, None)
        case Dimension.YES_NO:
            return "yes" if amount else "no"
        case _:
            return plain(amount)
