"""From the table of a file to what a first report on it holds, before any of it is text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from kpidsl.importer.aims import Aims, aims, goal_in
from kpidsl.importer.figures import Measured, Value, fractions_of, measured, value
from kpidsl.importer.headings import heading
from kpidsl.importer.model import TO_DO, Box, Entry, Line, Refused, Role, Row, Table
from kpidsl.importer.names import Ids, Sections
from kpidsl.importer.statuses import Judged, state_in
from kpidsl.period import Period
from kpidsl.quantity import parse_number
from kpidsl.terms import Grain
from kpidsl.values import dataclass, replace

_COUNCIL = re.compile(r"\b((?:[A-Z][\w'&-]*,? (?:and |of |upon |on )?){1,6}Council)\b")
_KEY = re.compile(
    r"amber\b.{0,80}?\bwithin (\d+(?:\.\d+)?) ?(%|per ?cent|percentage points|points|pp)"
    r"( (?:of|below|from|off) (?:the )?target)?",
    re.IGNORECASE,
)
ACTUALS = (Role.VALUE, Role.OUTTURN, Role.PREVIOUS, Role.LAST_YEAR)


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the new spec."""

    id: str
    entry: Entry
    unit: Measured
    aims: Aims
    rows: tuple[Row, ...]
    notes: tuple[str, ...]  # what is to be said of its figures
    section: str


@dataclass(frozen=True, slots=True)
class Draft:
    """All of the new spec, before it is text."""

    table: Table
    file: str  # the name of what was read
    report: Period
    why_report: str
    title: Box | None
    council: str
    why_council: str
    sections: tuple[tuple[str, str, str], ...]  # id, label, where it was read
    indicators: tuple[Indicator, ...]
    default: Line
    has_amber: bool

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for one in self.indicators for row in (*one.rows, *one.aims.rows))


def draft(table: Table, file: str, wanted: Period | None) -> Draft | Refused:
    """What the file comes to, as a report on the period `wanted`, or on the last one that has figures."""
    report, why = _report(table, wanted)
    if report is None:
        return Refused(
            "does not say for which period its figures are",
            'say it, for instance --period "2021-22 Q1"; or name the period in the heading of the column',
        )
    default = _default(table)
    states = [
        state_in(box.text) for one in table.entries for (role, _), box in one.figures.items() if role is Role.STATUS
    ]
    has_amber = (
        "amber" in states or bool(default.text) or bool(table.has & {Role.TOLERANCE, Role.RED, Role.RED_VARIANCE})
    )
    ids, sections = Ids(), Sections()
    names = Counter(one.name.text.casefold() for one in table.entries)
    indicators = []
    for entry in table.entries:
        section = sections.of(entry.section)
        indicator = _indicator(entry, ids.of(entry.name.text), section, report, default)
        if names[entry.name.text.casefold()] > 1:
            places = [one.name.place for one in table.entries if one.name.text.casefold() == entry.name.text.casefold()]
            said = f"{TO_DO} the name stands several times ({', '.join(places)}): say what tells them apart"
            indicator = replace(indicator, notes=(*indicator.notes, said))
        indicators.append(indicator)
    title, council, why_council = _heads(table)
    return Draft(
        table, file, report, why, title, council, why_council, sections.found(), tuple(indicators), default, has_amber
    )


# ---- what the report is


def _report(table: Table, wanted: Period | None) -> tuple[Period | None, str]:
    if wanted is not None:
        return wanted, "said on the command line"
    periods = [
        (period, box)
        for one in table.entries
        for (role, period), box in one.figures.items()
        if role is Role.VALUE and period is not None and re.search(r"\d", box.text)
    ]
    shorter = [(period, box) for period, box in periods if period.grain is not Grain.YEAR]
    found = max(shorter or periods, key=lambda one: one[0], default=None)
    bare = any((Role.VALUE, None) in one.figures for one in table.entries)
    if found is not None and not (bare and not shorter):
        return found[0], f"worked out: the last period with figures ({found[1].place})"
    for box in table.above:
        said = heading(box.text).period
        if said is not None:
            return said, f"read from {box.place} (“{box.text}”)"
    return (
        (found[0], f"worked out: the last period with figures ({found[1].place})") if found and not bare else (None, "")
    )


def _heads(table: Table) -> tuple[Box | None, str, str]:
    """The title, and the council with where its name was found."""
    words = [box for box in table.above if re.search(r"[^\W\d]", box.text) and heading(box.text).role is None]
    council, why = "", ""
    for box in (*words, *table.below):
        if match := _COUNCIL.search(box.text):
            council, why = match[1], f"worked out: {box.place} says “{box.text}”"
            break
    return next(iter(words), None), council, why


def _default(table: Table) -> Line:
    """The tolerance that a key beside the table gives for all."""
    for box in (*table.above, *table.below):
        match = _KEY.search(box.text)
        if match is None:
            continue
        if match[3]:
            return Line(f"tolerance {match[1]}% of target", f"read from {box.place}")
        if match[2].startswith("p") and match[2] not in ("per cent", "percent"):
            return Line(f"tolerance {match[1]} points", f"read from {box.place}")
        return Line(
            f"tolerance {match[1]}% of target",
            f"{TO_DO} {box.place} says within {match[1]}%: of the target, or points?",
        )
    return Line("")


# ---- one indicator


def _indicator(entry: Entry, id: str, section: str, report: Period, default: Line) -> Indicator:
    unit = measured(entry)
    boxes = {key: box for key, box in entry.figures.items() if key[0] is not Role.STATUS}
    actuals = [box for (role, _), box in boxes.items() if role in ACTUALS]
    in_parts = fractions_of(actuals, unit.unit)
    rows: list[Row] = []
    notes: list[str] = []
    values: dict[Period, tuple[Value, Box]] = {}
    for (role, when), box in boxes.items():
        period = _period(role, when, report)
        if role is Role.FORECAST:
            expected = value(box, unit.unit)
            whole_year = (when or report).whole_year
            rows.append(Row(id, whole_year, "forecast", expected.written, readable=not expected.note))
        if role not in ACTUALS:
            continue
        made = value(box, unit.unit)
        number = parse_number(box.text)
        if in_parts and number is not None and number in (0, 1):
            notes.append(
                f"{TO_DO} {box.place} says “{box.text}”, which may be {box.text}% or 100 times that: add it to the data"
            )
            continue
        if made.note:
            notes.append(f"{TO_DO} {made.note}")
        if period in values:
            if values[period][0].written != made.written:
                notes.append(
                    f"{TO_DO} {values[period][1].place} and {box.place} differ, both for {period}; the first is taken"
                )
            continue
        values[period] = (made, box)
        parts = _parts(entry, (when, None) if period == report else (when,))
        rows.append(_row(id, period, made, parts, unit))
        if parts and not rows[-1].numerator:
            places = " and ".join(part.place for part in parts)
            notes.append(f"{TO_DO} {places} do not come to {box.place}, which was taken: see which is right")
    if report not in values:
        notes.append(f"{TO_DO} no figure for {report}: add it to the data, or why there is none")
    judged = tuple(_judged(entry, values, report, unit))
    return Indicator(
        id, entry, unit, aims(entry, id, unit, report, judged, default), tuple(rows), tuple(notes), section
    )


def _parts(entry: Entry, whens: tuple[Period | None, ...]) -> tuple[Box, ...]:
    """The numerator and denominator of a figure; none where one of them is lacking."""
    found = (
        next((entry.figures[role, when] for when in whens if (role, when) in entry.figures), None)
        for role in (Role.NUMERATOR, Role.DENOMINATOR)
    )
    parts = tuple(box for box in found if box is not None)
    return parts if len(parts) == 2 else ()


def _row(id: str, period: Period, made: Value, parts: tuple[Box, ...], unit: Measured) -> Row:
    """A row of the data, with its two parts instead of the figure where these come to it."""
    top, bottom = (parse_number(part.text) for part in parts) if parts else (None, None)
    if unit.unit.is_quotient and made.amount is not None and top is not None and bottom:
        whole = top / bottom * unit.unit.base
        shown = Fraction(1, 10 ** len(made.written.rstrip("%").partition(".")[2]))  # the last place of the figure
        if abs(whole - made.amount) <= shown:
            return Row(id, period, "", "", parts[0].text, parts[1].text)
    return Row(id, period, "", made.written, readable=not made.note)


def _period(role: Role, when: Period | None, report: Period) -> Period:
    if when is not None:
        return when
    match role:
        case Role.OUTTURN:
            return report.outturn
        case Role.PREVIOUS:
            return report.previous
        case Role.LAST_YEAR:
            return report.same_period_last_year
        case _:
            return report


def _judged(
    entry: Entry, values: Mapping[Period, tuple[Value, Box]], report: Period, unit: Measured
) -> Iterator[Judged]:
    """The figures that the file itself has given a status, with the target of their period."""
    for (role, when), box in entry.figures.items():
        state = state_in(box.text) if role is Role.STATUS else None
        period = when or report
        found = values.get(period)
        if not state or found is None or found[0].amount is None:
            continue
        target = next(
            (
                entry.figures[Role.TARGET, one]
                for one in (period, period.whole_year, None)
                if (Role.TARGET, one) in entry.figures
            ),
            None,
        )
        goal = goal_in(target, unit.unit) if target is not None else None
        if goal is not None and goal.high is None:
            yield Judged(found[0].amount, goal.amount, state, box.place)
