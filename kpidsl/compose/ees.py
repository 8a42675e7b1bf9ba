"""The figures in the form of DfE's Explore Education Statistics (EES): a tidy file, and what its columns are.

One row a period, for the council's area alone; one column a measure, since no column there may mix units. Figures are
rounded as the report prints them. `kpidsl.data.tidy` reads what stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpidsl.compose.open_data import NOT_APPLICABLE, UNAVAILABLE, Published, part, published, signs, single, unit, value
from kpidsl.diagnostics.diagnostic import Diagnostic, Outcome
from kpidsl.document.sheets import Cell, Number, Rows
from kpidsl.evaluation.model import Assessment, Evaluation
from kpidsl.period import APRIL, MONTHS, Calendar, Period
from kpidsl.quantity import Dimension, Unit
from kpidsl.spec.council import Codes
from kpidsl.spec.indicator import Indicator
from kpidsl.terms import Grain, Kind
from kpidsl.values import dataclass

META_COLUMNS = (
    "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "indicator_dp", "filter_hint",
    "filter_grouping_column",
)  # fmt: skip
_TIME = ("time_period", "time_identifier", "geographic_level")
_COUNTRIES = {
    "E": ("E92000001", "England"),
    "W": ("W92000004", "Wales"),
    "S": ("S92000003", "Scotland"),
    "N": ("N92000002", "Northern Ireland"),
}
_REGIONS = (
    "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England",
    "London", "South East", "South West",
)  # fmt: skip
_DISTRICT = "E07"  # of a county: a level of its own, without an old code
_UNITS = {Dimension.PERCENT: "%", Dimension.POINTS: "pp", Dimension.MONEY: "£"}  # all others are plain numbers
_NOTHING = "the report has no figures for it but made-up ones"
_HELP = 'add to the house file, with what your area is called there: codes: {name: Rutland, new: E06000017, old: "857"}'


@dataclass(frozen=True, slots=True)
class Files:
    """The figures, and what each of their columns is."""

    data: Rows
    meta: Rows


@dataclass(frozen=True, slots=True)
class _Column:
    """A measure: its figures by period, a sign where there is none."""

    name: str
    label: str
    grouping: str
    unit: str
    cells: dict[Period, Cell]

    @property
    def places(self) -> int:
        return max((cell.places for cell in self.cells.values() if isinstance(cell, Number)), default=0)


def ees(evaluation: Evaluation) -> Outcome[Files]:
    """Both files, or why there are none."""
    codes, problem = evaluation.spec.house.codes, None
    if codes is None:
        problem = _unfit("the house file does not say by which codes official statistics know the council", _HELP)
    elif codes.new.startswith("E") and not codes.new.startswith(_DISTRICT) and not codes.old:
        problem = _unfit("the codes in the house file have no `old`", 'add its three digits: old: "857"')
    elif time(evaluation.spec.period) is None:
        message = f"a period such as {evaluation.spec.period} has no place in Explore Education Statistics"
        help_ = "it takes years, months, and quarters and halves of a financial year that starts in April"
        problem = _unfit(message, help_)
    if problem is not None or codes is None:
        return Outcome(None, (problem,) if problem else ())
    columns = _distinct(_columns(evaluation))
    periods = sorted({period for column in columns for period in column.cells})
    where = _geography(codes)
    if not columns:
        return Outcome(None, (_unfit(_NOTHING, "make another format"),))
    rows = [
        (*(time(period) or ()), *where.values(), *(column.cells.get(period, _bare(UNAVAILABLE)) for column in columns))
        for period in periods
    ]
    names = (*_TIME[:2], *where, *(column.name for column in columns))
    meta = [(one.name, "Indicator", one.label, one.grouping, one.unit, str(one.places), "", "") for one in columns]
    return Outcome(Files(Rows(names, tuple(rows)), Rows(META_COLUMNS, tuple(meta))))


def _unfit(message: str, help: str) -> Diagnostic:
    return Diagnostic("not-for-ees", message, None, help=(help,))


def time(period: Period) -> tuple[str, str] | None:
    """`202122` and `Financial year Q1`; None for a period that there is no word for."""
    span, single_year = f"{period.year}{(period.year + 1) % 100:02d}", str(period.start.year)
    if period.grain is Grain.MONTH:
        return single_year, MONTHS[period.start.month - 1]
    match period.calendar, period.grain:
        case Calendar.FINANCIAL, _ if period.first_month != APRIL:
            return None
        case Calendar.FINANCIAL, Grain.YEAR:
            return span, "Financial year"
        case Calendar.FINANCIAL, Grain.QUARTER:
            return span, f"Financial year Q{period.number}"
        case Calendar.FINANCIAL, Grain.HALF:
            return span, ("Part 1 (April to September)", "Part 2 (October to March)")[period.number - 1]
        case Calendar.ACADEMIC, Grain.YEAR:
            return span, "Academic year"
        case Calendar.CALENDAR, Grain.YEAR:
            return single_year, "Calendar year"
        case _:
            return None


def _geography(codes: Codes) -> dict[str, str]:
    """Whose the figures are, the widest area first."""
    country, name = _COUNTRIES[codes.new[0]]
    is_district = codes.new.startswith(_DISTRICT)
    level = "Local authority district" if is_district else "Local authority"
    found = {"geographic_level": level, "country_code": country, "country_name": name}
    if codes.region:
        found |= {"region_code": codes.region, "region_name": _REGIONS[int(codes.region[-1]) - 1]}
    if is_district:
        return found | {"lad_code": codes.new, "lad_name": codes.name}
    return found | {"old_la_code": codes.old or "z", "new_la_code": codes.new, "la_name": codes.name}


# ---- measures


def _columns(evaluation: Evaluation) -> Iterator[_Column]:
    """The values, parts and targets of each indicator; all figures of periods like the report's own."""
    for one in evaluation.assessments:
        points = [
            point
            for point in published(one)
            if point.kind is Kind.ACTUAL and point.figure.period.grain is evaluation.spec.period.grain
            if not point.figure.is_illustrative  # made-up figures are no statistics, and no column could say so
        ]
        if not points:
            continue
        indicator = one.indicator
        values = {point.figure.period: _value(one, point) for point in points}
        yield _column(indicator, "", "", indicator.unit, values)
        for name in ("numerator", "denominator"):
            parts = {point.figure.period: part(getattr(point.figure, name)) for point in points}
            if any(parts.values()):
                yield _column(indicator, f"_{name}", f": {name}", None, _whole(parts, values))
        targets = {point.figure.period: single(indicator, point) for point in points}
        if any(targets.values()):
            said: dict[Period, Cell] = {period: target or _bare(NOT_APPLICABLE) for period, target in targets.items()}
            yield _column(indicator, "_target", ": target", indicator.unit, said)


def _value(one: Assessment, point: Published) -> Cell:
    found = value(one.indicator, point.figure)
    sign = next(signs(one.indicator, point.figure), "")
    is_printed = found is not None and sign != "[low]"
    return found if is_printed else _bare(sign)


def _whole(parts: dict[Period, Number | None], values: dict[Period, Cell]) -> dict[Period, Cell]:
    """The parts of each period; where there are none, the sign of the value or that they are not available."""
    return {
        period: found or (values[period] if isinstance(values[period], str) else _bare(UNAVAILABLE))
        for period, found in parts.items()
    }


def _column(indicator: Indicator, ending: str, said: str, measured: Unit | None, cells: dict[Period, Cell]) -> _Column:
    sign = _UNITS.get(measured.dimension, "") if measured else ""
    words = "" if sign or measured is None or measured.is_bare else f" ({unit(measured)})"
    grouping = indicator.section.label if indicator.section else ""
    name = re.sub(r"\W", "_", indicator.id.lower(), flags=re.ASCII)
    return _Column(name + ending, f"{indicator.label}{said}{words}", grouping, sign, cells)


def _distinct(columns: Iterable[_Column]) -> list[_Column]:
    """The columns with no two names or labels alike."""
    found: list[_Column] = []
    names = {*_TIME, *_geography(Codes("", "E06", "0", "1")), "lad_code", "lad_name"}
    labels: set[str] = set()
    for one in columns:
        name, label = one.name, one.label
        if label in labels:
            label = f"{label} ({one.grouping or one.name})"
        label = label if label not in labels else f"{label} ({one.name})"
        while name in names:
            name += "_value"
        names.add(name)
        labels.add(label)
        found.append(_Column(name, label, one.grouping, one.unit, one.cells))
    return found


def _bare(sign: str) -> str:
    """`x` for `[x]`: in these files signs stand without brackets."""
    return sign.strip("[]")
