"""read: the figures of others that benchmarks ask for, from files that may hold a hundred times as many.

Approach: one pass; a row is looked at only where it holds the name of an entity that is asked for. Each search notes
what it met on the way, so that a figure that is not there can be told from one that is asked for wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from kpidsl.data.cells import Cell, rows
from kpidsl.data.model import Observation
from kpidsl.data.tables import misshapen, not_commas
from kpidsl.data.tidy import MARKERS, Layout, layout
from kpidsl.data.typed import amount_in, bad, choice, example_in
from kpidsl.diagnostics.diagnostic import Diagnostic, Label, Outcome, closest, did_you_mean, has_errors
from kpidsl.period import Period
from kpidsl.quantity import Dimension, Unit, plain
from kpidsl.source import Named, Source, Span
from kpidsl.terms import Quality
from kpidsl.values import dataclass, field

_MOST_NAMED = 6  # values of a column that a message lists


@dataclass(frozen=True, slots=True)
class Wanted:
    """One figure for each of `entities`: in `column` (None: `value`), for `period`, where each of `facts` is so.

    In a table with a column `indicator`, only rows of `indicator` count, unless a fact says otherwise. `span` is the
    line that asks.
    """

    indicator: str
    unit: Unit
    period: Period
    entities: tuple[Named, ...]
    column: Named | None
    facts: tuple[tuple[Named, Named], ...]
    span: Span


Found = tuple[tuple[Observation, ...], ...]  # for each that was wanted, the observations of its entities in their order


@dataclass(slots=True)
class _Search:
    """What was met of one entity on the way to its figure."""

    wanted: Wanted
    entity: Named
    column: str
    facts: tuple[tuple[str, str, Span], ...]
    is_known: bool = False
    values: dict[str, dict[str, None]] = field(default_factory=dict)  # by column of a fact
    periods: set[Period] = field(default_factory=set)
    unreadable: Diagnostic | None = None
    rows: list[tuple[Cell, ...]] = field(default_factory=list)


def read(source: Source, wanted: Sequence[Wanted], first_month: int, reporting: Period | None = None) -> Outcome[Found]:
    """Every figure that is wanted of one file.

    `first_month` is the month in which financial years start; `reporting` is what the file means by the reporting year
    0.
    """
    header = next(rows(source), None)
    if header is None:
        help_ = ("its first line names the columns",)
        return Outcome(None, (Diagnostic("data-empty", "this data file is empty", source.span(0, 1), help=help_),))
    table = not_commas(header) or layout(header, first_month, reporting)
    if isinstance(table, Diagnostic):
        return Outcome(None, (table,))
    problems = list(dict.fromkeys(problem for each in wanted for problem in _wrong_columns(each, table)))
    if problems:
        return Outcome(None, tuple(problems))
    searches = [[_search(each, entity, table) for entity in each.entities] for each in wanted]
    problems += _pass(source, table, [search for each in searches for search in each])
    found: list[tuple[Observation, ...]] = []
    for group in searches:
        missed = next((problem for search in group for problem in _missed(search, table, source)), None)
        if missed is not None:
            problems.append(missed)
            continue
        problems += _same_rows(group, source)
        figures = [_observation(search, table) for search in group]
        wrong = [each for each in figures if isinstance(each, Diagnostic)]
        observations = tuple(each for each in figures if isinstance(each, Observation))
        problems += wrong or _fractions(group, observations, table)
        found.append(observations)
    problems = list(dict.fromkeys(problems))
    return Outcome(None if has_errors(problems) else tuple(found), tuple(problems))


def _wrong_columns(wanted: Wanted, table: Layout) -> Iterator[Diagnostic]:
    """What is asked of columns that the file does not have."""
    names = [cell.text for cell in table.header]
    for column in (wanted.column, *(column for column, _ in wanted.facts)):
        if column is not None and column.text.casefold() not in table.columns:
            message = f"`{table.header[0].span.source.name}` has no column called `{column.text}`"
            known = names if closest(column.text, names) else list(table.others(""))
            yield Diagnostic("column-not-found", message, column.span, help=did_you_mean(column.text, known))
    if wanted.column is None and "value" not in table.columns:
        message = f"`{table.header[0].span.source.name}` has no column `value`, so the column must be named"
        help_ = ('name it: ... column "..." for 2020-21', *did_you_mean("", table.others("")))
        yield Diagnostic("column-not-found", message, wanted.span, help=help_)


def _search(wanted: Wanted, entity: Named, table: Layout) -> _Search:
    facts = tuple((column.text.casefold(), value.text, value.span) for column, value in wanted.facts)
    if "indicator" in table.columns and "indicator" not in (column for column, _, _ in facts):
        facts = (("indicator", wanted.indicator, wanted.span), *facts)
    return _Search(wanted, entity, wanted.column.text.casefold() if wanted.column else "value", facts)


def _pass(source: Source, table: Layout, searches: Sequence[_Search]) -> Iterator[Diagnostic]:
    """Go through the file once, and let every search note what there is for it."""
    by_entity: dict[str, list[_Search]] = {}
    for search in searches:
        by_entity.setdefault(search.entity.text, []).append(search)
    cells_of_file = rows(source, by_entity)
    next(cells_of_file)
    for cells in cells_of_file:
        named = [search for name in dict.fromkeys(table.entity(cells)) for search in by_entity.get(name, ())]
        if not named:
            continue
        yield from misshapen(cells, len(table.header))
        period = table.period(cells)
        for search in named:
            _note(search, cells, period, table)


def _note(search: _Search, cells: tuple[Cell, ...], period: Period | Diagnostic, table: Layout) -> None:
    search.is_known = True
    for column, _, _ in search.facts:
        search.values.setdefault(column, {})[table.cell(cells, column).text] = None
    if not all(table.cell(cells, column).text == value for column, value, _ in search.facts):
        return
    if isinstance(period, Diagnostic):
        search.unreadable = search.unreadable or period
        return
    search.periods.add(period)
    if period == search.wanted.period:
        search.rows.append(cells)


# ---- what is not there, or there more than once


def _missed(search: _Search, table: Layout, source: Source) -> Iterator[Diagnostic]:
    """Why a search has not come to one row: the first cause is the one to be said."""
    whose, period = f"“{search.entity.text}”", search.wanted.period
    if not search.is_known:
        names = sorted({entity[0] for cells in list(rows(source))[1:] if (entity := table.entity(cells)) and entity[0]})
        message = f"`{source.name}` has no row for {whose}"
        help_ = did_you_mean(search.entity.text, names)
        yield Diagnostic("unknown-entity", message, search.entity.span, help=help_)  # no fix: places may be alike
    for column, value, span in search.facts:
        known = search.values.get(column, {})
        if value not in known:
            message = f"`{source.name}` has no row for {whose} with “{value}” in the column `{column}`"
            yield Diagnostic("row-not-found", message, span, help=did_you_mean(value, known))
    if len(search.rows) > 1:
        yield _several(search, table)
    if search.rows:
        return
    if search.unreadable is not None and not search.periods:
        yield search.unreadable
    message = f"`{source.name}` has no row for {whose} in {period}"
    with_facts = " with all that is asked for" if search.facts else ""
    periods = ", ".join(map(str, sorted(search.periods)))
    help_ = (f"it has: {periods}" if periods else f"no row of {whose} agrees{with_facts}",)
    yield Diagnostic("row-not-found", message, search.wanted.span, help=help_)


def _several(search: _Search, table: Layout) -> Diagnostic:
    """Several rows fit: name the columns in which they differ."""
    first, second = search.rows[:2]
    message = f"{len(search.rows)} rows are of “{search.entity.text}” in {search.wanted.period}, and one is needed"
    labels = (Label(first[0].span, "one"), Label(second[0].span, "another"))
    help_: list[str] = []
    for column in table.others(search.column):
        values = list(dict.fromkeys(table.cell(cells, column).text for cells in search.rows))
        if len(values) > 1 and not all(_is_figure(value) for value in values):
            shown = ", ".join(f"“{value}”" for value in values[:_MOST_NAMED])
            more = f" and {len(values) - _MOST_NAMED} more" if len(values) > _MOST_NAMED else ""
            help_.append(f'say which: where "{column}" is "{values[0]}" (it has: {shown}{more})')
    codes = list(dict.fromkeys(table.entity(cells)[-1] for cells in search.rows))
    if not help_ and len(codes) > 1:
        help_.append(f"the rows are of different entities, so name it by its code: {', '.join(codes)}")
    return Diagnostic(
        "row-not-unique", message, search.wanted.span, labels, tuple(help_ or ["delete all but one in the file"])
    )


def _same_rows(group: Sequence[_Search], source: Source) -> Iterator[Diagnostic]:
    """Two members that are one, as where one has its name and the other its code, would be counted twice."""
    seen: dict[Span, Named] = {}
    for search in group:
        first = seen.setdefault(search.rows[0][0].span, search.entity)
        if first is not search.entity:
            message = f"“{first.text}” and “{search.entity.text}” are the same in `{source.name}`"
            labels = (Label(first.span, "the same"),)
            help_ = ("take one of them out of the group",)
            yield Diagnostic("duplicate-line", message, search.entity.span, labels, help_)


def _is_figure(text: str) -> bool:
    return text.strip("[]").casefold() in MARKERS or text[:1].isdigit() or text[1:2].isdigit()


# ---- the one row that was found


def _observation(search: _Search, table: Layout) -> Observation | Diagnostic:
    cells, unit = search.rows[0], search.wanted.unit
    cell = table.cell(cells, search.column)
    column = table.header[table.columns[search.column]].text
    quality = choice(table.cell(cells, "quality"), "quality", Quality, Quality.FINAL)
    if isinstance(quality, Diagnostic):
        return quality
    marker = cell.text.strip("[]").casefold()
    amount = None if marker in MARKERS else amount_in(cell.text, unit)
    if marker not in MARKERS:
        markers = f"or why there is none: {', '.join(MARKERS)}"
        if amount is None:
            shown = f"`{cell.text}` is" if cell.text else "the cell is empty, and that is"
            help_ = f"a figure such as {example_in(unit)} can be read"
            return bad(cell, column, f"{shown} not {unit.described}", help_, markers)
        if amount < 0 and unit.is_never_negative:
            return bad(cell, column, f"{unit.described} cannot be negative: `{cell.text}`")
    return Observation(
        name=search.wanted.indicator,
        period=search.wanted.period,
        amount=amount,
        reason=MARKERS.get(marker),
        numerator=None,
        denominator=None,
        quality=quality,
        note="",
        span=cells[0].span.to(cells[-1].span),
        entity=table.entity(cells)[0],  # where the spec gives a code, the name
    )


def _fractions(group: Sequence[_Search], found: Sequence[Observation], table: Layout) -> list[Diagnostic]:
    """A problem where all percentages of a column that is asked for are between 0 and 1: Excel writes 38% as 0.38."""
    figures = [(search, one.amount) for search, one in zip(group, found, strict=True) if one.amount]
    if not figures or group[0].wanted.unit.dimension is not Dimension.PERCENT:
        return []
    search, amount = figures[0]
    cell = table.cell(search.rows[0], search.column)
    if cell.text.endswith("%") or not all(Fraction(0) < each < 1 for _, each in figures):
        return []
    column = table.header[table.columns[search.column]].text
    message = f"`{cell.text}` could mean {plain(amount * 100)}% or {cell.text}%"
    help_ = ("write the benchmark into the spec, with its % sign",)
    return [bad(cell, column, message, *help_, code="fraction-of-percent")]
